import Testing

@testable import Diagnosis

@Suite struct DropClassifierTests {
    @Test(arguments: ["400001", "none"])
    func aCodeThatNoRuleKnowsIsNoGuess(code: String) {
        #expect(singleDrop(code, back: 30).causes("pump-1") == [.unknown])
    }
}
