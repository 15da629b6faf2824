import Foundation
import Testing

@testable import Rendering
@testable import Report

/// The page with the script for its tables.
@Suite struct InteractivePageTests {
    private static func page() throws -> (plain: String, interactive: String, script: String) {
        let report = ExampleDay.report()
        var digested = ""
        let interactive = try Renderer().interactive(report, links: PageLinks()) { text in
            digested = text
            return "DIGEST"
        }
        return (try Renderer().html(report), interactive, digested)
    }

    @Test func itIsThePageWithOneScriptThatItsPolicyNames() throws {
        let (plain, interactive, script) = try Self.page()
        #expect(!plain.contains("<script"))
        #expect(interactive.components(separatedBy: "<script").count == 2)
        #expect(interactive.contains("default-src 'none'; script-src 'sha256-DIGEST'; style-src"))
        // What the digest is of is what stands between the tags, to the byte.
        #expect(interactive.contains("<script>" + script + "</script>\n</body>"))
        let back = interactive.replacing("<script>" + script + "</script>\n", with: "")
            .replacing(" script-src 'sha256-DIGEST';", with: "")
            .replacing("one script, for its tables, and", with: "no script and")
        #expect(back == plain)
    }

    @Test func theScriptMakesNoMarkupFetchesAndStoresNothing() throws {
        let script = try Self.page().script
        for word in [
            "innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "fetch", "http", "Storage", "cookie",
        ] {
            #expect(!script.contains(word), "\(word)")
        }
        #expect(!script.contains("</script"))
    }
}
