/// What names a context offers: those of an object, and of the elements of its lists.
struct TemplateShape {
    var names: [String: TemplateShape] = [:]
}

extension TemplateShape {
    /// The names that each template which is rendered by itself has in reach, as docs/templates.md lists them.
    ///
    /// A test holds that list against reports in which everything occurs.
    static var documented: [(template: String, shape: TemplateShape)] {
        TemplateReference.files.flatMap { file in
            file.text.split(separator: "\n## `").dropFirst().flatMap { section in
                var lines = section.split(separator: "\n")[...]
                let templates = quoted("`" + (lines.popFirst() ?? ""))
                let shape = TemplateShape(listed: &lines, indent: "")
                return templates.map { ($0, shape) }
            }
        }
    }

    /// - Parameter lines: of a Markdown list, those of this shape first.
    private init(listed lines: inout ArraySlice<Substring>, indent: String) {
        while let line = lines.first, line.hasPrefix(indent + "- ") {
            lines.removeFirst()
            for name in Self.quoted(line) { names[name] = TemplateShape() }
            if line.hasSuffix("`:"), let name = Self.quoted(line).first {
                names[name] = TemplateShape(listed: &lines, indent: indent + "  ")
            }
        }
    }

    /// What stands between back quotes.
    private static func quoted(_ line: some StringProtocol) -> [String] {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}
