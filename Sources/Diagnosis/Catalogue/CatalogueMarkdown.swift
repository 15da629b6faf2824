extension Catalogue {
    /// A page of the playbook for one code, in GitHub's Markdown.
    ///
    /// The operator's own advice stands as written; a name or description that comes from a log is escaped.
    package func markdown(for entry: CatalogueEntry) -> String {
        var blocks = ["# " + Markdown.escaped(entry.code + " " + entry.name), "**\(entry.headline).** " + entry.cause]
        if !entry.isKnown {
            blocks.append("This text goes by the first digits: no page known to hubdrops describes the code itself.")
        }
        if !entry.reportedAs.isEmpty { blocks.append("The log calls it: " + Markdown.escaped(entry.reportedAs)) }
        if entry.ownAdvice != nil || entry.runbook != nil {
            blocks.append("## Your own advice")
            if let advice = entry.ownAdvice { blocks.append(advice) }
            if let runbook = entry.runbook { blocks.append("Runbook: " + runbook) }
        }
        blocks.append(facts(of: entry))
        if !entry.pictures.isEmpty {
            blocks.append("## Which picture is it?")
            let rows = entry.pictures.map { "| \($0.when) | \($0.meaning) | \($0.action) |" }
            blocks.append((["| The log shows | It means | Do |", "|---|---|---|"] + rows).joined(separator: "\n"))
        }
        blocks += ["## What to do", numbered(entry.resolution)]
        if entry.takesOtherSteps {
            blocks += ["## If that did not help", numbered(OtherSteps.steps)]
        }
        blocks += ["## Read more", links(of: entry)]
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// The playbook's first page: every code in one table, linked where it has a page of its own.
    package func markdownIndex() -> String {
        let rows = all.map { entry in
            let code = hasPage(entry) ? "[\(entry.code)](\(pageName(of: entry)))" : entry.code
            let advice = entry.shortAdvice
            return
                "| \(code) | \(Markdown.escaped(entry.name)) | \(entry.headline) | \(entry.faultsInWords) | \(advice) |"
        }
        return """
            # Error codes of IoT Hub

            What `hubdrops explain CODE` knows. Codes that a Connections log can show have a page of their own; the others \
            are documented for other operations. A code that is not here is explained by its first three digits. \
            These pages are the catalogue's own text: `RECORD=1 swift test --filter CodePagesTests` writes them anew.

            | Code | Name | In short | Whose fault | What to do |
            |---|---|---|---|---|

            """ + rows.joined(separator: "\n") + "\n"
    }

    /// Whether the playbook gives this code a page.
    package func hasPage(_ entry: CatalogueEntry) -> Bool {
        entry.inConnections != .otherOperations || ["404103", "409001", "412002", "504101"].contains(entry.code)
    }

    /// The file name of a code's page.
    package func pageName(of entry: CatalogueEntry) -> String {
        entry.code == Self.noCode ? "none.md" : entry.code + ".md"
    }

    private func facts(of entry: CatalogueEntry) -> String {
        var facts = [
            "- **Whose fault:** \(entry.faultsInWords)",
            "- **Does it pass by itself?** \(entry.transient.words)",
            "- **In the Connections log:** \(entry.inConnections.words(isKnown: entry.isKnown))",
        ]
        if !entry.aliases.isEmpty { facts.append("- **Also written:** " + entry.aliases.joined(separator: ", ")) }
        return facts.joined(separator: "\n")
    }

    private func numbered(_ steps: [String]) -> String {
        zip(1..., steps).map { "\($0). \($1)" }.joined(separator: "\n")
    }

    private func links(of entry: CatalogueEntry) -> String {
        let known = [Reference(title: "Microsoft on this code", address: entry.link)] + entry.references
        let other = entry.takesOtherSteps ? OtherSteps.references.filter { !known.contains($0) } : []
        return (known + other).map { "- [\($0.title)](\($0.address))" }.joined(separator: "\n")
    }
}

private enum Markdown {
    /// A text as itself: every character that Markdown or HTML could take for its own is escaped.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in PlainText.harmless(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!": result += "\\" + String(character)
            default: result.append(character)
            }
        }
        return result
    }
}
