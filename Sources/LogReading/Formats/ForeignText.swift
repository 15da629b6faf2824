/// A text that is neither JSON nor a table with a header: which of the outputs for people it is, and the way out.
struct ForeignText {
    private let lines: [Substring]
    private let first: Substring

    init(_ bytes: Bytes, from: Int, to: Int) {
        let text = bytes.slice(from: from, to: min(to, from + 4096)).text
        // A line feed behind a carriage return is one character with it.
        lines = text.split(maxSplits: 20, whereSeparator: \.isNewline).map { $0.trimmedLine }
        first = lines.first ?? ""
    }

    /// One clause; nil for a text of no known kind.
    var reason: String? {
        if first == "null", lines.count == 1 {
            return "null in place of records, as a query that found nothing leaves it"
        }
        if first.isFailure { return "the words of a command that failed in place of its output; run it again" }
        return printed ?? (isWithoutNames ? ForeignText.withoutNames : nil)
    }

    /// The same of what is none whatever the columns are.
    var printed: String? {
        // A line of syslog begins with the number of its priority: `<134>`.
        if first.hasPrefix("<"), let second = first.dropFirst().first, second.isLetter || second == "!" || second == "?"
        {
            return "an HTML or XML page in place of the file, as a failed download leaves it; fetch it again"
        }
        if isPrintedTable { return "a table as az -o table prints it, which leaves columns out; run it with -o json" }
        return isYAML ? "YAML, as az -o yaml prints it; run it with -o json" : nil
    }

    static let withoutNames =
        "values without the names of their columns, as az -o tsv prints them; run it with -o json"

    /// Whether values stand behind tabs, and not parts of JSON.
    var hasTabs: Bool {
        let beginning = first.first { $0 != " " && $0 != "\t" }
        return first.contains("\t") && beginning != "{" && beginning != "["
    }

    static let withoutKnownNames = "a table without the columns that are looked for; export it as JSON (az … -o json)"

    /// Whether lines that follow one another have the same number of separators, as rows of a table do.
    var isTable: Bool {
        guard !first.isFailure else { return false }
        return [",", ";"].contains { (mark: Character) in
            let counts = lines.map { line in line.count { $0 == mark } }
            return zip(counts, counts.dropFirst()).contains { $0 == $1 && $0 > 0 }
        }
    }

    private var isPrintedTable: Bool {
        guard lines.count > 1 else { return false }
        return lines[1].count > 3 && lines[1].allSatisfy { $0 == "-" || $0 == " " } && lines[1].hasPrefix("--")
    }

    private var isYAML: Bool {
        let entry = first == "---" && lines.count > 1 ? lines[1] : first
        return entry.hasPrefix("- ") && entry.contains(": ") || entry.lowercased().hasPrefix("records:")
    }

    private var isWithoutNames: Bool {
        guard first.contains("\t") || first.contains(",") || first.contains(";") else { return false }
        // Names of operations in JSON tell nothing of columns.
        let text = first.prefix { $0 != "{" }.lowercased()
        return ["deviceconnect", "devicedisconnect", "moduleconnect", "moduledisconnect"].contains { text.contains($0) }
    }
}

extension Substring {
    fileprivate var trimmedLine: Substring {
        var line = self
        while let last = line.last, last == "\r" || last == " " { line.removeLast() }
        return line.last == "\r\n" ? line.dropLast() : line
    }

    /// Whether a command says that it failed.
    fileprivate var isFailure: Bool {
        ["ERROR:", "error:", "WARNING:", "Traceback", "(AuthorizationFailed)", "az: "].contains { hasPrefix($0) }
    }
}
