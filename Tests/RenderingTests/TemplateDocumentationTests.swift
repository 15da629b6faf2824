import Foundation
import Report
import Testing

@testable import Rendering

@Suite struct TemplateDocumentationTests {
    private static let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")
    private static let end = "TemplateDocumentationTests -->\n\n"

    /// RECORD=1 writes the names anew.
    @Test func theReferenceHasTheNamesOfEveryTemplate() throws {
        let file = Self.docs.appending(path: "templates.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: Self.end)).upperBound
        let expected = TemplateExample().markdown
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try (text[..<start] + expected).write(to: file, atomically: true, encoding: .utf8)
            Issue.record("written anew, compared with nothing: read the diff, then test without RECORD")
        } else {
            #expect(String(text[start...]) == expected)
        }
    }

    @Test func theExampleOfACompanyHeaderIsRightAndIsTheOneOfTheText() throws {
        let folder = Self.docs.appending(path: "examples/company-header").path
        let renderer = try Renderer(templatesFolder: folder)
        #expect(renderer.faults() == [])
        #expect(try renderer.html(ExampleDay.report()).contains("<strong>Contoso Pumps, Operations</strong>"))
        let example = try String(contentsOfFile: folder + "/masthead.html", encoding: .utf8)
        let text = try String(contentsOf: Self.docs.appending(path: "templates.md"), encoding: .utf8)
        #expect(text.contains("```html\n" + example + "```"))
    }
}
