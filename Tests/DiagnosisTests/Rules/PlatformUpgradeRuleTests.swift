import Testing

@testable import Diagnosis

@Suite struct PlatformUpgradeRuleTests {
    @Test(arguments: [
        ("400029", 30, Cause.platformUpgrade), ("500001", 30, .platformUpgrade), ("500001", 900, .serviceIncident),
    ])
    func aCodeOfTheServiceIsAnUpgradeUnlessItTakesLong(code: String, back: Int, expected: Cause) {
        #expect(singleDrop(code, back: back).causes("pump-1") == [expected])
    }

    @Test(arguments: [
        ("500001", Cause.platformUpgrade, Confidence.medium), ("503003", .serviceIncident, .low),
        ("504000", .serviceIncident, .low),
    ])
    func onlyInternalErrorsAreTiedToUpgrades(code: String, cause: Cause, confidence: Confidence) {
        #expect(singleDrop(code, back: 30).causes("pump-1") == [cause])
        #expect(singleDrop(code, back: 30).confidences("pump-1") == [confidence])
    }
}
