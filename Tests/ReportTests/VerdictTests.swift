@testable import Diagnosis
import Model
import Testing

@testable import Report

/// A day of one hub with given numbers, all hours full of records unless said otherwise.
enum SmallDay {
    static let day = ReportDay(utc: CivilDate(daysSince1970: 20_000))

    static func report(
        dropped: Int = 10, downtime: Int64 = 36_000, stillDown: Int = 0, availability: Double? = 0.999,
        emptyHours: Set<Int> = [], events: Int64 = 96, rejected: Int64 = 0, errorOnly: Bool = false,
        history: [DaySummary] = [], incidents: [Incident] = [], findings: [Finding] = []
    ) -> DayReport {
        var counts = DayCounts(windows: 96)
        if events > 0 {
            counts.codes = [
                CodeCounts(
                    hub: "hub", operation: .disconnect, level: .error, code: "404104", description: "Closed",
                    devices: dropped, perWindow: (0..<96).map { emptyHours.contains($0 / 4) ? 0 : 1 })
            ]
        }
        var facts = DayFacts()
        facts.events = events
        facts.eventsRead = events
        facts.rejected = rejected
        var hub = HubDay(hub: "hub")
        hub.activeDevices = 100
        hub.devicesThatDropped = dropped
        hub.drops = dropped
        hub.downtimeSeconds = downtime
        hub.notBack = stillDown
        hub.availability = availability
        var diagnosis = DayDiagnosis()
        diagnosis.isErrorOnly = errorOnly
        diagnosis.hubs = events > 0 ? [hub] : []
        diagnosis.devicesThatDropped = dropped
        diagnosis.incidents = incidents
        diagnosis.findings = findings
        for hour in emptyHours.sorted() {
            let start = day.span.start.advanced(bySeconds: Int64(hour) * 3600)
            diagnosis.missing["hub", default: []].append(
                TimeWindow(from: start, to: start.advanced(bySeconds: 3600)))
        }
        return DayReport.build(
            day: day, facts: facts, counts: counts, diagnosis: diagnosis, history: history, toolVersion: "1")
    }

    /// Days before `day`, the latest first.
    static func history(dropped: [Int], downtime: Int64 = 36_000, complete: Bool = true) -> [DaySummary] {
        dropped.enumerated().map { position, dropped in
            var summary = DaySummary(report(dropped: dropped, downtime: downtime))
            summary.date = day.date.advanced(byDays: -1 - position).description
            summary.isComplete = complete
            return summary
        }
    }
}

@Suite struct VerdictTests {
    @Test func aDayWithoutRecordsIsNoDataAndHasNoNumbers() {
        let verdict = SmallDay.report(events: 0, history: SmallDay.history(dropped: [50, 50, 50])).verdict
        #expect(verdict.word == .noData)
        #expect(verdict.numbers.allSatisfy { $0.value == nil && $0.tendency == nil })
        #expect(verdict.sentence.contains("no records"))
    }

    @Test func fewerDropsInAnIncompleteDayAreNeverBetter() {
        let report = SmallDay.report(
            dropped: 1, downtime: 0, emptyHours: [4, 5], history: SmallDay.history(dropped: [50, 50, 50]))
        #expect(report.verdict.word == .incomplete)
        #expect(report.verdict.missing.contains { $0.contains("04:00 to 06:00") })
        #expect(report.verdict.numbers[0].bound == .atLeast)
        #expect(report.verdict.numbers[3].bound == .atMost)
    }

    @Test func missingInputProvesNoNumberBetterOrTheSame() {
        let history = SmallDay.history(dropped: [50, 50, 50])
        #expect(SmallDay.report(dropped: 1, downtime: 0, history: history).verdict.numbers[0].tendency == .better)
        let day = SmallDay.report(dropped: 1, downtime: 0, emptyHours: [4, 5], history: history)
        #expect(day.verdict.numbers.allSatisfy { $0.tendency == nil })
        let worse = SmallDay.report(dropped: 80, emptyHours: [4, 5], history: history)
        #expect(worse.verdict.numbers.map(\.tendency) == [.worse, nil, nil, nil])
    }

