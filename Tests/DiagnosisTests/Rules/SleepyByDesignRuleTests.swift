import Testing

@testable import Diagnosis

@Suite struct SleepyByDesignRuleTests {
    private func found(closes: Int, age: Int) -> Finding? {
        log(rhythm("pump-1", from: 3600, period: age, back: 3000, count: closes, code: "")).analysed()
            .diagnosis.findings.first { $0.kind == .sleepyByDesign }
    }

    @Test func sixCleanClosesAfterFiveMinutesAreSleepy() {
        #expect(found(closes: 6, age: 300)?.evidence == ["pump-1: 6 clean closes, median connection 5 min"])
    }

    @Test func fiveClosesOrASecondMoreAreNot() {
        #expect(found(closes: 5, age: 300) == nil)
        #expect(found(closes: 6, age: 301) == nil)
    }

    @Test func aDeviceThatSendsAndClosesIsSleepyAndNoDrop() {
        var text = ""
        for hour in 1...8 { text += "\(two(hour)):00:00 s connect\n\(two(hour)):00:07 s disconnect\n" }
        let day = log(text).analysed()
        #expect(day.hub.drops == 0 && day.hub.cleanCloses == 8 && day.hub.notBack == 0)
        #expect(day.diagnosis.findings.map(\.kind) == [.sleepyByDesign])
        #expect(day.diagnosis.findings.first?.needsAction == false)
    }

    @Test func aSleepyDeviceThatWaitsElevenSecondsIsNotInALoop() {
        var text = ""
        for turn in 0..<12 {
            text += "\(clock(36_000 + turn * 12)) pump-1 connect\n\(clock(36_001 + turn * 12)) pump-1 disconnect\n"
        }
        #expect(log(text).analysed().diagnosis.findings.map(\.kind) == [.sleepyByDesign])
    }
}
