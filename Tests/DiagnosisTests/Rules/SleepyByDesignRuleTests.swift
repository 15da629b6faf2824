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
}
