import Testing

@testable import Diagnosis

@Suite struct PlatformUpgradeRuleTests {
    @Test(arguments: [
        ("400029", 30, Cause.platformUpgrade), ("500001", 30, .platformUpgrade), ("500001", 900, .serviceIncident),
    ])
    func aCodeOfTheServiceIsAnUpgradeUnlessItTakesLong(code: String, back: Int, expected: Cause) {
        #expect(singleDrop(code, back: back).causes("pump-1") == [expected])
    }
}
