import Foundation
import Report
import Testing

@testable import Rendering

@Suite struct TemplateTests {
    /// A folder with the given files, removed afterwards.
    private func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = NSTemporaryDirectory() + "hubdrops-\(ProcessInfo.processInfo.globallyUniqueString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
        return try body(folder)
    }

    @Test func theBuiltInTemplatesAreTheFilesOfTheFolder() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Templates").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.sorted() == BuiltInTemplates.files.map(\.name).sorted())
        for (name, text) in BuiltInTemplates.files {
            #expect(try String(contentsOfFile: folder + "/" + name, encoding: .utf8) == text)
        }
    }

    @Test func aFileOfTheFolderReplacesTheBuiltInOneAndNoOther() throws {
        let text = try withFolder(["runbook.html": "OWN", "report.md": "{{headline}} of {{hubs}}\n"]) {
            let renderer = try Renderer(templatesFolder: $0)
            #expect(try renderer.html(ExampleDay.report()).contains("OWN"))
            return try renderer.markdown(ExampleDay.report())
        }
        #expect(text == "Worse than usual; 3 matters need you of contoso-prod\n")
    }

    @Test func everyTemplateOfTheProgramCanBeParsed() throws {
        #expect(throws: Never.self) {
            try TemplateSet(folder: nil).prepare(BuiltInTemplates.files.map(\.name))
        }
    }

    @Test func onlyWhatATemplateIncludesIsParsedWithIt() {
        let parts = TemplateParts(files: [
            "a": "{{> b }} {{c}}", "b": "{{#x}}{{>c}}{{/x}}{{>a}}", "c": "{ } {{! >d }}", "d": "",
        ])
        #expect(parts.names(reachedFrom: "a") == ["a", "b", "c"])
        #expect(parts.names(reachedFrom: "d") == ["d"])
    }

    /// Other delimiters, a parent and a name that comes from the report.
    @Test(arguments: ["{{=<% %>=}}<%>b%>", "{{<b}}{{/b}}", "{{>*b}}"])
    func aTemplateThatIncludesInAnotherWayMayIncludeAny(_ text: String) {
        #expect(TemplateParts(files: ["a": text, "b": "", "c": ""]).names(reachedFrom: "a") == ["a", "b", "c"])
    }

    @Test(arguments: ["OWN { a: b; } {c}", "OWN {a} <%b%>", "OWN {a}\n{b}\n"])
    func aTextWithoutTagsIsShownAsItIs(_ text: String) throws {
        let page = try withFolder(["runbook.html": text]) {
            try Renderer(templatesFolder: $0).html(ExampleDay.report())
        }
        #expect(page.contains(text))
    }

    @Test func anUnknownNameIsAFaultWithFileAndLine() throws {
        let faults = try withFolder(["summary.txt": "{{headline}}\n{{#actions}}\n{{headlin}}\n{{/actions}}\n"]) {
            try Renderer(templatesFolder: $0).faults()
        }
        #expect(
            faults.map(\.description) == [
                "summary.txt:3: unknown name 'headlin' in a template; did you mean 'headline'?"
            ])
    }

    @Test func aPartialThatIsNotThereAndAValueWithoutEscapingAreFaults() throws {
        let faults = try withFolder(["summary.txt": "{{> header.txt}}\n{{{headline}}}\n"]) {
            try Renderer(templatesFolder: $0).faults()
        }
        #expect(
            faults == [
                .unknownPartial(file: "summary.txt", line: 1, name: "header.txt"),
                .unescaped(file: "summary.txt", line: 2, name: "headline"),
            ])
    }

    @Test func aTemplateThatCannotBeReadNamesItsLine() throws {
        #expect(throws: TemplateError.self) {
            try withFolder(["report.md": "one\n{{#actions}}\n"]) { _ = try Renderer(templatesFolder: $0) }
        }
    }

    @Test func aValueIsNeverTakenForATemplate() throws {
        let html = try Renderer().html(FixtureDays.hostile())
        #expect(html.contains("{{headline}}"))
    }
}
