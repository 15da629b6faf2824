import Testing

@testable import Diagnosis

@Suite struct PlatformUpgradeRuleTests {
    @Test(arguments: [
        ("400029", 30, Cause.platformUpgrade), ("500001", 30, .platformUpgrade), ("500001", 900, .serviceIncident),
    ])
    func aCodeOfTheServiceIsAnUpgradeUnlessItTakesLong(code: String, back: Int, expected: Cause) {
        #expect(singleDrop(code, back: back).causes("pump-1") == [expected])
    }

    @Test(arguments: [("500001", Confidence.medium), ("503003", .low), ("504000", .low)])
    func aBusyServiceLooksLikeAnUpgradeOfANode(code: String, expected: Confidence) {
        #expect(singleDrop(code, back: 30).confidences("pump-1") == [expected])
    }
}
