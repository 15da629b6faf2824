import Yams

/// A walk over the nodes of one file that collects what is wrong.
struct YAMLVisitor {
    let file: String
    /// The folder that relative paths start from, empty for the working directory.
    let folder: String
    private(set) var problems: [ConfigurationProblem] = []

    /// Most entries of one list or mapping.
    static let mostEntries = 10_000

    mutating func report(_ message: String, at node: Node) {
        report(message, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    mutating func report(_ message: String, line: Int, column: Int) {
        problems.append(ConfigurationProblem(file: file, line: line, column: column, message: message))
    }

    /// The text of a scalar, or nil after saying what was expected instead.
    mutating func text(_ node: Node, expected: String) -> String? {
        switch node {
        case .scalar(let scalar): return scalar.string
        case .sequence: report("expected \(expected), found a list", at: node)
        case .mapping: report("expected \(expected), found a mapping", at: node)
        case .alias: report("expected \(expected), found an alias", at: node)
        }
        return nil
    }

    /// Keys and values of a mapping, each key once; nil after saying what was expected instead.
    mutating func entries(_ node: Node, expected: String) -> [(key: String, keyNode: Node, value: Node)]? {
        guard case .mapping(let mapping) = node else {
            report("expected \(expected)", at: node)
            return nil
        }
        guard mapping.count <= YAMLVisitor.mostEntries else {
            report("more than \(YAMLVisitor.mostEntries) entries", at: node)
            return nil
        }
        var seen: Set<String> = []
        var entries: [(key: String, keyNode: Node, value: Node)] = []
        for (keyNode, value) in mapping {
            guard case .scalar(let scalar) = keyNode else {
                report("a key must be a plain word", at: keyNode)
                continue
            }
            if isForeignTag(keyNode) || isForeignTag(value) { continue }
            guard seen.insert(scalar.string).inserted else {
                report("key \(quoted(scalar.string)) appears more than once", at: keyNode)
                continue
            }
            entries.append((scalar.string, keyNode, value))
        }
        return entries
    }

    /// Whether a value was left out: `mail:` with nothing after it, `~` or `null`.
    static func isAbsent(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Reports a tag such as `!include`: a tag would be an instruction, and this file holds values only.
    private mutating func isForeignTag(_ node: Node) -> Bool {
        let tag = node.tag.description
        guard !tag.hasPrefix("tag:yaml.org,2002:") || tag.contains("/") else { return false }
        report("tag \(quoted(tag)) is not supported", at: node)
        return true
    }
}

/// A text of the file in quotes, control characters replaced, cut to 40 characters: fit for a terminal.
func quoted(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(40) {
        let isPlain = scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
        shown.append(isPlain ? scalar : "\u{FFFD}")
    }
    return "\"" + String(shown) + (text.unicodeScalars.count > 40 ? "…\"" : "\"")
}
