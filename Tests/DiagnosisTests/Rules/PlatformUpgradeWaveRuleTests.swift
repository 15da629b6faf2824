import Testing

@testable import Diagnosis

@Suite struct PlatformUpgradeWaveRuleTests {
    @Test func upgradeCodesOnManyDevicesAreAnUpgrade() {
        let day = fleet([("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4)], code: "400029").analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.platformUpgrade])
    }

    /// Each drop has both records: no more upgrade than service.
    @Test func asManyServiceCodesAreNoUpgrade() {
        let prefixes = [("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4)]
        var lines = fleet(prefixes, code: "400029")
        for place in 0..<3 {
            for number in 0..<4 {
                lines.add(
                    "10:0\(number):\(two(number + 20)) d\(place)-\(number) disconnect 500001 ip=\(prefixes[place].0)")
            }
        }
        let day = lines.analysed()
        #expect(!day.diagnosis.incidents.isEmpty)
        #expect(day.diagnosis.incidents.allSatisfy { $0.kind == .serviceIncident })
    }
}
