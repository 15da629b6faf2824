import Model
package import Report

extension Renderer {
    /// The page that leads to the report before one.
    ///
    /// - Parameter name: the folder of that report, beside the folder that the page is in; nil where there is none.
    package func previous(_ name: String?) throws(TemplateError) -> String {
        try templates.render("neighbour.html", context: Renderer.neighbour(name, isBefore: true))
    }

    /// The page that leads to the report after one.
    package func next(_ name: String?) throws(TemplateError) -> String {
        try templates.render("neighbour.html", context: Renderer.neighbour(name, isBefore: false))
    }

    /// The names of `neighbour.html`.
    static func neighbour(_ name: String?, isBefore: Bool) -> [String: Any] {
        [
            "title": isBefore ? "Previous report" : "Next report", "name": name.map { [$0] } ?? [],
            "none": isBefore ? "No earlier report" : "No later report yet",
        ]
    }
}
