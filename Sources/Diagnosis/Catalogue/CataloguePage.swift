/// One page of docs/codes: all that is known of a code, or of every code that begins with the same digits.
///
/// The pages that people read are what the program is built from. The form is that of docs/codes/404104.md.
struct CataloguePage: Sendable {
    let entry: CatalogueEntry
    /// How rules treat the code; nil where that follows from its first three digits.
    let codeClass: CodeClass?

    /// All pages of a file, one after the other.
    static func all(in text: String, file: String) throws(CataloguePageError) -> [CataloguePage] {
        var lines = PageLines(text, file: file)
        var pages: [CataloguePage] = []
        repeat {
            pages.append(try CataloguePage(&lines))
            try lines.need("")
        } while lines.hasMore
        return pages
    }

    private init(_ lines: inout PageLines) throws(CataloguePageError) {
        try lines.need("<!--")
        let advice = try lines.need("advice: ")
        if let name = lines.take("treated as: ") {
            codeClass = try lines.found(CodeClass.allCases.first { "\($0)" == name }, "a case of CodeClass")
        } else {
            codeClass = nil
        }
        try lines.need("-->")
        let title = try lines.need("# ")
        let (code, name) = try lines.pair(title, " ", "a code and a name")
        try lines.need("")
        let lead = try lines.need("**")
        let (headline, cause) = try lines.pair(lead, ".** ", "**a headline.** and the cause")
        try lines.need("")
        let whose = try lines.need("- **Whose fault:** ")
        let faults = try lines.faults(whose)
        let transient = String(try lines.need("- **Does it pass by itself?** "))
        let use = try lines.need("- **In the Connections log:** ")
        let isKnown = use != ConnectionsUse.notKnown
        let inConnections = isKnown ? ConnectionsUse(rawValue: String(use)) : .plausible
        entry = CatalogueEntry(
            code: code, name: name, headline: headline, cause: cause, shortAdvice: String(advice),
            transient: transient, faults: faults,
            inConnections: try lines.found(inConnections, "one of the sentences of ConnectionsUse"),
            aliases: try lines.aliases(), pictures: try lines.pictures(), resolution: try lines.steps("## What to do"),
            otherSteps: try lines.steps("## If that did not help"), references: try lines.references(),
            isKnown: isKnown)
    }
}

/// A line of the catalogue's pages that is not of the form that they share.
struct CataloguePageError: Error, Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let expected: String

    var description: String { "docs/codes/\(file):\(line): expected \(expected)" }
}

/// The lines of a page, read one after the other.
struct PageLines {
    private let file: String
    private var rest: ArraySlice<Substring>

    init(_ text: String, file: String) {
        self.file = file
        rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    }

    var hasMore: Bool { !rest.isEmpty }

    /// What follows the given start of the next line, if the line begins so; an empty start stands for an empty line.
    mutating func take(_ start: String) -> Substring? {
        guard let line = rest.first, line.hasPrefix(start), !start.isEmpty || line.isEmpty else { return nil }
        rest.removeFirst()
        return line.dropFirst(start.count)
    }

    @discardableResult
    mutating func need(_ start: String) throws(CataloguePageError) -> Substring {
        guard let text = take(start) else {
            rest = rest.dropFirst()
            return try found(nil, start.isEmpty ? "an empty line" : "'\(start)'")
        }
        return text
    }

    /// A value of the line that was read last, or the error that it holds none.
    @discardableResult
    func found<Value>(_ value: Value?, _ expected: String) throws(CataloguePageError) -> Value {
        guard let value else { throw CataloguePageError(file: file, line: rest.startIndex, expected: expected) }
        return value
    }

    func pair(
        _ text: Substring, _ separator: String, _ expected: String
    ) throws(CataloguePageError) -> (String, String) {
        let place = try found(text.firstRange(of: separator), expected)
        return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
    }

    func faults(_ phrase: Substring) throws(CataloguePageError) -> [Fault] {
        var faults: [Fault] = []
        for word in phrase.split(separator: " or ").flatMap({ $0.split(separator: ", ") }) {
            faults.append(try found(Fault.allCases.first { $0.word == word }, "words of Fault, not '\(word)'"))
        }
        return faults
    }

    /// The cells of a row of a table; nil where there is none.
    mutating func cells(_ count: Int) throws(CataloguePageError) -> [Substring]? {
        guard let row = take("| ") else { return nil }
        let cells = row.dropLast(2).split(separator: " | ")
        return try found(cells.count == count ? cells : nil, "\(count) cells")
    }

    fileprivate mutating func aliases() throws(CataloguePageError) -> [String] {
        let aliases = take("- **Also written:** ")?.split(separator: ", ").map(String.init) ?? []
        try need("")
        return aliases
    }

    fileprivate mutating func pictures() throws(CataloguePageError) -> [Picture] {
        guard take("## Which picture is it?") != nil else { return [] }
        for line in ["", "| The log shows | It means | Do |", "|---|---|---|"] { try need(line) }
        var pictures: [Picture] = []
        while let cells = try cells(3)?.map(String.init) {
            pictures.append(Picture(when: cells[0], meaning: cells[1], action: cells[2]))
        }
        try need("")
        return pictures
    }

    fileprivate mutating func steps(_ heading: String) throws(CataloguePageError) -> [String] {
        guard take(heading) != nil else { return [] }
        try need("")
        var steps: [String] = []
        while let step = take("\(steps.count + 1). ") { steps.append(String(step)) }
        try need("")
        return steps
    }

    fileprivate mutating func references() throws(CataloguePageError) -> [Reference] {
        try need("## Read more")
        try need("")
        var references: [Reference] = []
        while let link = take("- [") {
            let (title, address) = try pair(link, "](", "[title](address)")
            references.append(Reference(title: title, address: String(address.dropLast())))
        }
        try found(references.first, "a link")
        return references
    }
}
