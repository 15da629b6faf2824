import Diagnosis
import Model
import Settings
import Store
import Testing

@testable import Nightly

/// What earlier days came to, as the next one compares with it.
@Suite struct BaselineBuilderTests {
    /// Three days on which `a` connects at noon; on the first it drops twice.
    private func baseline(hubs: [String] = []) throws -> (Baseline, DeviceID) {
        let night = try Night()
        try night.add(
            """
            2026-03-07T12:00:00Z a
            2026-03-07T13:00:00Z a 404104
            2026-03-07T14:00:00Z a
            2026-03-07T15:00:00Z a 404104
            2026-03-07T16:00:00Z a
            2026-03-08T12:00:00Z a
            2026-03-09T12:00:00Z a
            """)
        try night.workOut(["2026-03-07", "2026-03-08", "2026-03-09"])
        night.settings.hubs = hubs
        let builder = BaselineBuilder(
            history: DayHistory(store: night.store, settings: night.settings, mayKeep: true),
            vocabulary: try night.store.vocabulary(), settings: night.settings)
        let baseline = try #require(try builder.baseline(before: night.day("2026-03-10")))
        return (baseline, try #require(try night.store.devices(named: "a").first))
    }

    @Test func daysWithoutADropCountAsZero() throws {
        let (baseline, device) = try baseline()
        #expect(baseline.days == ["pumps": 3])
        #expect(baseline.drops == ["pumps": History([2, 0, 0])])
        #expect(baseline.devices.map(\.key.device) == [device])
        #expect(baseline.devices.values.map { $0 } == [[2, 0, 0]])
    }

    @Test func daysWithoutACodeCountAsZero() throws {
        let codes = try baseline().0.codes
        #expect(codes[Baseline.Code(hub: "pumps", code: "404104")] == History([2, 0, 0]))
    }

    @Test func theRecordsOfEachDayAreKnownByHour() throws {
        let days = try #require(try baseline().0.dailyRecords["pumps"])
        #expect(days.map(\.daysBack) == [3, 2, 1])
        let hours = days.map { day in day.perHour.indices.filter { day.perHour[$0] > 0 } }
        #expect(hours == [[12, 13, 14, 15, 16], [12], [12]])
        #expect(days.map(\.records) == [4, 1, 1], "the first record of a device is no usual one")
    }

    @Test func theDropsOfADeviceStandInTheOrderOfTheDays() throws {
        #expect(try baseline().0.dayNumbers == ["pumps": [3, 2, 1]])
    }

    @Test func ofHubsThatAreNotWantedNoSilenceIsTold() throws {
        #expect(try baseline(hubs: ["other"]).0.dailyRecords == [:])
    }

    @Test func anIdentityIsKnownFromTheDayThatMetIt() throws {
        let (baseline, device) = try baseline()
        #expect(baseline.known?.contains(hub: "pumps", device: device) == true)
        #expect(baseline.known?.contains(hub: "other", device: device) == false)
    }

    @Test func withoutAnEarlierDayThereIsNothingToCompareWith() throws {
        let night = try Night()
        try night.add("2026-03-10T12:00:00Z a")
        let builder = BaselineBuilder(
            history: DayHistory(store: night.store, settings: night.settings, mayKeep: true),
            vocabulary: try night.store.vocabulary(), settings: night.settings)
        #expect(try builder.baseline(before: night.day("2026-03-10")) == nil)
    }

    @Test func aDayFifteenDaysBeforeIsTooLongAgo() throws {
        let night = try Night()
        try night.add("2026-03-01T12:00:00Z a\n2026-03-01T13:00:00Z a 404104\n2026-03-01T14:00:00Z a")
        try night.workOut(["2026-03-01"])
        let builder = BaselineBuilder(
            history: DayHistory(store: night.store, settings: night.settings, mayKeep: true),
            vocabulary: try night.store.vocabulary(), settings: night.settings)
        #expect(try builder.baseline(before: night.day("2026-03-15"))?.days == ["pumps": 1])
        #expect(try builder.baseline(before: night.day("2026-03-16")) == nil)
    }
}
