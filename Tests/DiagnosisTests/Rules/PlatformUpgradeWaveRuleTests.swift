import Testing

@testable import Diagnosis

@Suite struct PlatformUpgradeWaveRuleTests {
    @Test func upgradeCodesOnManyDevicesAreAnUpgrade() {
        let day = fleet([("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4)], code: "400029").analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.platformUpgrade])
    }
}
