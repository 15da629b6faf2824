import Testing

@testable import Rendering

@Suite struct ClipTests {
    private func twice(_ text: String) -> String {
        text + text
    }

    @Test func aTextThatFitsInItsEscapedFormStaysWhole() {
        #expect(Clip.clipped("abc", 6, escape: twice) == "abc")
    }

    @Test func aShortTextIsCutWhereItsEscapedFormIsTooLong() {
        #expect(Clip.clipped("abcd", 6, escape: twice) == "ab…")
    }
}
