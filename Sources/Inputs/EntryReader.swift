/// Goes through the entries of a JSON file of any layout: an array, an object with an array named `value`, one
/// object, or objects one after another, one a line or pretty-printed.
struct EntryReader {
    private let source: InputSource
    private let shape: [String: Shape]
    private let most: Int
    private var json: JSONReader

    /// - Parameters:
    ///   - shape: the members of an entry that are wanted.
    ///   - most: values of one entry that are kept at most; a larger one is bad.
    init(_ source: InputSource, shape: [String: Shape], most: Int = 10_000) throws(InputError) {
        self.source = source
        self.shape = shape
        self.most = most
        json = try JSONReader(source)
    }

    /// Hands over each entry with the line that it begins on, and counts those that are none.
    ///
    /// A break in the JSON of an array ends the reading with an error. Where objects stand one a line, a broken line
    /// is one bad entry, unless no line is right.
    mutating func forEach(
        _ summary: inout InputSummary, _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(InputError) {
        var firstFault: (line: Int, fault: JSONFault)?
        var whole = 0
        do throws(JSONStop) {
            try json.skipByteOrderMark()
            while let first = try json.skipSpace() {
                let line = json.line
                do throws(JSONStop) {
                    try readItem(first, depth: 0, &summary, take)
                    whole += 1
                } catch .fault(let fault) where first == UInt8(ascii: "{") {
                    firstFault = firstFault ?? (json.line, fault)
                    summary.countBad(line: line, "\(fault)")
                    try goOn(after: fault, begunOn: line)
                }
            }
        } catch {
            switch error {
            case .input(let inputError): throw inputError
            case .fault(let fault):
                let place = firstFault ?? (json.line, fault)
                throw .malformed(file: source.name, line: place.line, fault: place.fault)
            }
        }
        if whole == 0, let firstFault {
            throw .malformed(file: source.name, line: firstFault.line, fault: firstFault.fault)
        }
    }

    /// Goes to the next line after a broken one; a value that breaks further down stands on several lines, and then
    /// nothing tells where the next one begins, unless it begins right here.
    private mutating func goOn(after fault: JSONFault, begunOn line: Int) throws(JSONStop) {
        if json.line == line { return try json.skipLine() }
        guard try json.byte() == UInt8(ascii: "{") else { throw .fault(fault) }
    }

    private mutating func readItem(
        _ first: UInt8, depth: Int, _ summary: inout InputSummary,
        _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(JSONStop) {
        switch first {
        case UInt8(ascii: "{"): try readObject(depth: depth, &summary, take)
        case UInt8(ascii: "["): try readArray(depth: depth, &summary, take)
        default:
            let line = json.line
            guard depth > 0 else { throw .fault(.expected("\"{\" or \"[\"")) }
            try json.skipValue()
            summary.countBad(line: line, "expected an object")
        }
    }

    private mutating func readArray(
        depth: Int, _ summary: inout InputSummary, _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(JSONStop) {
        guard depth < 3 else { throw .fault(.tooDeep) }
        guard try json.open(closing: UInt8(ascii: "]")) else { return }
        repeat {
            try readItem(try json.peek(), depth: depth + 1, &summary, take)
        } while try json.more(closing: UInt8(ascii: "]"))
    }

    /// Reads an entry, or the entries of its array `value`.
    private mutating func readObject(
        depth: Int, _ summary: inout InputSummary, _ take: (JSONValue, Int, inout InputSummary) -> Void
    ) throws(JSONStop) {
        let line = json.line
        var budget = EntryBudget(values: most)
        var members: [String: JSONValue] = [:]
        var isContainer = false
        if try json.open(closing: UInt8(ascii: "}")) {
            repeat {
                let name = try json.key()
                if name == "value", try json.peek() == UInt8(ascii: "[") {
                    isContainer = true
                    try readArray(depth: depth + 1, &summary, take)
                } else if let wanted = shape[name] {
                    let value = try json.value(wanted, &budget, depth: 1)
                    if members.updateValue(value, forKey: name) != nil { budget.fault = budget.fault ?? .doubleName }
                } else {
                    try json.skipValue(depth: 1)
                }
            } while try json.more(closing: UInt8(ascii: "}"))
        }
        if isContainer { return }
        if let fault = budget.fault {
            summary.countBad(line: line, fault.rawValue)
        } else {
            take(.object(members), line, &summary)
        }
    }
}
