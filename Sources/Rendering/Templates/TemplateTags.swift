/// The tags of a Mustache template with the line that each stands on, for checks before anything is rendered.
struct TemplateTag: Equatable {
    enum Kind: Equatable {
        case value, unescaped, section, inverted, close, partial
    }

    let kind: Kind
    let name: String
    let line: Int

    /// All tags in order, comments and set pragmas left out.
    ///
    /// Delimiters other than `{{ }}` are not looked for.
    static func all(in text: String) -> [TemplateTag] {
        var tags: [TemplateTag] = []
        var line = 1
        var rest = text[...]
        while let open = rest.firstRange(of: "{{") {
            line += rest[..<open.lowerBound].count { $0.isNewline }
            rest = rest[open.upperBound...]
            guard let close = rest.firstRange(of: "}}") else { break }
            var inside = String(rest[..<close.lowerBound])
            let start = line
            line += inside.count { $0.isNewline }
            rest = rest[close.upperBound...]
            if inside.first == "{", rest.first == "}" { rest = rest.dropFirst() }
            guard let first = inside.first, first != "!", first != "%" else { continue }
            let kinds: [Character: Kind] = [
                "{": .unescaped, "&": .unescaped, "#": .section, "^": .inverted, "/": .close, ">": .partial,
            ]
            let kind = kinds[first] ?? .value
            if kinds[first] != nil { inside.removeFirst() }
            let name = inside.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            tags.append(TemplateTag(kind: kind, name: name, line: start))
        }
        return tags
    }
}
