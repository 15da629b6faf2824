import Testing

@testable import Diagnosis

@Suite struct IdleTimeoutRuleTests {
    private func found(period: Int, count: Int, code: String = "404104") -> Finding? {
        log(rhythm("pump-1", from: 3600, period: period, back: 90, count: count, code: code)).analysed()
            .diagnosis.findings.first { $0.kind == .idleTimeout }
    }

    @Test func sixDropsAtFourMinutesAreAnIdleTimeout() {
        let finding = found(period: 240, count: 6)
        #expect(finding?.evidence == ["pump-1: 6 of 6 drops at a connection age of 4 min"])
        #expect(found(period: 240, count: 5) == nil)
    }

    @Test func threePercentOfTheRoundValueAreAllowed() {
        #expect(found(period: 247, count: 6) != nil, "3 % of 240 s are 7.2 s")
        #expect(found(period: 248, count: 6) == nil)
        #expect(found(period: 233, count: 6) != nil)
        #expect(found(period: 232, count: 6) == nil)
    }

    @Test func anotherCodeIsNoIdleTimeout() {
        #expect(found(period: 240, count: 6, code: "500001") == nil)
    }

    @Test func aRhythmOfTenMinutesWithNothingButRemoteClosesIsAnIdleTimeout() {
        let day = log(rhythm("pump-1", from: 3600, period: 600, count: 8)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 8))
        #expect(day.diagnosis.findings.contains { $0.kind == .idleTimeout })
    }
}
