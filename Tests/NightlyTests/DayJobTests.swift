import Diagnosis
import Foundation
import Importing
import Model
import Settings
import Store
import Testing

@testable import Nightly

/// What a day is worked out from.
@Suite struct DayJobTests {
    @Test func aHubThatNoRecordNamesIsRefused() throws {
        let night = try Night()
        try night.add("2026-03-10T12:00:00Z a")
        night.settings.hubs = ["pmups"]
        let job = try DayJob(store: night.store, settings: night.settings)
        let failure = #expect(throws: Failure.self) { try job.requireHubs() }
        #expect(failure?.status == .usage)
        #expect(failure?.description == "no record of hub 'pmups' is in the database; it has pumps")
        night.settings.hubs = ["pumps"]
        try DayJob(store: night.store, settings: night.settings).requireHubs()
    }

    /// The timer's run comes before the first record of a hub that the configuration names.
    @Test func aNightGoesOnWhereOneOfItsHubsHasNoRecordYet() throws {
        let night = try Night()
        night.settings.hubs = ["valves"]
        try DayJob(store: night.store, settings: night.settings).requireHubs(isByHand: false)
        try night.add("2026-03-10T12:00:00Z a")
        let failure = #expect(throws: Failure.self) {
            try DayJob(store: night.store, settings: night.settings).requireHubs(isByHand: false)
        }
        #expect(failure?.status == .usage)
        night.settings.hubs = ["valves", "pumps"]
        try DayJob(store: night.store, settings: night.settings).requireHubs(isByHand: false)
    }

    @Test func theEventsAroundADayAreReadAsFarAsTheSettingsSay() throws {
        let night = try Night()
        try night.add("2026-03-10T12:00:00Z a")
        night.settings.contextBefore = TimeSpan(seconds: 7200)
        night.settings.contextAfter = TimeSpan(seconds: 1800)
        let span = try DayJob(store: night.store, settings: night.settings)
            .context(of: night.day("2026-03-10")).dataSpan
        #expect(span.start == Instant(iso8601: "2026-03-09T22:00:00Z"))
        #expect(span.end == Instant(iso8601: "2026-03-11T00:30:00Z"))
    }
}

/// Earlier days that are written again.
@Suite struct ReopenedDaysTests {
    private func worked() throws -> Night {
        let night = try Night()
        try night.add("2026-03-10T06:00:00Z a\n2026-03-10T07:00:00Z a 404104\n2026-03-10T08:00:00Z a")
        try night.workOut(["2026-03-10"])
        return night
    }

    private func reopened(_ night: Night, before day: String) throws -> [String] {
        let day = try night.day(day)
        let history = DayHistory(store: night.store, settings: night.settings, mayKeep: true)
        let state = try NightState(of: day, .reissue, night.settings, history)
        return try NightPlan.of(.reissue, state, night.settings, clock: .utc, now: day.span.end).steps.compactMap {
            if case .write(let written) = $0, written != day { written.date.description } else { nil }
        }
    }

    @Test func lateRecordsReopenADayAsLongAsTheSettingsSay() throws {
        let night = try worked()
        #expect(try reopened(night, before: "2026-03-11") == [])
        try night.add("2026-03-10T13:00:00Z a")
        #expect(try reopened(night, before: "2026-03-11") == ["2026-03-10"])
        #expect(try reopened(night, before: "2026-03-12") == ["2026-03-10"])
        #expect(try reopened(night, before: "2026-03-13") == [])
        night.settings.lateDays = 0
        #expect(try reopened(night, before: "2026-03-11") == [])
    }

    /// What is left would pass for all there was.
    @Test func lateRecordsOfADayThatWasPrunedInPartReopenNothing() throws {
        let night = try worked()
        _ = try night.store.prune(eventsBefore: Instant(iso8601: "2026-03-10T12:00:00Z"), countsBefore: nil)
        #expect(try night.add("2026-03-10T11:00:00Z a\n2026-03-10T13:00:00Z a").expired == 1)
        #expect(try reopened(night, before: "2026-03-11") == [])
        let failure = #expect(throws: StoreError.self) { try night.store.requireEvents(of: night.day("2026-03-10")) }
        #expect(failure == .pruned(before: "2026-03-10T12:00:00Z", asked: "2026-03-10"))
        try night.store.requireEvents(of: night.day("2026-03-11"))
    }
}

/// Files beside the log.
@Suite struct SideInputsTests {
    private func registry(_ devices: [String], in night: Night) throws -> [String: [String]] {
        let entries = devices.map { "{\"deviceId\":\"\($0)\",\"status\":\"enabled\"}" }.joined(separator: ",")
        night.settings.registry = [try night.write("[\(entries)]", to: "registry.json")]
        let inputs = try SideInputs(night.settings, store: night.store, vocabulary: night.store.vocabulary())
        return (inputs.registry?.hubs ?? [:]).mapValues { $0.keys.sorted() }
    }

    private func twoHubs() throws -> Night {
        let night = try Night()
        try night.add(
            """
            2026-03-10T06:00:00Z a
            2026-03-10T06:00:00Z b
            2026-03-10T06:00:00Z c hub=gates
            2026-03-10T06:00:00Z d hub=gates
            """)
        return night
    }

    @Test func anExportBelongsToTheHubWhoseDevicesItHas() throws {
        #expect(try registry(["c", "d"], in: twoHubs()) == ["gates": ["c", "d"]])
    }

    /// Of `a`, `b` and two strangers, two of four are shared: half.
    @Test func anExportThatAgreesWithNoHubByHalfIsOfNone() throws {
        #expect(try registry(["a", "b", "x", "y"], in: twoHubs()).keys.sorted() == ["pumps"])
        #expect(try registry(["a", "b", "x", "y", "z"], in: twoHubs()) == [:])
        #expect(try registry(["x", "y"], in: twoHubs()) == [:])
    }

    @Test func whereTheLogHasOneHubThereIsNothingToDecide() throws {
        let night = try Night()
        try night.add("2026-03-10T06:00:00Z a")
        #expect(try registry(["a", "x", "y", "z"], in: night) == ["": ["a"]])
    }
}