    @Test func anIncompleteDayCanStillBeWorse() {
        let report = SmallDay.report(dropped: 80, emptyHours: [23], history: SmallDay.history(dropped: [10, 12, 11]))
        #expect(report.verdict.word == .worse)
        #expect(report.verdict.missing.contains { $0.contains("23:00 to 24:00") })
    }

    /// Usual is the median of 10, 20 and 30; a quarter more than 20 is 25.
    @Test(arguments: [(25, Verdict.Word.usual), (26, .worse)])
    func worseBeginsAboveAQuarterMoreThanTheMedian(dropped: Int, word: Verdict.Word) {
        let report = SmallDay.report(dropped: dropped, history: SmallDay.history(dropped: [10, 30, 20]))
        #expect(report.verdict.numbers[0].usual == 20)
        #expect(report.verdict.numbers[0].previous == 10)
        #expect(report.verdict.word == word)
    }

    /// Half way between 20 and 30.
    @Test func theMedianOfFourDaysLiesBetweenTheMiddleTwo() {
        #expect(SmallDay.report(history: SmallDay.history(dropped: [10, 40, 20, 30])).verdict.numbers[0].usual == 25)
    }

    /// 0.9999996 would be 100 % to six places: one device was down for a moment.
    @Test func availabilityIsNeverRoundedUp() {
        #expect(SmallDay.report(availability: 0.999_999_6).verdict.numbers[3].value == 0.999_999)
    }

    @Test(arguments: [
        (Incident.Kind.siteOutage, Confidence.medium, Verdict.Word.trouble), (.siteOutage, .low, .calm),
        (.platformUpgrade, .high, .calm),
    ])
    func onlyAnIncidentThatIsSureAndNoUpgradeNeedsAPerson(
        kind: Incident.Kind, confidence: Confidence, word: Verdict.Word
    ) {
        let start = SmallDay.day.span.start
        let incident = Incident(
            key: "hub-x", kind: kind, hub: "hub", scope: .hub, scopeValue: "", confidence: confidence, start: start,
            end: start.advanced(bySeconds: 600), devices: 10, drops: 10)
        #expect(SmallDay.report(incidents: [incident]).verdict.word == word)
    }

    @Test(arguments: [(Confidence.medium, "A usual day; 1 matter needs you"), (.low, "A usual day, nothing new")])
    func aGuessIsNoMatterThatNeedsSomebody(confidence: Confidence, headline: String) {
        let guess = Finding(
            key: "slow-renewal/hub/", kind: .slowRenewal, confidence: confidence, hub: "hub", headline: "slow",
            deviceCount: 1)
        var history = SmallDay.history(dropped: [10, 10, 10])
        for day in history.indices { history[day].findings = [] }
        #expect(SmallDay.report(history: history, findings: [guess]).verdict.headline == headline)
    }

    @Test func withoutHistoryAGuessIsNotCountedEither() {
        let guess = Finding(
            key: "old-sdk/hub/", kind: .oldSDK, confidence: .low, hub: "hub", headline: "old", deviceCount: 1)
        let away = Finding(
            key: "not-back/hub/", kind: .notBack, confidence: .high, hub: "hub", headline: "away", deviceCount: 1)
        let report = SmallDay.report(stillDown: 1, findings: [guess, away])
        #expect(report.verdict.headline == "1 matter needs you")
    }

    @Test func aDayOfOneDropIsWorseWhateverItIsComparedWithWhenThreeMoreDevicesAreDown() {
        let history = SmallDay.history(dropped: [10, 10, 10])
        #expect(SmallDay.report(stillDown: 2, history: history).verdict.word == .usual)
        #expect(SmallDay.report(stillDown: 3, history: history).verdict.word == .worse)
    }

    @Test func betterNeedsTwoBetterNumbers() {
        let history = SmallDay.history(dropped: [50, 50, 50])
        #expect(SmallDay.report(dropped: 20, history: history).verdict.word == .usual)
        #expect(SmallDay.report(dropped: 20, downtime: 3600, history: history).verdict.word == .better)
    }

