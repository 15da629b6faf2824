/// What a code says by itself, in the words of its page: one text for reports, incidents, tickets and `explain`.
struct CodeMeaning {
    /// As in `403002 IotHubQuotaExceeded`.
    let name: String
    /// The name, the headline of the page and its first paragraph.
    let sentence: String
    let steps: [String]

    private static let catalogue = Catalogue()

    static func of(_ code: String) -> CodeMeaning {
        let entry = catalogue.entry(for: code)
        return CodeMeaning(
            name: "\(entry.code) \(entry.name)",
            sentence: "\(entry.code) \(entry.name): \(entry.headline). \(entry.cause)",
            steps: entry.resolution)
    }

    /// The meaning of a code that asks for something of its own: a limit of the hub, or a failover.
    ///
    /// What most other codes ask for follows from what happened around them.
    static func own(_ code: String) -> CodeMeaning? {
        CodeClass(code: code) == .throttled || code == "404012" ? of(code) : nil
    }
}
