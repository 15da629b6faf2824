import Foundation
import Testing

@testable import Diagnosis

/// The pages under docs/codes are the catalogue's own text; `RECORD=1 swift test --filter CodePagesTests` writes them anew.
@Suite struct CodePagesTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/codes")

    @Test func thePagesAreWhatTheCatalogueSays() throws {
        let catalogue = Catalogue()
        var pages = ["README.md": catalogue.markdownIndex()]
        for entry in catalogue.all where catalogue.hasPage(entry) {
            pages[catalogue.pageName(of: entry)] = catalogue.markdown(for: entry)
        }
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            for (name, text) in pages { try Data(text.utf8).write(to: Self.folder.appending(path: name)) }
            Issue.record("written anew, compared with nothing: read the diff, then test without RECORD")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() == pages.keys.sorted())
        for (name, text) in pages {
            let written = String(decoding: try Data(contentsOf: Self.folder.appending(path: name)), as: UTF8.self)
            #expect(written == text, "\(name) is out of date")
        }
    }

    @Test func aHostileDescriptionCannotBreakThePage() {
        let catalogue = Catalogue()
        let page = catalogue.markdown(for: catalogue.entry(for: "400999", description: "<script>|`*_#\n# x"))
        #expect(page.hasPrefix("# 400999 &lt;script&gt;\\|\\`\\*\\_\\# \\# x\n"))
    }

    @Test func noCellOfATableIsCut() {
        let rows = Catalogue().markdownIndex().split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.count > Catalogue().all.count)
        #expect(rows.allSatisfy { $0.count(where: { $0 == "|" }) == 6 })
    }
}
