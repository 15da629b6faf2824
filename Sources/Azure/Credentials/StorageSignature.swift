import Model

/// A shared access signature: the query that opens what it names until it ends (Azure Storage, "Create a service SAS").
struct StorageSignature: Hashable, Sendable {
    let query: String
    /// When it ends; nil where a stored policy of the container says so instead.
    let ends: Instant?

    /// Nil for what is no signature.
    init?(_ text: String) {
        let query = text.hasPrefix("?") ? String(text.dropFirst()) : text
        let pairs = query.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1) }
        func value(_ name: String) -> String? {
            pairs.first { $0.count == 2 && $0[0] == name }.flatMap { String($0[1]).removingPercents() }
        }
        guard value("sig") != nil, query.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 35 }) else { return nil }
        self.query = query
        let written = value("se")
        ends = written.flatMap { Instant(exported: $0) ?? CivilDate($0).map { ReportDay(utc: $0).span.start } }
    }

    /// `(ends 2026-12-01T00:00:00Z)` behind a blank; empty where that is not known.
    var endWords: String { ends.map { " (ends \($0))" } ?? "" }
}
