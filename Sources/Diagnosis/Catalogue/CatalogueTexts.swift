/// The texts of the catalogue, as the pages of docs/codes have them.
///
/// A code that a Connections log can show has a page of its own. `classes.md` has one for each class of codes, which
/// stands in for a code that nobody described. The others have a row of `README.md`, and the rest from their class.
struct CatalogueTexts: Sendable {
    /// What the program was built with; a test proves that all of it can be read.
    static let built = (try? CatalogueTexts(pages: CataloguePages.files)) ?? CatalogueTexts()

    /// Every code that is described, by number, `(none)` last.
    private(set) var entries: [CatalogueEntry] = []
    /// By the digits that the codes share, with an x for each that they do not; `other` for what nobody can read.
    private(set) var classes: [String: CatalogueEntry] = [:]
    /// How rules treat codes, and classes of codes such as `401xxx`, where a page says it.
    private(set) var codeClasses: [String: CodeClass] = [:]

    private init() {}

    init(pages: [(name: String, text: String)]) throws(CataloguePageError) {
        for (name, text) in pages where name != Self.index {
            for page in try CataloguePage.all(in: text, file: name) {
                codeClasses[page.entry.code] = page.codeClass
                if page.entry.isKnown {
                    entries.append(page.entry)
                } else {
                    classes[page.entry.code] = page.entry
                }
            }
        }
        for (name, text) in pages where name == Self.index {
            for row in try CatalogueRow.all(in: text, file: name) where !row.hasPage {
                entries.append(row.entry(of: family(of: row.code)))
            }
        }
        entries.sort { ($0.code == Catalogue.noCode ? "~" : $0.code) < ($1.code == Catalogue.noCode ? "~" : $1.code) }
    }

    private static let index = "README.md"

    /// The class of a code: by three digits, else by its first digit, else the one for what nobody can read.
    func family(of code: String) -> CatalogueEntry {
        let digits = code.utf8.prefix(3)
        let isNumber = digits.count == 3 && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let known = isNumber ? classes[code.prefix(3) + "xxx"] ?? classes[code.prefix(1) + "xxxxx"] : nil
        return known ?? classes["other"] ?? CatalogueEntry(code: "other")
    }
}

/// A row of the table of all codes, in docs/codes/README.md.
struct CatalogueRow: Sendable {
    let code: String
    let hasPage: Bool
    let name: String
    let headline: String
    let faults: [Fault]
    let advice: String
    /// What the row says in a comment that readers do not see: `passes: ` and words where those of the class do not
    /// fit, or that no page of Microsoft's prints the number.
    private let note: Substring?

    static func all(in text: String, file: String) throws(CataloguePageError) -> [CatalogueRow] {
        var lines = PageLines(text, file: file)
        for line in ["# Error codes", "", "What ", "", "| Code | Name |", "|---|"] { try lines.need(line) }
        var rows: [CatalogueRow] = []
        while let cells = try lines.cells(5) {
            let note = cells[4].firstRange(of: " <!-- ")
            rows.append(
                CatalogueRow(
                    code: String(cells[0].drop { $0 == "[" }.prefix { $0 != "]" }), hasPage: cells[0].hasPrefix("["),
                    name: String(cells[1]), headline: String(cells[2]), faults: try lines.faults(cells[3]),
                    advice: String(cells[4][..<(note?.lowerBound ?? cells[4].endIndex)]),
                    note: note.map { cells[4][$0.upperBound...].dropLast(" -->".count) }))
        }
        try lines.need("")
        try lines.found(lines.hasMore ? nil : (), "the end of the file")
        return rows
    }

    func entry(of family: CatalogueEntry) -> CatalogueEntry {
        let source =
            note == "source: SDK"
            ? "Microsoft's page on error codes does not list it; the number is from its SDK or follows from the order there."
            : "Microsoft documents it for other operations than connects and disconnects."
        let passes = note?.hasPrefix("passes: ") == true ? note?.dropFirst("passes: ".count) : nil
        return CatalogueEntry(
            code: code, name: name, headline: headline, cause: headline + ". " + source, shortAdvice: advice,
            transient: passes.map(String.init) ?? family.transient, faults: faults,
            inConnections: .otherOperations, resolution: [advice],
            references: Array(family.references.prefix(1)))
    }
}
