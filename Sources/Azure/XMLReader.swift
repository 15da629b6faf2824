/// Reads XML as servers write it, event by event: elements, attributes, text and the five named entities.
///
/// Strict and bounded: a document type, and with it entities of the document's own, is refused, as are more than 32
/// elements within each other. Comments and processing instructions are passed over.
struct XMLReader {
    enum Event: Hashable {
        case start(String, attributes: [String: String])
        case text(String)
        case end(String)
    }

    private static let mostDepth = 32
    private let bytes: [UInt8]
    private var at = 0
    private var open: [String] = []
    /// The end of an element that was written as empty.
    private var isEmptyElement = false
    private var hasRoot = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { at = 3 }
    }

    /// The next event; nil at the end of a whole document.
    mutating func next() throws(XMLProblem) -> Event? {
        if isEmptyElement {
            isEmptyElement = false
            return .end(open.removeLast())
        }
        while at < bytes.count {
            if bytes[at] != UInt8(ascii: "<") {
                let text = try text()
                if !open.isEmpty { return .text(text) }
                guard text.utf8.allSatisfy({ $0 <= 32 }) else { throw problem("text outside the root") }
            } else if starts("<?") {
                try skip(behind: "?>")
            } else if starts("<!--") {
                try skip(behind: "-->")
            } else if starts("<!") {
                throw problem("a document type or a section of characters")
            } else {
                return starts("</") ? try end() : try start()
            }
        }
        guard open.isEmpty, hasRoot else { throw problem("it ends early") }
        return nil
    }

    private mutating func start() throws(XMLProblem) -> Event {
        at += 1
        guard open.count < XMLReader.mostDepth, !(open.isEmpty && hasRoot) else { throw problem("elements too deep") }
        let name = try name()
        var attributes: [String: String] = [:]
        while true {
            let hadSpace = skipSpace()
            if starts("/>") {
                at += 2
                isEmptyElement = true
                break
            }
            if starts(">") {
                at += 1
                break
            }
            guard hadSpace, attributes.count < 64 else { throw problem("a broken element") }
            let key = try self.name()
            skipSpace()
            guard starts("=") else { throw problem("an attribute without a value") }
            at += 1
            skipSpace()
            guard attributes.updateValue(try quoted(), forKey: key) == nil else { throw problem("an attribute twice") }
        }
        open.append(name)
        hasRoot = true
        return .start(name, attributes: attributes)
    }

    private mutating func end() throws(XMLProblem) -> Event {
        at += 2
        let name = try name()
        skipSpace()
        guard starts(">"), open.last == name else { throw problem("an element that does not end") }
        at += 1
        return .end(open.removeLast())
    }

    private mutating func name() throws(XMLProblem) -> String {
        let first = at
        while at < bytes.count, !" \t\r\n/>=<\"'&".utf8.contains(bytes[at]) { at += 1 }
        guard at > first, at - first <= 256, let name = String(validating: bytes[first..<at], as: UTF8.self) else {
            throw problem("a broken name")
        }
        return name
    }

    private mutating func quoted() throws(XMLProblem) -> String {
        guard starts("\"") || starts("'") else { throw problem("a value without quotes") }
        let quote = bytes[at]
        at += 1
        let first = at
        while at < bytes.count, bytes[at] != quote, bytes[at] != UInt8(ascii: "<") { at += 1 }
        guard at < bytes.count, bytes[at] == quote else { throw problem("a value that does not end") }
        at += 1
        return try decoded(first..<at - 1)
    }

    private mutating func text() throws(XMLProblem) -> String {
        let first = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "<") { at += 1 }
        return try decoded(first..<at)
    }

    /// What entities and the bytes between them stand for.
    private func decoded(_ range: Range<Int>) throws(XMLProblem) -> String {
        var result: [UInt8] = []
        var from = range.lowerBound
        while let sign = bytes[from..<range.upperBound].firstIndex(of: UInt8(ascii: "&")) {
            result += bytes[from..<sign]
            guard let end = bytes[sign..<min(sign + 12, range.upperBound)].firstIndex(of: UInt8(ascii: ";")),
                let character = XMLReader.character(String(decoding: bytes[sign + 1..<end], as: UTF8.self))
            else { throw XMLProblem(words: "an unknown entity", offset: sign) }
            result += Array(String(character).utf8)
            from = end + 1
        }
        result += bytes[from..<range.upperBound]
        guard let text = String(validating: result, as: UTF8.self) else {
            throw XMLProblem(words: "bytes that are not UTF-8", offset: range.lowerBound)
        }
        return text
    }

    private static func character(_ entity: String) -> Unicode.Scalar? {
        switch entity {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        default:
            entity.hasPrefix("#x")
                ? UInt32(entity.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
                : entity.hasPrefix("#") ? UInt32(entity.dropFirst()).flatMap(Unicode.Scalar.init) : nil
        }
    }

    // MARK: Steps

    private func starts(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

    private mutating func skip(behind end: String) throws(XMLProblem) {
        while at < bytes.count {
            if starts(end) {
                at += end.utf8.count
                return
            }
            at += 1
        }
        throw problem("it ends early")
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let first = at
        while at < bytes.count, " \t\r\n".utf8.contains(bytes[at]) { at += 1 }
        return at > first
    }

    private func problem(_ words: String) -> XMLProblem { XMLProblem(words: words, offset: at) }
}
