import Foundation
import Testing

@testable import Diagnosis

/// One rule is one file, one type, one name and one file of tests.
@Suite struct RuleFilesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Files that say in their name that they are a rule; `FindingRule` is what rules of findings conform to.
    private static func ruleFiles() throws -> [URL] {
        let room = root.appending(path: "Sources/Diagnosis")
        let files = try #require(FileManager.default.enumerator(at: room, includingPropertiesForKeys: nil))
        return files.compactMap { $0 as? URL }
            .filter { $0.lastPathComponent.hasSuffix("Rule.swift") && $0.lastPathComponent != "FindingRule.swift" }
    }

    /// `OldSDKRule` as a page is named: `old-sdk`.
    private static func pageName(_ type: String) -> String {
        type.dropLast("Rule".count).replacing(/([a-z0-9])([A-Z])/) { "\($0.output.1)-\($0.output.2)" }.lowercased()
    }

    @Test func theNameOfARuleIsThatOfItsFileItsTypeAndItsPage() throws {
        let files = try Self.ruleFiles()
        for file in files {
            let name = file.deletingPathExtension().lastPathComponent
            let source = try String(contentsOf: file, encoding: .utf8)
            let types = source.matches(of: /(?m)^(?:enum|struct) (\w+Rule)\b/).map { String($0.output.1) }
            #expect(types == [name])
            let pages = source.matches(of: /RuleText\(\s*name: "([^"]+)"/).map { String($0.output.1) }
            #expect(pages == [Self.pageName(name)])
        }
        let pages = files.map { Self.pageName($0.deletingPathExtension().lastPathComponent) }
        #expect(pages.sorted() == Playbook.texts.map(\.name).sorted())
    }

    @Test func everyRuleHasItsFileOfTests() throws {
        for file in try Self.ruleFiles() {
            let name = file.deletingPathExtension().lastPathComponent + "Tests.swift"
            let tests = Self.root.appending(path: "Tests/DiagnosisTests/Rules").appending(path: name)
            #expect(FileManager.default.fileExists(atPath: tests.path), "\(name) is missing")
        }
    }
}
