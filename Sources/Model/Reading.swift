/// A record, row or line that could not be read.
///
/// It is kept, counted and shown, and it never stops a run.
package struct Rejection: Hashable, Sendable, Codable {
    /// Most bytes of a rejected text that are kept.
    package static let mostBytesKept = 512
    /// How many bytes of it to give: a secret that begins among those that are kept must be seen whole to be known.
    package static let mostBytesSeen = 1536

    /// 1 for the first line of the file (after decompression); 0 where the fault is the file's as a whole.
    package let line: Int
    /// What was expected and what was found, in one lower-case clause.
    package let reason: String
    /// The beginning of the rejected text, invalid UTF-8 replaced, secrets masked, cut at `mostBytesKept`.
    package let text: String

    package init(line: Int, reason: String, text: String) {
        self.line = line
        self.reason = reason
        var kept = Secrets.masked(text)
        while kept.utf8.count > Rejection.mostBytesKept { kept.removeLast() }
        self.text = kept
    }
}

extension Rejection {
    /// What stands between a reason and the text that was found.
    private static let mark = "; found \""
    /// Most characters of it that are shown.
    private static let mostCharactersFound = 40

    /// The end of a reason that shows what stands in a field: without secrets, on one line, and cut.
    package static func found(_ text: String, in field: String) -> String {
        let shown = Secrets.masked(text).prefix(mostCharactersFound + 1)
        let isCut = shown.count > mostCharactersFound
        let words = shown.prefix(mostCharactersFound).map { isShown($0) ? $0 : " " }
        return mark + String(words) + (isCut ? "…" : "") + "\" in " + field
    }

    /// Whether a character changes nothing around it on a terminal.
    private static func isShown(_ character: Character) -> Bool {
        character != "\""
            && character.unicodeScalars.allSatisfy { scalar in
                ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            }
    }

    /// The reason without the text that was found, which may be a name that nobody can know.
    package var reasonWithoutFound: String {
        reason.firstRange(of: Rejection.mark).map { String(reason[..<$0.lowerBound]) } ?? reason
    }

    private enum CodingKeys: String, CodingKey {
        case line, reason, text
    }

    /// Cut and without secrets, whoever wrote it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            line: try fields.decode(Int.self, forKey: .line), reason: try fields.decode(String.self, forKey: .reason),
            text: try fields.decode(String.self, forKey: .text))
    }
}

/// The forms in which the logs reach an operator; found by content, never by name.
package enum LogFormat: String, Sendable, CaseIterable, Codable {
    /// One record a line: storage export, Event Hub messages, Data Export.
    case jsonLines = "json-lines"
    /// Any other sequence of JSON values: `{"records":[…]}`, arrays, pretty-printed values.
    case json = "json"
    /// `{"tables":[…]}` of the Log Analytics query API, or Kusto's forms of it.
    case queryResult = "query-result"
    /// `az monitor log-analytics query -o json`: a flat array of objects of strings.
    case flatArray = "flat-array"
    /// The CSV export of the portal.
    case csv = "csv"
    /// An Avro container, as Event Hubs Capture writes it.
    case avro = "avro"
    /// Nothing in it, or nothing but white space.
    case empty = "empty"
    /// Something else of the operator's that was recognised, such as an export of the registry.
    case stranger = "stranger"
    /// None of the above.
    case unknown = "unknown"
}

/// What reading one file gave.
package struct ReadingSummary: Sendable, Equatable, Codable {
    package var format: LogFormat = .empty
    package var isCompressed = false
    /// Bytes read from the file itself (compressed bytes of a gzip file).
    package var bytes: Int64 = 0
    /// Line feeds met, plus one for an unterminated last line.
    package var lines: Int64 = 0
    /// Records of any category that were understood as records, rejected ones not included.
    package var records: Int64 = 0
    /// Records of category Connections that became events, duplicates included.
    package var events: Int64 = 0
    /// Records of other categories, counted and skipped.
    package var otherCategories: Int64 = 0
    /// Records of category Connections whose operation is none that is known, by its name; counted and skipped.
    package private(set) var otherOperations: [String: Int64] = [:]
    /// Lines, rows or records that could not be read.
    package var rejected: Int64 = 0
    /// Offset just after the last complete line, from which a grown file can be read on; nil where the format or
    /// the compression does not allow it, or where the file ends in an unterminated line.
    package var resumeOffset: Int64?
    /// Lines before `resumeOffset`.
    package var resumeLine: Int64 = 0
    /// What a stranger is and what to do with it, in one clause; empty for anything else.
    package var stranger = ""
    /// Suspicions that belong in the report: a partial error of the query API, a row count at a known limit, an
    /// incomplete download.
    package var warnings: [String] = []

    package init() {}

    /// Most names of operations that are told apart, and most bytes of one.
    private static let mostOperations = 20
    private static let mostBytesOfOperation = 128

    /// Counts a record by the name of its operation, secrets masked.
    package mutating func count(otherOperation name: String) {
        var name = Secrets.masked(name)
        while name.utf8.count > ReadingSummary.mostBytesOfOperation { name.removeLast() }
        let isFull = otherOperations.count >= ReadingSummary.mostOperations
        otherOperations[otherOperations[name] == nil && isFull ? "others" : name, default: 0] += 1
    }
}
