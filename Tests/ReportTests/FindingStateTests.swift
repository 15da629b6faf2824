@testable import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct FindingStateTests {
    private static let day = SmallDay.day.date

    private static func finding(
        _ key: String, devices: [String] = ["a"], count: Int? = nil, drops: Int = 10, kind: Finding.Kind = .flapping
    ) -> Finding {
        Finding(
            key: key, kind: kind, confidence: .high, hub: "hub", headline: key, devices: devices,
            deviceCount: count ?? devices.count, drops: drops)
    }

    /// A day before with one finding.
    private static func past(
        _ back: Int, _ key: String, devices: Int = 1, drops: Int = 10, isComplete: Bool = true,
        kind: Finding.Kind = .flapping, needsAction: Bool = true
    ) -> DaySummary {
        var summary = SmallDay.history(dropped: [1])[0]
        summary.date = day.advanced(byDays: -back).description
        summary.isComplete = isComplete
        summary.findings = [
            DaySummary.FindingMark(
                key: key, kind: kind, hub: "hub", headline: "as it was", needsAction: needsAction, deviceCount: devices,
                drops: drops, downtimeSeconds: 0, since: day.advanced(byDays: -9).description)
        ]
        return summary
    }

    private static func states(
        _ findings: [Finding], history: [DaySummary], isComparable: Bool = true, silences: [Silence] = []
    ) -> FindingStates {
        FindingStates(findings, day: day, history: history, isComparable: ["hub": isComparable], silences: silences)
    }

    @Test func withoutADayBeforeThereIsNoState() {
        #expect(Self.states([Self.finding("x")], history: []).findings[0].state == nil)
    }

    @Test func whatNoDayBeforeHadIsNewSinceToday() {
        let finding = Self.states([Self.finding("x")], history: [Self.past(1, "y")]).findings[0]
        #expect(finding.state == .new)
        #expect(finding.since == Self.day.description)
    }

    @Test func aDayWithGapsDoesNotMakeAFindingNew() {
        #expect(
            Self.states([Self.finding("x")], history: [Self.past(1, "y", isComplete: false)]).findings[0].state == nil)
    }

    @Test func whatADayBeforeHadIsKnownSinceItBegan() {
        let finding = Self.states([Self.finding("x")], history: [Self.past(3, "x"), Self.past(1, "y")]).findings[0]
        #expect(finding.state == .known)
        #expect(finding.since == Self.day.advanced(byDays: -9).description)
    }

    @Test(arguments: [(19, FindingState.known), (20, .worse), (25, .worse)])
    func tenDropsAndAQuarterMoreAreWorse(drops: Int, state: FindingState) {
        #expect(Self.states([Self.finding("x", drops: drops)], history: [Self.past(1, "x")]).findings[0].state == state)
    }

    /// Fifteen more than 100 are more than ten, and less than a quarter.
    @Test func tenDropsMoreOfMoreThanFortyAreNotWorse() {
        let history = [Self.past(1, "x", drops: 100)]
        #expect(Self.states([Self.finding("x", drops: 115)], history: history).findings[0].state == .known)
        #expect(Self.states([Self.finding("x", drops: 126)], history: history).findings[0].state == .worse)
    }

    @Test func anIncompleteDayProvesNothingWorse() {
        let history = [Self.past(1, "x", isComplete: false)]
        #expect(Self.states([Self.finding("x", drops: 500)], history: history).findings[0].state == .known)
    }

    @Test func whatTheDayBeforeHadAndThisOneHasNotIsRecovered() {
        let states = Self.states([], history: [Self.past(1, "x")])
        #expect(states.recovered.map(\.key) == ["x"])
        #expect(states.recovered.first?.lastSeen == Self.day.advanced(byDays: -1).description)
    }

    @Test func whatAskedForNothingDoesNotRecover() {
        #expect(Self.states([], history: [Self.past(1, "x", needsAction: false)]).recovered.isEmpty)
    }

    @Test func devicesThatAreNotBackAreTheSameWithAndWithoutHoursWithoutRecords() {
        let history = [Self.past(1, "not-back/hub/missing-hours", kind: .notBack)]
        let states = Self.states([Self.finding("not-back/hub/", kind: .notBack)], history: history)
        #expect(states.findings[0].state == .known)
        #expect(states.recovered.isEmpty)
    }

    @Test func missingInputRecoversNothingAndTheFindingIsCarriedOver() {
        let states = Self.states([], history: [Self.past(1, "x")], isComparable: false)
        #expect(states.recovered.isEmpty)
        #expect(states.carried.map(\.key) == ["x"])
        #expect(states.carried.first?.isCarried == true)
    }

    @Test func anIncidentIsOverWithItsDay() {
        #expect(Self.states([], history: [Self.past(1, "x", kind: .incident)]).recovered.isEmpty)
    }

    private static func silence(_ device: String? = nil, days: Int = 0) -> Silence {
        Silence(
            kind: .flapping, device: device, who: "Ada", why: "known", until: day.advanced(byDays: days))
    }

    @Test func aSilencedFindingIsNoActionAndKeepsItsReason() {
        let states = Self.states([Self.finding("x")], history: [Self.past(1, "x")], silences: [Self.silence()])
        #expect(states.findings[0].state == .silenced)
        #expect(states.findings[0].silence?.who == "Ada")
        #expect(Action.ranked(states.findings, catalogue: Catalogue()).isEmpty)
    }

    @Test func aSilenceHoldsOnItsLastDayAndNoLonger() {
        let history = [Self.past(1, "x")]
        for (days, state) in [(0, FindingState.silenced), (-1, .known)] {
            let silences = [Self.silence(days: days)]
            #expect(Self.states([Self.finding("x")], history: history, silences: silences).findings[0].state == state)
        }
    }

    @Test func whatBecomesWorseIsSaidInSpiteOfItsSilence() {
        let found = Self.states(
            [Self.finding("x", drops: 500)], history: [Self.past(1, "x")], silences: [Self.silence()]
        ).findings
        #expect(found[0].state == .worse)
        #expect(found[0].silence != nil)
        #expect(Action.ranked(found, catalogue: Catalogue()).count == 1)
    }

    @Test(arguments: [
        (["pump-1", "pump-2"], 2, true), (["pump-1", "valve-2"], 2, false), (["pump-1"], 51, false), ([], 0, false),
    ])
    func aDevicePatternHasToFitEveryDevice(devices: [String], count: Int, isCovered: Bool) {
        #expect(Self.silence("pump-?").covers(Self.finding("x", devices: devices, count: count)) == isCovered)
    }

    @Test(arguments: [
        ("*", "", true), ("a*b", "ab", true), ("a*b", "axxbxb", true), ("a*b", "axxbx", false), ("?", "", false),
        ("p-?", "p-7", true), ("p-?", "p-77", false), ("*x*", "axb", true), ("A", "a", false),
    ])
    func patternsAreStarsAndQuestionMarks(pattern: String, text: String, matches: Bool) {
        let silence = Silence(hub: pattern, device: "*", who: "", why: "", until: Self.day)
        var finding = Self.finding("x")
        finding.hub = text
        #expect(silence.covers(finding) == matches)
    }

    @Test func theNextDayKnowsWhatTheDayBeforeFound() throws {
        let report = ExampleDay.report()
        let marks = try #require(DaySummary(report).findings)
        #expect(marks.map(\.key).prefix(5) == report.findings.map(\.key).prefix(5))
        #expect(report.findings.map(\.state) == [.new, .worse, .new, .silenced, .new])
        #expect(report.recovered.map(\.key) == [])
        #expect(marks.last?.key == "flapping:contoso-prod:press-300", "carried: an hour of the day is missing")
    }
}
