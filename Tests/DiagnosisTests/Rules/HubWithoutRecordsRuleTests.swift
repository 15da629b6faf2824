import Model
import Testing

@testable import Diagnosis

@Suite struct HubWithoutRecordsRuleTests {
    private static let last = CivilDate(daysSince1970: 20_500)

    private func presence(
        after days: Int, hours: [Int], first: Int? = nil, skipping: Set<Int> = []
    ) -> HubPresence? {
        let dates = hours.indices.map { Self.last.advanced(byDays: $0 + 1 - hours.count) }
        var ofDay: [CivilDate: Int] = [:]
        for (date, count) in zip(dates, hours) where count > 0 { ofDay[date] = count }
        return HubPresence.ofSilent(
            on: Self.last.advanced(byDays: days), hours: ofDay, first: dates[0],
            last: (Instant(seconds: 7), Self.last), settings: AnalysisSettings())
    }

    @Test func aBusyHubIsMissedOnTheFirstDayAndKnownToBeGoneFromTheSecondOn() {
        #expect(presence(after: 1, hours: [24, 24, 23]) == .noData(since: Instant(seconds: 7)))
        #expect(presence(after: 2, hours: [24, 24, 23]) == .gone(since: Instant(seconds: 7)))
    }

    @Test func oneDayBeforeIsEnoughToKnow() {
        #expect(presence(after: 1, hours: [20]) == .noData(since: Instant(seconds: 7)))
    }

    @Test func aHubWithRecordsInAFewHoursOfADayMayHaveNone() {
        #expect(presence(after: 1, hours: [4, 9, 2]) == nil)
        // Sixty devices that connected within an hour, once and for all.
        #expect(presence(after: 30, hours: [1]) == nil)
    }

    @Test func aDayWithoutRecordsAmongTheEarlierOnesCounts() {
        #expect(presence(after: 1, hours: [24, 0, 0, 0, 24]) == nil)
    }

    @Test func aHubThatRestsOnThisWeekdayIsNotMissed() {
        // Five days of work, two of rest, and five of work again.
        #expect(presence(after: 1, hours: [24, 24, 24, 24, 24, 0, 0, 24, 24, 24, 24, 24]) == nil)
    }

    private func found(_ presence: HubPresence, _ text: String = "06:00:00 a connect") -> Analysed {
        log(text + "\n-1 12:00:00 b connect hub=other").analysed { $0.presence = ["other": presence] }
    }

    private static let yesterday = LogLines.time("12:00:00", dayOffset: -1)

    @Test func theFirstDayAsksForAnAnswerAndIsMissing() {
        let day = found(.noData(since: Self.yesterday)).diagnosis
        let finding = day.findings.first { $0.kind == .hubWithoutRecords }
        #expect(finding?.needsAction == true)
        #expect(finding?.headline == "No data from other: its last record is from 2026-03-09T12:00:00Z")
        #expect(day.missing["other"] == [LogLines.day.span])
        #expect(day.limits.count == 1)
    }

    @Test func theDaysAfterSayItInOneLineAndMissNothing() {
        let day = found(.gone(since: Self.yesterday)).diagnosis
        let finding = day.findings.first { $0.kind == .hubWithoutRecords }
        #expect(finding?.needsAction == false)
        #expect(finding?.headline == "other: no record since 2026-03-09T12:00:00Z")
        #expect(day.missing.isEmpty)
        #expect(day.limits.isEmpty)
    }

    @Test func afterThirtyDaysAndOfRetiredHubsNothingIsSaid() {
        let old = LogLines.midnight.advanced(bySeconds: -30 * 86_400)
        #expect(found(.gone(since: old)).diagnosis.findings.isEmpty)
        #expect(found(.retired).diagnosis.findings.isEmpty)
    }

    @Test func ofAHubWithoutRecordsNoDeviceIsCounted() {
        let text = "06:00:00 a connect\n-1 23:30:00 c disconnect 404104 hub=other"
        for presence in [HubPresence.noData(since: Self.yesterday), .gone(since: Self.yesterday), .retired] {
            let day = found(presence, text).diagnosis
            #expect(day.hubs.map(\.hub) == ["pumps"])
            #expect(day.devices.allSatisfy { $0.hub == "pumps" })
        }
    }
}
