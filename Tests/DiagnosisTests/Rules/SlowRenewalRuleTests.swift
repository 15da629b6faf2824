import Testing

@testable import Diagnosis

@Suite struct SlowRenewalRuleTests {
    /// A Node.js client renews after 45 minutes.
    private func analysed(back: Int, count: Int) -> Analysed {
        log(rhythm("pump-1", from: 3600, period: 2700, back: back, count: count, sdk: "node")).analysed()
    }

    private func found(_ day: Analysed) -> Finding? { day.diagnosis.findings.first { $0.kind == .slowRenewal } }

    @Test func twoRenewalsThatTakeLongerThanAMinuteAreAFinding() {
        let day = analysed(back: 90, count: 2)
        #expect(found(day)?.evidence == ["pump-1: 2 renewals took longer than a minute, median 1 min 30 s"])
        #expect(day.causes("pump-1") == [.networkLoss, .networkLoss], "not benign")
    }

    @Test func oneSlowRenewalIsNone() {
        #expect(found(analysed(back: 90, count: 1)) == nil)
    }

    @Test func aMinuteIsStillARenewalAndOneSecondMoreIsSlow() {
        let minute = analysed(back: 60, count: 2)
        #expect(found(minute) == nil)
        #expect(minute.causes("pump-1") == [.tokenRenewal, .tokenRenewal])
        #expect(found(analysed(back: 61, count: 2)) != nil)
    }

    @Test func aSlowRenewalIsNotBenign() {
        let day = log(
            rhythm("pump-1", from: 0, period: 2880, count: 5, sdk: "c")
                + rhythm("pump-1", from: 14_415, period: 2880, back: 200, count: 2, sdk: "c")
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5) + [.networkLoss, .networkLoss])
        #expect(day.diagnosis.findings.contains { $0.kind == .slowRenewal && $0.devices == ["pump-1"] })
    }
}
