extension Catalogue {
    /// The columns that `explain` fills.
    package static let explanationWidth = 78

    /// The text of `hubdrops explain CODE`: lines of at most 78 columns, except addresses that are longer.
    ///
    /// - Parameters:
    ///   - code: a number, a name, `(none)`, or a class such as `500xxx`.
    ///   - description: what the log calls it.
    package func explain(_ code: String, description: String = "") -> String {
        Explanation(of: entry(for: code, description: description)).text
    }
}

/// An entry of the catalogue as plain text, the operator's own advice first.
private struct Explanation {
    private let entry: CatalogueEntry
    private var lines: [String] = []

    init(of entry: CatalogueEntry) {
        self.entry = entry
        title()
        ownAdvice()
        section("What it means", entry.cause)
        if !entry.reportedAs.isEmpty {
            section("The log calls it", PlainText.harmless(entry.reportedAs))
        }
        section("Whose fault", entry.faultsInWords)
        section("Does it pass by itself?", entry.transient)
        section("In the Connections log", entry.isKnown ? entry.inConnections.rawValue : ConnectionsUse.notKnown)
        pictures()
        steps("What to do", entry.resolution)
        if !entry.otherSteps.isEmpty { steps("If that did not help", entry.otherSteps) }
        links()
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    private mutating func title() {
        add(PlainText.harmless(entry.code + " " + entry.name), first: "", next: "")
        add(entry.headline, first: "", next: "")
        if !entry.aliases.isEmpty {
            add("Also written: " + entry.aliases.joined(separator: ", "), first: "", next: "")
        }
        if !entry.isKnown {
            lines.append("")
            add(
                "What follows goes by the first digits: no page known to hubdrops describes the code itself.",
                first: "", next: "")
        }
    }

    private mutating func ownAdvice() {
        guard entry.ownAdvice != nil || entry.runbook != nil else { return }
        heading("Your own advice")
        if let advice = entry.ownAdvice { add(advice, first: "  ", next: "  ") }
        if let runbook = entry.runbook { add("Runbook: " + runbook, first: "  ", next: "  ") }
    }

    private mutating func pictures() {
        guard !entry.pictures.isEmpty else { return }
        heading("Which picture is it?")
        for (letter, picture) in zip("abcdefgh", entry.pictures) {
            add(picture.when, first: "  (\(letter)) ", next: "      ")
            add(picture.meaning, first: "      Means: ", next: "             ")
            add(picture.action, first: "      Do:    ", next: "             ")
        }
    }

    private mutating func steps(_ title: String, _ steps: [String]) {
        heading(title)
        for (number, step) in zip(1..., steps) {
            let mark = "  \(number). "
            add(step, first: mark, next: String(repeating: " ", count: mark.count))
        }
    }

    private mutating func links() {
        heading("Read more")
        for reference in entry.references {
            lines.append("  " + reference.title)
            lines.append("    " + reference.address)
        }
    }

    private mutating func section(_ title: String, _ text: String) {
        heading(title)
        add(text, first: "  ", next: "  ")
    }

    private mutating func heading(_ title: String) {
        lines.append("")
        lines.append(title)
    }

    private mutating func add(_ text: String, first: String, next: String) {
        lines += PlainText.wrapped(text, width: Catalogue.explanationWidth, first: first, next: next)
    }
}
