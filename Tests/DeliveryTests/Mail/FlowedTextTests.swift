import Foundation
import Testing

@testable import Delivery

@Suite struct FlowedTextTests {
    /// As a reader joins the lines again: RFC 3676, section 4.
    private func joined(_ text: String) -> String {
        var paragraphs = [""]
        for line in text.components(separatedBy: "\n").dropLast() {
            let line = line.hasPrefix(" ") ? String(line.dropFirst()) : line
            paragraphs[paragraphs.count - 1] += line
            if !line.hasSuffix(" ") { paragraphs.append("") }
        }
        return paragraphs.dropLast().joined(separator: "\n") + "\n"
    }

    @Test(arguments: [
        "short\n", String(repeating: "word ", count: 60) + "end\n", "> looks like a quotation\n", "From here\n",
        "  indented\n",
        String(repeating: "x", count: 200) + "\n", "one\n\ntwo\n", "a    b" + String(repeating: " c", count: 60) + "\n",
    ])
    func linesJoinToTheSameParagraphs(text: String) {
        #expect(joined(FlowedText.lines(of: text)) == text)
    }

    @Test func noLineIsWiderThanATerminalUnlessOneWordIs() {
        let text = FlowedText.lines(of: String(repeating: "seven77 ", count: 200) + "end\n")
        #expect(text.components(separatedBy: "\n").allSatisfy { $0.count <= 73 })
    }

    @Test(arguments: [">", "From "])
    func whatWouldReadAsAQuotationOrAMailboxGetsABlank(start: String) {
        #expect(FlowedText.lines(of: start + "x\n") == " \(start)x\n")
    }

    @Test func aLineIsFilledToItsWidth() {
        let filled = String(repeating: "a", count: 35) + " " + String(repeating: "b", count: 36)
        #expect(FlowedText.lines(of: filled + " c\n") == filled + " \nc\n")
    }

    @Test func aLineThatFitsKeepsItsBlanks() {
        #expect(FlowedText.lines(of: "a     b\n") == "a     b\n")
    }

    @Test func aLineNeverGoesOnByAccident() {
        #expect(FlowedText.lines(of: "the end \nnext\n") == "the end\nnext\n")
    }
}
