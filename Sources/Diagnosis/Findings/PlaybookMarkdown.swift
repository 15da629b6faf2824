import Model

/// The playbook as pages in GitHub's Markdown, made from what the rules say of themselves.
extension Playbook {
    /// Every page by its file name: one for each rule, and `README.md` for all of them.
    package static var pages: [String: String] {
        var pages = ["README.md": index]
        for text in texts { pages[text.name + ".md"] = page(of: text) }
        return pages
    }

    private static func page(of text: RuleText) -> String {
        var blocks = [
            "# " + text.title, text.what.text, "## Why it matters", text.why, "## Trigger", text.thresholds.text,
        ]
        let rows = Threshold.table.filter { $0.rule == text.name }
        if !rows.isEmpty { blocks.append(table(of: rows)) }
        blocks.append("What several rules go by is in [the index](README.md#thresholds-of-several-rules).")
        let steps = text.actions.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
        blocks += ["## What to do", steps, "## Source", text.source]
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static var index: String {
        let rows = texts.map { "| [\($0.title)](\($0.name).md) | \($0.what.text) |" }
        let names = Set(texts.map(\.name))
        return """
            # Playbook

            What hubdrops can say of a day: the causes of single drops first, then incidents, then findings on devices. \
            Each page is the rule's own text; `RECORD=1 swift test --filter PlaybookPagesTests` rewrites them.

            | Rule | What it tells |
            |---|---|

            """ + rows.joined(separator: "\n") + """


                ## Thresholds of several rules

                Every threshold can be set under `thresholds` in the configuration; the appendix of each report lists \
                those in force.


                """ + table(of: Threshold.table.filter { !names.contains($0.rule) }) + "\n"
    }

    private static func table(of thresholds: [Threshold.Definition]) -> String {
        let rows = thresholds.map { row in
            // The unit is always a plural here: a table of defaults is read by columns.
            "| `\(row.name)` | \(Words.number(row.standard)) \(row.unit.label) | \(row.source) |"
        }
        return (["| Threshold | Default | Source |", "|---|---|---|"] + rows).joined(separator: "\n")
    }
}
