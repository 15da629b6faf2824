import Foundation
import Report
import Testing

@testable import Rendering

@Suite struct EscapeTests {
    @Test func htmlKeepsNoCharacterThatCouldOpenATagOrEndAnAttribute() {
        #expect(Escape.html("<b a='1' c=\"2\">&") == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;")
    }

    @Test(arguments: [("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"), ("\"", "&quot;"), ("'", "&#39;")])
    func oneSuchCharacterIsEnoughForHTML(character: String, escaped: String) {
        #expect(Escape.html("a" + character) == "a" + escaped)
    }

    @Test(arguments: [
        ("\n", "␊"), ("\u{1B}[31m", "␛[31m"), ("\u{7F}", "␡"), ("\u{202E}x", "⟨U+202E⟩x"), ("a\u{200B}b", "a⟨U+200B⟩b"),
        ("\u{85}", "⟨U+0085⟩"), ("\u{3164}", "⟨U+3164⟩"), ("a\u{FE0F}", "a⟨U+FE0F⟩"), ("Grüße 東京", "Grüße 東京"),
    ])
    func whatCannotBeSeenIsMadeVisible(text: String, shown: String) {
        #expect(VisibleText.of(text) == shown)
    }

    @Test(arguments: [
        ("a|b", "a\\|b"), ("99.81 %", "99.81 %"), ("1. one", "1\\. one"), ("#7", "\\#<!-- -->7"),
        ("@who", "\\@<!-- -->who"), ("-x", "\\-x"), ("http://x", "http\\://x"), ("13:07", "13:07"),
        ("0c:ab:07", "0c:<!-- -->ab:07"), ("1:07:40", "1:07:40"), (":100:", ":<!-- -->100:"), ("!12", "\\!12"),
        ("%12", "\\%12"), ("100 %", "100 %"), ("/close", "\\/close"), ("a/b", "a/b"),
    ])
    func markdownIsEscapedNoMoreThanItMust(text: String, escaped: String) {
        #expect(Escape.markdown(text) == escaped)
    }

    @Test(arguments: [
        ("[code]<b>[/CODE]", "[ code]<b>[ /CODE]"), ("[~admin]", "[ ~admin]"), ("<!channel>", "< !channel>"),
        ("<@U1>", "< @U1>"), ("@here", "@ here"), ("ops@example.org", "ops@example.org"), ("a[0]<1>", "a[0]<1>"),
    ])
    func plainTextCallsNobodyAndOpensNoMarkup(text: String, escaped: String) {
        #expect(Escape.plain(text) == escaped)
    }

    /// Every hostile id, through the reference renderer of GitHub-flavoured Markdown, as a cell of the report's table.
    @Test func hostileIdsComeBackAsTheSameTextFromMarkdown() throws {
        let markdown = try Renderer().markdown(FixtureDays.hostile())
        let html = try CommandLineTool.run(
            "cmark-gfm", ["-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tagfilter", "--unsafe"],
            input: markdown)
        let rows = html.components(separatedBy: "<tr>").map(Self.cells).filter {
            $0.count == 7 && $0[1] == "network loss"
        }
        #expect(rows.map { $0[0] } == FixtureDays.hostileIDs.prefix(10).map(VisibleText.of))
        let rejected = html.components(separatedBy: "<tr>").map(Self.cells).filter {
            $0.count == 3 && $0[0].hasSuffix(":1")
        }
        #expect(rejected.map { $0[2] } == FixtureDays.hostileIDs.map(VisibleText.of))
        #expect(!html.contains("<a "))
        #expect(!html.contains("<img"))
        #expect(!html.contains("<script"))
    }

    /// Cell texts of one row, entities resolved, the comments that stand in for nothing taken out.
    static func cells(_ row: String) -> [String] {
        row.components(separatedBy: "<td").dropFirst().map { cell in
            var text = cell.components(separatedBy: "</td>")[0]
            if let end = text.firstIndex(of: ">") { text = String(text[text.index(after: end)...]) }
            text = text.replacingOccurrences(of: "<!-- -->", with: "")
            for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
                text = text.replacingOccurrences(of: entity, with: character)
            }
            return text
        }
    }
}

/// A program of the machine that a test compares with.
enum CommandLineTool {
    static func run(_ name: String, _ arguments: [String], input: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path(name) ?? "/nonexistent")
        process.arguments = arguments
        let file = NSTemporaryDirectory() + "hubdrops-\(ProcessInfo.processInfo.globallyUniqueString)"
        try input.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    private static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
