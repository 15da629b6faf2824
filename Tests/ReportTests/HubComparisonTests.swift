@testable import Diagnosis
import Model
import Testing

@testable import Report

/// A day of several hubs, each held against its own days before.
@Suite struct HubComparisonTests {
    private typealias Numbers = (hub: String, dropped: Int)

    private static func report(
        _ hubs: [Numbers], without: [String] = [], missing: [String: [TimeWindow]] = [:], history: [DaySummary] = [],
        findings: [Finding] = [],
        isOneOfMany: Bool = false
    ) -> DayReport {
        let day = SmallDay.day
        var counts = DayCounts(windows: 96)
        var diagnosis = DayDiagnosis()
        for (name, dropped) in hubs {
            counts.codes.append(
                CodeCounts(
                    hub: name, operation: .disconnect, level: .error, code: "404104", description: "", devices: dropped,
                    perWindow: (0..<96).map { _ in 1 }))
            var hub = HubDay(hub: name)
            hub.activeDevices = 100
            hub.devicesThatDropped = dropped
            hub.drops = dropped
            hub.availability = 1
            diagnosis.hubs.append(hub)
        }
        diagnosis.devicesThatDropped = hubs.reduce(0) { $0 + $1.dropped }
        diagnosis.findings = findings
        diagnosis.missing = missing
        for name in without { diagnosis.missing[name] = [day.span] }
        var facts = DayFacts()
        facts.events = 96 * Int64(hubs.count)
        var options = ReportOptions()
        options.isOneOfMany = isOneOfMany
        return DayReport.build(
            day: day, facts: facts, counts: counts, diagnosis: diagnosis, history: history, options: options,
            toolVersion: "1")
    }

    private static func days(_ hubs: [[Numbers]], findings: [Finding] = []) -> [DaySummary] {
        hubs.enumerated().map { position, hubs in
            var summary = DaySummary(report(hubs, findings: findings))
            summary.date = SmallDay.day.date.advanced(byDays: -1 - position).description
            return summary
        }
    }

    private static func finding(_ hub: String) -> Finding {
        Finding(key: "flapping/\(hub)/", kind: .flapping, confidence: .high, hub: hub, headline: hub, deviceCount: 1)
    }

    private static let four: [[Numbers]] = Array(repeating: [("a", 10), ("b", 40)], count: 4)

    @Test func aHubThatWasRemovedLeavesTheOthersTheirComparison() {
        let report = Self.report([("a", 10)], history: Self.days(Self.four))
        #expect(report.verdict.word == .usual)
        #expect(report.verdict.numbers[0].previous == 10)
        #expect(report.verdict.numbers[0].usual == 10)
        #expect(report.changes?.days.count == 4)
    }

    @Test func aHubThatWasAddedIsComparedWithNothingAndTheOthersAsBefore() {
        let report = Self.report([("a", 10), ("b", 40), ("c", 90)], history: Self.days(Self.four))
        #expect(report.verdict.word == .usual)
        #expect(report.verdict.numbers[0].value == 140)
        #expect(report.verdict.numbers[0].usual == 50)
        #expect(report.verdict.numbers[0].tendency == .same)
        #expect(report.verdict.comparedWith.hasSuffix("nothing yet to compare c with"))
    }

    @Test func theDayOnWhichAHubBeginsIsNoMeasureForItsSecond() {
        func before(begins: Instant?) -> [DaySummary] {
            var report = Self.report([("a", 1)])
            report.hubDays[0].begins = begins
            var summary = DaySummary(report)
            summary.date = SmallDay.day.date.advanced(byDays: -1).description
            return [summary]
        }
        let afternoon = SmallDay.day.span.start.advanced(bySeconds: -36_000)
        #expect(before(begins: nil)[0].mark(of: "a")?.isComplete == true)
        #expect(before(begins: afternoon)[0].mark(of: "a")?.isComplete == false)
        #expect(Self.report([("a", 20)], history: before(begins: nil)).verdict.numbers[0].previous == 1)
        let report = Self.report([("a", 20)], history: before(begins: afternoon))
        #expect(report.verdict.numbers[0].previous == nil)
        #expect(report.verdict.word != .worse)
    }

    @Test func aHubThatIsWorseMakesTheDayWorseAlsoWhereTheSumIsNot() {
        let history = Self.days(Array(repeating: [("a", 10), ("b", 400)], count: 3))
        let report = Self.report([("a", 30), ("b", 390)], history: history)
        #expect(report.verdict.numbers[0].tendency == .same)
        #expect(report.verdict.word == .worse)
        #expect(report.verdict.headline == "Worse than usual: a")
    }

    /// Of ten a root is 3: 19 are within three of them, 20 are not.
    @Test(arguments: [(19, Verdict.Word.usual), (20, .worse)])
    func oneHubOfManyIsWorseOnlyBeyondChance(dropped: Int, word: Verdict.Word) {
        let history = Self.days(Array(repeating: [("a", 10), ("b", 400)], count: 3))
        #expect(Self.report([("a", dropped), ("b", 400)], history: history).verdict.word == word)
    }

    @Test func whatOneHubLacksMarksNoOther() {
        let report = Self.report([("a", 10)], without: ["b"], history: Self.days(Self.four))
        #expect(report.verdict.word == .incomplete)
        #expect(report.verdict.headline == "No data from b")
        #expect(report.verdict.numbers[0].tendency == .same)
        #expect(report.hubVerdicts.map(\.hub) == ["a", "b"])
        #expect(report.hubVerdicts.map(\.word) == [.usual, .noData])
        #expect(report.hubVerdicts.map(\.isComplete) == [true, false])
        // Ten and forty devices are usual; nothing is known of the second hub's day.
        #expect(report.hubVerdicts.map { $0.numbers[0].value } == [10, nil])
        #expect(report.hubVerdicts.map { $0.numbers[0].usual } == [10, 40])
    }

