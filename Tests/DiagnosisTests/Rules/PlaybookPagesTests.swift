import Foundation
import Testing

@testable import Diagnosis

/// The pages under docs/playbook are the rules' own text; `RECORD=1 swift test --filter PlaybookPagesTests` rewrites them.
@Suite struct PlaybookPagesTests {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/playbook")

    @Test func thePagesAreWhatTheRulesSay() throws {
        let pages = Playbook.pages
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

    @Test func everyThresholdIsOnExactlyOnePage() {
        for threshold in Threshold.allCases {
            #expect(Playbook.pages.values.count { $0.contains("| `\(threshold.name)` |") } == 1, "\(threshold.name)")
        }
    }

    @Test func noCellOfATableIsCut() {
        let rows = Playbook.pages.flatMap { $1.split(separator: "\n").filter { $0.hasPrefix("|") } }
        #expect(!rows.isEmpty)
        for row in rows { #expect([3, 4].contains(row.count { $0 == "|" }), "\(row)") }
    }

    @Test func everyRuleHasItsText() {
        for text in Playbook.texts {
            #expect(!text.what.text.isEmpty && !text.why.isEmpty && !text.thresholds.text.isEmpty)
            #expect(!text.actions.isEmpty)
        }
    }
}
