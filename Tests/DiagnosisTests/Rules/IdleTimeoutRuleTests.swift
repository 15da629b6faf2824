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

    /// Devices with several SDKs behind one address that are cut at one age, for hours.
    private func carrier(minutes: Int, sdks: [String], beside: String = "") -> Analysed {
        var text = beside
        let count = 60 * 20 / minutes
        for (number, sdk) in sdks.enumerated() {
            text += rhythm(
                "cell-\(number)", from: 600 + number * 200, period: minutes * 60 - 2 + number, back: 9 + number,
                count: count,
                sdk: sdk)
        }
        return log(text).analysed()
    }

    @Test(arguments: [4, 5, 10, 20, 30, 53, 60])
    func oneAgeForSeveralSDKsBehindOneAddressIsAnIdleTimeout(minutes: Int) {
        let day = carrier(minutes: minutes, sdks: ["node", "c", "python", "net"])
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss])
        #expect(day.diagnosis.findings.first { $0.kind == .idleTimeout }?.deviceCount == 4)
    }

    @Test func oneSDKWithOneAgeRenewsAShortToken() {
        let day = carrier(minutes: 30, sdks: ["python", "python", "python", "python"])
        #expect(Set(day.drops.map(\.cause)) == [.tokenRenewal])
    }

    @Test func aFewAmongManyBehindOneAddressAreNotCut() {
        var beside = ""
        for number in 0..<12 {
            beside += rhythm("pump-\(number)", from: 60 * number, period: 2880, count: 20, sdk: "c")
        }
        let day = carrier(minutes: 30, sdks: ["python", "net", "net"], beside: beside)
        #expect(Set(day.drops.map(\.cause)) == [.tokenRenewal])
    }

    @Test func aNodeClientThatIsCutAtOneAgeWithACodeRenewsNothing() {
        let day = log(rhythm("pump-1", from: 600, period: 1800, back: 9, count: 20, sdk: "node")).analysed()
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss])
        let goodbyes = log(rhythm("pump-1", from: 600, period: 1800, back: 9, count: 20, code: "", sdk: "node"))
        #expect(Set(goodbyes.analysed().drops.map(\.cause)) == [.tokenRenewal])
    }

    @Test func aRhythmOfTenMinutesWithNothingButRemoteClosesIsAnIdleTimeout() {
        let day = log(rhythm("pump-1", from: 3600, period: 600, count: 8)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 8))
        #expect(day.diagnosis.findings.contains { $0.kind == .idleTimeout })
    }
}