    @Test func incompleteDaysAreNotComparedWith() {
        let report = SmallDay.report(history: SmallDay.history(dropped: [1, 1, 1], complete: false))
        #expect(report.verdict.comparedWith == "")
        #expect(report.verdict.numbers[0].previous == nil)
    }

    @Test func withTwoDaysOnlyTheDayBeforeIsComparedWith() {
        let report = SmallDay.report(history: SmallDay.history(dropped: [10, 40]))
        #expect(report.verdict.comparedWith == "the day before")
        #expect(report.verdict.numbers[0].usual == nil)
        #expect(report.verdict.headline == "Much like the day before")
    }

    @Test func errorOnlyInputKnowsNoDowntime() {
        let report = SmallDay.report(errorOnly: true)
        #expect(report.totals.downtimeSeconds == nil)
        #expect(report.verdict.numbers.map { $0.value == nil } == [false, true, true, true])
        #expect(report.verdict.word == .incomplete)
    }

    @Test func rejectedRecordsAreSaidFirst() {
        #expect(
            SmallDay.report(rejected: 1).verdict.missing == ["1 record could not be read and is not counted."])
    }

    /// One in a thousand of 2,000 events is 2.
    @Test(arguments: [(Int64(2), Verdict.Word.usual), (3, .incomplete)])
    func aFewRejectedRecordsLeaveADayComparable(rejected: Int64, word: Verdict.Word) {
        let report = SmallDay.report(
            events: 2000, rejected: rejected, history: SmallDay.history(dropped: [10, 10, 10]))
        #expect(report.verdict.word == word)
        #expect(report.verdict.numbers[0].bound == .atLeast)
    }

    @Test(arguments: [(20, nil), (21, "1 more file "), (1200, "1,180 more files ")])
    func filesThatAreNotListedAreCounted(count: Int, beginning: String?) {
        var facts = DayFacts()
        facts.unreadable = (0..<20).map { "\($0).json: cannot open" }
        facts.strangers = (0..<20).map { StrangerFile(path: "\($0).json", what: "a registry") }
        (facts.unreadableCount, facts.strangerCount) = (count, count)
        let input = DayReport.build(
            day: SmallDay.day, facts: facts, counts: DayCounts(windows: 96), diagnosis: DayDiagnosis(), history: [],
            toolVersion: "1"
        ).input
        for list in [input.warnings, input.notes] {
            #expect(list.count == (beginning == nil ? 20 : 21))
            #expect(list.last?.hasPrefix(beginning ?? "19.json") == true)
        }
    }

    @Test(arguments: [(1000, 1000), (1001, 1001), (2000, 1001)])
    func warningsThatAreNotListedAreNotLostInSilence(count: Int, shown: Int) {
        var facts = DayFacts()
        facts.warningsBeyond = (0..<count).prefix(DayFacts.mostWarnings + 1).map {
            FileWarning(path: "\($0).json", text: "cut")
        }
        let report = DayReport.build(
            day: SmallDay.day, facts: facts, counts: DayCounts(windows: 96), diagnosis: DayDiagnosis(), history: [],
            toolVersion: "1")
        #expect(report.input.warnings.count == shown)
        #expect(report.input.warnings.last?.contains("more warnings") == (count > 1000))
    }

    @Test func missingInputDoesNotHideADeviceThatIsStillDown() {
        #expect(SmallDay.report(stillDown: 1, emptyHours: [3]).verdict.word == .trouble)
    }

    @Test func withoutHistoryADeviceStillDownIsTrouble() {
        #expect(SmallDay.report(stillDown: 1).verdict.word == .trouble)
        #expect(SmallDay.report().verdict.word == .calm)
    }

    @Test func aSummaryComesBackFromItsJSON() throws {
        let summary = DaySummary(ExampleDay.report())
        #expect(try JSONRoundTrip.of(summary) == summary)
    }

    @Test func aReportComesBackFromItsJSON() throws {
        let report = ExampleDay.report()
        #expect(try JSONRoundTrip.of(report) == report)
    }
}
