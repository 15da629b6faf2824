import Testing

@testable import Diagnosis

@Suite struct CleanCloseRuleTests {
    @Test func aDisconnectWithoutACodeIsAGoodbye() {
        #expect(singleDrop("", back: 30).causes("pump-1") == [.cleanClose])
    }

    @Test func anErrorWithoutACodeIsNone() {
        #expect(singleDrop("none", back: 30).causes("pump-1") != [.cleanClose])
    }
}
