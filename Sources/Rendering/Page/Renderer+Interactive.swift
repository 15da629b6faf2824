import Foundation
package import Report

extension Renderer {
    /// The page of a day or of a hub with the script that sorts and filters its tables.
    ///
    /// All else is the page as it is, so that it can be trusted as much. The policy of the page lets this script run and
    /// no other.
    ///
    /// - Parameter digest: SHA-256 in base64.
    package func interactive(
        _ report: DayReport, links: PageLinks, digest: (String) -> String
    ) throws(TemplateError) -> String {
        let script = "\n" + TableScript.text + "\n"
        return try html(report, links: links)
            .replacing(
                "content=\"default-src 'none'; ",
                with: "content=\"default-src 'none'; script-src 'sha256-\(digest(script))'; ", maxReplacements: 1
            )
            .replacing(
                "This page holds no script and fetches", with: "This page holds one script, for its tables, and fetches"
            )
            .replacing("</body>", with: "<script>\(script)</script>\n</body>")
    }
}
