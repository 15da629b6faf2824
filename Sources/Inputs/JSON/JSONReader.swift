/// Why reading JSON stopped.
enum JSONStop: Error {
    case fault(JSONFault)
    case input(InputError)
}

/// A strict reader of JSON that goes through its source once and never holds more than a piece of it.
struct JSONReader {
    static let mostLevels = 64
    static let mostTextBytes = 1 << 20
    /// RFC 8259 sets no limit to the digits of a number; nobody writes more than this.
    static let mostWordBytes = 4096

    private let pieces: PieceReader
    private var piece: [UInt8] = []
    private var at = 0
    private var hasEnded = false
    /// The text being read, where it has escapes or goes over the end of a piece.
    private var scratch: [UInt8] = []
    /// The line of the next byte, from 1.
    private(set) var line = 1

    init(_ source: InputSource) throws(InputError) {
        pieces = try PieceReader(source)
    }

    // MARK: Bytes

    /// The next byte, or nil at the end.
    @inline(__always)
    mutating func byte() throws(JSONStop) -> UInt8? {
        if at < piece.count { return piece[at] }
        return try refill()
    }

    private mutating func refill() throws(JSONStop) -> UInt8? {
        guard !hasEnded else { return nil }
        at = 0
        do throws(InputError) {
            hasEnded = try !pieces.next(into: &piece)
        } catch {
            throw .input(error)
        }
        if hasEnded { piece = [] }
        return piece.first
    }

    /// The next byte that must be there.
    @inline(__always)
    private mutating func need() throws(JSONStop) -> UInt8 {
        guard let byte = try byte() else { throw .fault(.endsTooEarly) }
        return byte
    }

    /// Goes over white space and counts lines; the byte after it, or nil at the end.
    mutating func skipSpace() throws(JSONStop) -> UInt8? {
        while let byte = try byte() {
            switch byte {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return byte
            }
            at += 1
        }
        return nil
    }

    /// Goes over a byte order mark at the beginning.
    mutating func skipByteOrderMark() throws(JSONStop) {
        for byte in [0xEF, 0xBB, 0xBF] as [UInt8] {
            guard try self.byte() == byte else { return }
            at += 1
        }
    }

    /// Goes behind the next line feed.
    mutating func skipLine() throws(JSONStop) {
        while let byte = try byte() {
            at += 1
            if byte == 0x0A {
                line += 1
                return
            }
        }
    }

    // MARK: Punctuation

    /// The first byte of the next value or mark.
    mutating func peek() throws(JSONStop) -> UInt8 {
        guard let byte = try skipSpace() else { throw .fault(.endsTooEarly) }
        return byte
    }

    /// Steps over a mark.
    mutating func expect(_ mark: Unicode.Scalar) throws(JSONStop) {
        guard try UInt32(peek()) == mark.value else { throw .fault(.expected("\"\(mark)\"")) }
        at += 1
    }

    /// Begins an object or array: true when it has a first member.
    mutating func open(closing: UInt8) throws(JSONStop) -> Bool {
        at += 1
        guard try peek() == closing else { return true }
        at += 1
        return false
    }

    /// After a member: true when another one follows, false when the object or array ended.
    mutating func more(closing: UInt8) throws(JSONStop) -> Bool {
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == closing else {
            throw .fault(.expected("\",\" or \"\(Unicode.Scalar(closing))\""))
        }
        at += 1
        return byte == UInt8(ascii: ",")
    }

    /// A member's name and its colon.
    mutating func key() throws(JSONStop) -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw .fault(.expected("a name in quotes")) }
        let name = try text()
        try expect(":")
        return name
    }

    // MARK: Texts

    /// The text that begins at the quotation mark here.
    mutating func text() throws(JSONStop) -> String {
        guard try gatherText() else { return String(decoding: scratch, as: UTF8.self) }
        guard let text = String(validating: scratch, as: UTF8.self) else { throw .fault(.notUTF8) }
        return text
    }

    /// Steps over the text that begins at the quotation mark here, checking it as strictly as if it were read.
    mutating func skipText() throws(JSONStop) {
        guard try gatherText() else { return }
        guard String(validating: scratch, as: UTF8.self) != nil else { throw .fault(.notUTF8) }
    }

    /// Decodes a text into `scratch`; true when it has bytes beyond ASCII.
    private mutating func gatherText() throws(JSONStop) -> Bool {
        at += 1
        scratch.removeAll(keepingCapacity: true)
        var union: UInt8 = 0
        while true {
            _ = try need()
            let first = at
            while at < piece.count {
                let byte = piece[at]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
                union |= byte
                at += 1
            }
            scratch.append(contentsOf: piece[first..<at])
            guard scratch.count <= JSONReader.mostTextBytes else { throw .fault(.textTooLong) }
            guard at < piece.count else { continue }
            let byte = piece[at]
            guard byte >= 0x20 else { throw .fault(.controlCharacter) }
            at += 1
            if byte == UInt8(ascii: "\"") { return union >= 0x80 }
            try appendEscape()
        }
    }

    private mutating func appendEscape() throws(JSONStop) {
        let letter = try need()
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): scratch.append(contentsOf: Array(try escapedScalar().utf8))
        default: throw .fault(.badEscape)
        }
    }

    private mutating func escapedScalar() throws(JSONStop) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00 else { throw .fault(.loneSurrogate) }
        for mark in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
            guard try need() == mark else { throw .fault(.loneSurrogate) }
            at += 1
        }
        let second = try fourDigits()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw .fault(.loneSurrogate) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONStop) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try need()
            guard byte < 0x80, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .fault(.badEscape)
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    // MARK: Words

    /// `true`, `false`, `null` or a number.
    mutating func word() throws(JSONStop) -> JSONValue {
        scratch.removeAll(keepingCapacity: true)
        while let byte = try byte(), JSONReader.isPartOfWord(byte) {
            scratch.append(byte)
            at += 1
            guard scratch.count <= JSONReader.mostWordBytes else { throw .fault(.expected("a value")) }
        }
        let word = String(decoding: scratch, as: UTF8.self)
        switch word {
        case "true": return .truth(true)
        case "false": return .truth(false)
        case "null": return .null
        case "": throw .fault(.expected("a value"))
        default:
            guard let first = scratch.first, first == UInt8(ascii: "-") || JSONReader.isDigit(first) else {
                throw .fault(.expected("a value"))
            }
            guard JSONReader.isNumber(scratch) else { throw .fault(.badNumber) }
            return .number(word)
        }
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    /// Whether bytes are a number: `-0.5e+3`, without leading zeros.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        func takeDigits() -> Int {
            let count = rest.prefix(while: isDigit).count
            rest.removeFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = takeDigits()
        guard whole > 0, whole == 1 || !startsWithZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits() > 0 else { return false }
        }
        if let exponent = rest.first, exponent | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
