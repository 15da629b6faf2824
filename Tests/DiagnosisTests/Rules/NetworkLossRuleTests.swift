import Testing

@testable import Diagnosis

@Suite struct NetworkLossRuleTests {
    @Test(arguments: ["404104", "499000"])
    func aConnectionThatEndsWithoutAGoodbyeIsANetworkLoss(code: String) {
        #expect(singleDrop(code, back: 30).causes("pump-1") == [.networkLoss])
    }
}