    @Test func hubsWithoutDataAreNamedWhateverElseTheDayIs() {
        let worse = Self.report([("a", 30)], without: ["b"], history: Self.days(Self.four))
        #expect(worse.verdict.headline == "Worse than usual: a; no data from b")
        let of = Self.report([("a", 10)], without: ["b", "c"], history: Self.days(Self.four))
        #expect(of.verdict.headline == "No data from 2 of 3 hubs")
    }

    /// What is left of a day that lacks twelve hours or more is no verdict on it.
    @Test(arguments: [(Int64(43_199), Verdict.Word.trouble), (43_200, .incomplete)])
    func aHubThatMissesHalfOfTheDayIsIncomplete(seconds: Int64, word: Verdict.Word) {
        let start = SmallDay.day.span.start
        let gap = TimeWindow(from: start, to: start.advanced(bySeconds: seconds))
        let report = Self.report([("a", 10), ("b", 40)], missing: ["b": [gap]], findings: [Self.finding("b")])
        #expect(report.hubVerdicts.map(\.word) == [.calm, word])
    }

    /// Devices that went down in the gap and stayed so have no record of the day after.
    @Test(arguments: [(Int64(0), Measure.Tendency?.none), (Int64(-1), .better)])
    func afterAGapNothingIsBetterThatDependsOnWhoWasDown(endsAfter seconds: Int64, tendency: Measure.Tendency?) {
        var history = Self.days(Self.four)
        let start = SmallDay.day.span.start
        let span = InputReport.MissingSpan(
            hub: "a", start: start.advanced(bySeconds: -7200), end: start.advanced(bySeconds: seconds))
        for position in history.indices {
            for hub in (history[position].hubDays ?? []).indices {
                history[position].hubDays?[hub].downtimeSeconds = 360_000
            }
        }
        history[0].missingSpans = [span]
        let report = Self.report([("a", 2), ("b", 40)], history: history)
        #expect(report.hubVerdicts[0].numbers.map(\.tendency)[0] == .better)
        #expect(report.hubVerdicts[0].numbers.map(\.tendency)[1] == tendency)
        #expect(report.verdict.numbers[1].tendency == tendency)
    }

    @Test func aHubWithoutDataIsNoDayOfItsOwnLater() {
        let report = Self.report([("a", 10)], without: ["b"], history: Self.days(Self.four))
        #expect(DaySummary(report).hubDays?.map(\.hub) == ["a"])
    }

    @Test func aHubAloneIsComparedWithItsOwnPartOfTheDays() throws {
        let days = Self.days(Self.four, findings: [Self.finding("a"), Self.finding("b")])
        let parts = days.compactMap { $0.part(of: "b") }
        let report = Self.report([("b", 90)], history: parts)
        #expect(report.verdict.numbers[0].usual == 40)
        #expect(parts.map { $0.findings?.map(\.hub) } == Array(repeating: ["b"], count: 4))
        #expect(report.dayBefore == nil)
        #expect(days[0].part(of: "c") == nil)
    }

    /// Of ten a root is 3: 19 are within three of them.
    @Test func aHubsOwnPageIsNoWorseThanItsRowAmongOthers() {
        let parts = Self.days(Array(repeating: [("a", 10), ("b", 400)], count: 3)).compactMap { $0.part(of: "a") }
        #expect(Self.report([("a", 19)], history: parts).verdict.word == .worse)
        #expect(Self.report([("a", 19)], history: parts, isOneOfMany: true).verdict.word == .usual)
        #expect(Self.report([("a", 20)], history: parts, isOneOfMany: true).verdict.word == .worse)
    }

    @Test func theDayAfterComparesWithTheHubsThatWereComplete() {
        var before = DaySummary(Self.report([("a", 12)], without: ["b"]))
        before.date = SmallDay.day.date.advanced(byDays: -1).description
        let report = Self.report([("a", 10), ("b", 40)], history: [before])
        #expect(report.verdict.numbers[0].previous == 12)
        #expect(report.verdict.numbers[0].tendency == .same)
    }

    @Test func aFindingIsNewToAHubWhateverAnotherHubHad() {
        let history = Self.days([[("a", 1), ("b", 1)]], findings: [Self.finding("a")])
        let states = Self.report([("a", 1), ("b", 1)], history: history, findings: ["a", "b"].map(Self.finding))
            .findings
        #expect(states.map(\.state) == [.known, .new])
        // Of a hub that was not there, nothing can be new.
        #expect(Self.report([("c", 1)], history: history, findings: [Self.finding("c")]).findings[0].state == nil)
    }

    @Test func findingsOfAHubThatIsGoneHaveNotRecovered() {
        let history = Self.days([[("a", 1), ("b", 1)]], findings: ["a", "b"].map(Self.finding))
        #expect(Self.report([("a", 1)], history: history).recovered.map(\.hub) == ["a"])
        let blind = Self.report([("a", 1)], without: ["b"], history: history)
        #expect(blind.recovered.map(\.hub) == ["a"])
        #expect(blind.findingsCarried.map(\.hub) == ["b"])
    }

    @Test func codesVanishAndAppearWithTheHubsThatAreComparedAlone() {
        let history = Self.days(Self.four)
        #expect(Self.report([("c", 5)], history: history).changes == nil)
        #expect(Self.report([("a", 5), ("c", 5)], history: history).changes?.newCodes == [])
        #expect(Self.report([("a", 5)], history: history).changes?.vanishedCodes == [])
    }
}
