/// Rows of comma-separated values (RFC 4180), safe to open in a spreadsheet.
package enum CSVText {
    /// One row with its line break, which RFC 4180 wants as CR LF; `\n` is what Unix tools read without a stray CR.
    package static func row(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    /// A field, quoted where it must be. One that a spreadsheet would take for a formula begins with an apostrophe
    /// (OWASP, "CSV Injection"); numbers are left as they are.
    package static func field(_ text: String) -> String {
        var text = text
        if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first), Double(text) == nil { text = "'" + text }
        guard text.utf8.contains(where: { ",\"\n\r".utf8.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
