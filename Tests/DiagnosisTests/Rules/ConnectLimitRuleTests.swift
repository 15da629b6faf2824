import Testing

@testable import Diagnosis

@Suite struct ConnectLimitRuleTests {
    private func found(limit: Double, _ text: String) -> Finding? {
        var settings = AnalysisSettings()
        settings[.connectsPerSecondLimit] = limit
        return log(text).analysed(settings: settings).diagnosis.findings.first { $0.kind == .connectLimit }
    }

    private func connects(_ count: Int, apart seconds: Int = 0) -> String {
        (0..<count).map { "10:00:\($0 * seconds < 10 ? "0" : "")\($0 * seconds) d\($0) connect\n" }.joined()
    }

    @Test func sevenConnectsInASecondAreSeventyPercentOfTen() {
        let finding = found(limit: 10, connects(7))
        #expect(finding?.headline == "up to 7 connects a second, 70 % of the limit")
        #expect(finding?.confidence == .medium, "7 of the 600 that a minute allows")
        #expect(found(limit: 10, connects(6)) == nil)
    }

    @Test func aMinuteCloseToTheLimitIsSure() {
        #expect(found(limit: 1, connects(42, apart: 1))?.confidence == .high, "42 of 60")
        #expect(found(limit: 1, connects(41, apart: 1))?.confidence == .medium, "41 of 60, but 1 of 1 in a second")
    }

    @Test func withoutALimitThereIsSilence() {
        #expect(found(limit: 0, connects(50)) == nil)
    }

    @Test func refusedConnectsDoNotCount() {
        let refused = (0..<7).map { "10:00:00 d\($0) refused 401003\n" }.joined()
        #expect(found(limit: 10, refused) == nil)
    }
}
