/// What the operator says about one code: it is shown before the catalogue's own words.
package struct CatalogueOverride: Sendable, Equatable, Codable {
    /// The number of the code, `(none)`, or a name.
    package var code: String
    package var advice: String?
    /// The address of a page or document of the operator's own.
    package var runbook: String?

    package init(code: String, advice: String? = nil, runbook: String? = nil) {
        self.code = code
        self.advice = advice
        self.runbook = runbook
    }
}
