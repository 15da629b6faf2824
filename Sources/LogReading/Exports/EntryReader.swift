/// Goes through the entries of a file of any layout: a JSON array, an object with a list named `value` or the like,
/// one object, objects one after another, one a line or pretty-printed; the same as text or base64 in a field of
/// something else; and a table with the names of the members in its first line.
///
/// An entry is read in memory; what is longer than that allows is walked member by member and element by element, so
/// that a long series of small points is no problem.
package final class EntryReader {
    /// An entry as far as it was wanted, or why it could not be understood; with the line that it begins on.
    package enum Entry {
        case value(JSONValue, line: Int)
        case bad(String, line: Int)
    }

    /// Why the file cannot be read on.
    package enum Failure: Error {
        case source(LogReadingError)
        /// The JSON breaks at a line.
        case malformed(line: Int, RejectReason)
        case compression(StreamDefect)
    }

    private let stream: any ByteStream
    let window: InputWindow
    let arena = Arena()
    let shape: [String: Shape]
    private let mostValues: Int
    private let isEntry: (JSONValue) -> Bool
    private var meanings: [String: (shape: Shape?, isList: Bool)] = [:]
    /// How many texts this stands in.
    let depth: Int

    /// Names of members that hold a list of entries: of REST answers, PowerShell, logs, and queries.
    private static let lists: Set<String> = [
        "value", "items", "results", "records", "data", "events", "devices", "values", "tables",
    ]
    static let mostTexts = 3

    /// - Parameters:
    ///   - shape: the members of an entry that are wanted.
    ///   - mostValues: values of one entry that are kept at most; a larger one is bad.
    ///   - isEntry: whether an object is an entry; of another one the texts are looked into.
    package convenience init(
        _ source: LogSource, shape: [String: Shape], mostValues: Int, isEntry: @escaping (JSONValue) -> Bool
    ) throws(LogReadingError) {
        try self.init(source, shape, mostValues, isEntry, depth: 0)
    }

    /// The entries of a text that stands in another reader's file.
    convenience init(inner source: LogSource, of outer: EntryReader) throws(LogReadingError) {
        try self.init(source, outer.shape, outer.mostValues, outer.isEntry, depth: outer.depth + 1)
    }

    private init(
        _ source: LogSource, _ shape: [String: Shape], _ mostValues: Int, _ isEntry: @escaping (JSONValue) -> Bool,
        depth: Int
    ) throws(LogReadingError) {
        stream = try source.openText().stream
        window = InputWindow(stream, piece: 1 << 18)
        self.shape = shape
        self.mostValues = mostValues
        self.isEntry = isEntry
        self.depth = depth
    }

    /// Hands over each entry.
    ///
    /// A break in the JSON of an array ends the reading with an error. Where objects stand one a line, a broken line
    /// is one bad entry, unless no line is right.
    package func forEach(_ take: (Entry) -> Void) throws(Failure) {
        do throws(Failure) {
            try readAll(take)
        } catch {
            // What breaks because its compression does is no news.
            if let defect = stream.defect { throw .compression(defect) }
            throw error
        }
        if let defect = stream.defect { throw .compression(defect) }
    }

    private func readAll(_ take: (Entry) -> Void) throws(Failure) {
        var first: Failure?
        var whole = 0
        try skipByteOrderMark()
        if let mark = try next(), mark != UInt8(ascii: "{"), mark != UInt8(ascii: "[") {
            if try readTable(take) { return }
            if try readLinesOfBase64(take) { return }
            try skipWarnings()
        }
        while let mark = try next() {
            let line = window.line
            do throws(Failure) {
                try readItem(mark, depth: 0, take)
                whole += 1
            } catch .malformed(let at, let reason) where mark == UInt8(ascii: "{") {
                first = first ?? .malformed(line: at, reason)
                take(.bad(reason.text, line: Int(line)))
                // A value that breaks further down stands on several lines, and then nothing says where the next one
                // begins, unless it begins right here.
                if window.line == line {
                    try inWindow { () throws(LogReadingError) in try window.skipLine() }
                } else if window.position == window.bytes.count || window.bytes[window.position] != UInt8(ascii: "{") {
                    throw first ?? .malformed(line: at, reason)
                }
            }
        }
        if whole == 0, let first { throw first }
    }

    private func readItem(_ mark: UInt8, depth: Int, _ take: (Entry) -> Void) throws(Failure) {
        switch mark {
        case UInt8(ascii: "{"): try readObject(depth: depth, take)
        case UInt8(ascii: "["):
            guard depth < 6 else { throw malformed(.tooDeep) }
            try forEachElement { mark throws(Failure) in try readItem(mark, depth: depth + 1, take) }
        default:
            guard depth > 0 else { throw malformed(.notAnObject) }
            let line = Int(window.line)
            try skipValue()
            take(.bad("expected an object", line: line))
        }
    }

    /// Reads an entry, or the entries of a list in it.
    private func readObject(depth: Int, _ take: (Entry) -> Void) throws(Failure) {
        let line = Int(window.line)
        var budget = EntryBudget(values: mostValues)
        var members: [String: JSONValue] = [:]
        var texts: [String] = []
        var columns: [String] = []
        var isContainer = false
        try forEachMember { name, mark throws(Failure) in
            let (wanted, isList) = meaning(of: name)
            // The list that an entry wants for itself, as PowerShell names that of a metric.
            let isOwn = wanted?.isArray == true && !members.isEmpty
            if mark == UInt8(ascii: "["), wanted == nil, name.lowercased() == "columns" {
                columns = try readColumns(&budget)
            } else if mark == UInt8(ascii: "["), wanted == nil, name.lowercased() == "rows", !columns.isEmpty {
                isContainer = true
                try readRows(columns, take)
            } else if isList, !isOwn, mark == UInt8(ascii: "[") || mark == UInt8(ascii: "{") && wanted == nil {
                isContainer = true
                try readItem(mark, depth: depth + 1, take)
            } else if let wanted {
                let value = try readValue(wanted, &budget, depth: 1)
                budget.keep(value, as: name, in: &members)
                if let text = value.text { texts.append(text) }
            } else if mark == UInt8(ascii: "\""), texts.count < EntryReader.mostTexts, mayHoldEntries {
                if let text = try readValue(.scalar, &budget, depth: 1).text { texts.append(text) }
            } else {
                try skipValue()
            }
        }
        if isContainer { return }
        let entry = JSONValue.object(members)
        if budget.problem == nil, !isEntry(entry), readTexts(texts, line: line, take) { return }
        take(budget.problem.map { .bad($0, line: line) } ?? .value(entry, line: line))
    }

    /// The names of a query's columns (Log Analytics and Kusto, "Query response format").
    private func readColumns(_ budget: inout EntryBudget) throws(Failure) -> [String] {
        let column = Shape.object(["name": .scalar, "columnName": .scalar])
        return try readValue(.array(column), &budget, depth: 1).elements.map {
            $0["name"]?.text ?? $0["columnName"]?.text ?? ""
        }
    }

    private func readRows(_ columns: [String], _ take: (Entry) -> Void) throws(Failure) {
        try forEachElement { _ throws(Failure) in
            let line = Int(window.line)
            var budget = EntryBudget(values: mostValues)
            let values = try readValue(.array(.all), &budget, depth: 1).elements
            let problem = budget.problem ?? (values.count == columns.count ? nil : RejectReason.rowLength.text)
            take(problem.map { .bad($0, line: line) } ?? .value(entry(columns, values), line: line))
        }
    }

    /// The shape of a member, and whether it may be a list of entries; entries have the same few names again and again.
    private func meaning(of name: String) -> (shape: Shape?, isList: Bool) {
        if let known = meanings[name] { return known }
        let meaning = (shape: wanted(name, of: shape), isList: EntryReader.lists.contains(name.lowercased()))
        if meanings.count < 256 { meanings[name] = meaning }
        return meaning
    }

    /// Whether the text at the window's position may be JSON, or base64 of it; keys and words are not even read.
    private var mayHoldEntries: Bool {
        let first = window.position + 1
        guard first < window.bytes.count else { return false }
        return window.bytes[first] == UInt8(ascii: "{") || window.bytes[first] == UInt8(ascii: "[")
            || Base64.mayBegin(window.bytes, at: first)
    }

    // MARK: Values

    /// Reads the value at the window's position as far as a shape wants it, and goes behind it.
    private func readValue(_ shape: Shape, _ budget: inout EntryBudget, depth: Int) throws(Failure) -> JSONValue {
        let extent = try extent()
        let mark = window.bytes[window.position]
        if case .broken(.tooLong) = extent, depth < JSONReader.mostLevels {
            if mark == UInt8(ascii: "["), let element = shape.element {
                var elements: [JSONValue] = []
                try forEachElement { _ throws(Failure) in
                    let value = try readValue(element, &budget, depth: depth + 1)
                    if budget.problem == nil { elements.append(value) }
                }
                return .array(elements)
            }
            if mark == UInt8(ascii: "{"), shape.wantsObject {
                var members: [String: JSONValue] = [:]
                try forEachMember { name, _ throws(Failure) in
                    guard let inner = shape.member(name) else { return try skipValue() }
                    let value = try readValue(inner, &budget, depth: depth + 1)
                    budget.keep(value, as: name, in: &members)
                }
                return .object(members)
            }
            try skipLong(depth: depth)
            return .null
        }
        var value = JSONValue.null
        try read(extent) { json throws(RejectReason) in value = try json.value(shape, &budget, depth: depth) }
        return value
    }

    /// Steps over the value at the window's position, checking it as strictly as if it were read.
    private func skipValue() throws(Failure) {
        let extent = try extent()
        if case .broken(.tooLong) = extent { return try skipLong(depth: 1) }
        try read(extent) { json throws(RejectReason) in try json.skipValue() }
    }

    private func skipLong(depth: Int) throws(Failure) {
        guard depth < JSONReader.mostLevels else { throw malformed(.tooDeep) }
        func skip() throws(Failure) {
            let extent = try extent()
            if case .broken(.tooLong) = extent { return try skipLong(depth: depth + 1) }
            try read(extent) { json throws(RejectReason) in try json.skipValue() }
        }
        switch window.bytes[window.position] {
        case UInt8(ascii: "["): try forEachElement { _ throws(Failure) in try skip() }
        case UInt8(ascii: "{"): try forEachMember { _, _ throws(Failure) in try skip() }
        default: throw malformed(.tooLong)
        }
    }

    /// Reads what is in memory from the window's position to a value's end, or to where it breaks.
    private func read(
        _ extent: ValueExtent, _ body: (inout JSONReader) throws(RejectReason) -> Void
    ) throws(Failure) {
        var end = window.bytes.count
        if case .ends(let found) = extent { end = found }
        arena.reset(for: end - window.position)
        var json = JSONReader(window.bytes, from: window.position, to: end, arena: arena)
        do throws(RejectReason) {
            try body(&json)
        } catch {
            window.consume(to: min(json.at, end))
            throw malformed(error)
        }
        if case .broken(let reason) = extent { throw malformed(reason) }
        window.consume(to: json.at)
    }

    // MARK: Structure

    /// Goes through the array at the window's position; the body goes behind each element.
    private func forEachElement(_ body: (_ mark: UInt8) throws(Failure) -> Void) throws(Failure) {
        window.position += 1
        if try need() == UInt8(ascii: "]") {
            window.position += 1
            return
        }
        repeat { try body(try need()) } while try more(closing: UInt8(ascii: "]"))
    }

    /// Goes through the object at the window's position; the body goes behind each member's value.
    private func forEachMember(_ body: (_ name: String, _ mark: UInt8) throws(Failure) -> Void) throws(Failure) {
        window.position += 1
        if try need() == UInt8(ascii: "}") {
            window.position += 1
            return
        }
        repeat {
            guard try need() == UInt8(ascii: "\"") else { throw malformed(.notJSON) }
            var name = ""
            try read(try extent()) { json throws(RejectReason) in name = try json.text().text }
            guard try need() == UInt8(ascii: ":") else { throw malformed(.notJSON) }
            window.position += 1
            try body(name, try need())
        } while try more(closing: UInt8(ascii: "}"))
    }

    private func more(closing: UInt8) throws(Failure) -> Bool {
        let mark = try need()
        guard mark == UInt8(ascii: ",") || mark == closing else { throw malformed(.notJSON) }
        window.position += 1
        guard mark == UInt8(ascii: ","), try need() == closing else { return mark == UInt8(ascii: ",") }
        // A comma before the end means nothing.
        window.position += 1
        return false
    }

    private func need() throws(Failure) -> UInt8 {
        guard let mark = try next() else { throw malformed(.endsTooEarly) }
        return mark
    }

    private func malformed(_ reason: RejectReason) -> Failure { .malformed(line: Int(window.line), reason) }

    // MARK: Bytes

    /// The next byte that is not white space; nil at the end.
    private func next() throws(Failure) -> UInt8? {
        try inWindow { () throws(LogReadingError) in try window.skipSpace() } ? window.bytes[window.position] : nil
    }

    private func extent() throws(Failure) -> ValueExtent {
        try inWindow { () throws(LogReadingError) in try window.extentOfValue() }
    }

    private func skipByteOrderMark() throws(Failure) {
        try inWindow { () throws(LogReadingError) in try window.fill(3) }
        let bytes = window.bytes
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { window.position = 3 }
    }

    func inWindow<Result>(_ body: () throws(LogReadingError) -> Result) throws(Failure) -> Result {
        do throws(LogReadingError) { return try body() } catch { throw .source(error) }
    }
}
