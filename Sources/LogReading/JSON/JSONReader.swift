/// A strict reader of one JSON text (RFC 8259): valid UTF-8, no lone surrogates, no raw control characters.
///
/// Two things it takes that the standard refuses, since writers make them and they have one meaning: a comma behind the last
/// member or element, as templates leave it, and `NaN` and `Infinity`, which Python and pandas write for no value.
///
/// It walks a range of bytes and gives texts as ranges: of the input where nothing is escaped, else of the arena.
struct JSONReader {
    static let mostLevels = 64

    let bytes: Bytes
    let arena: Arena
    var at: Int
    let end: Int

    @inline(__always)
    init(_ bytes: Bytes, from: Int, to: Int, arena: Arena) {
        self.bytes = bytes
        self.arena = arena
        at = from
        end = to
    }

    @inline(__always)
    mutating func skipSpace() {
        while at < end {
            let byte = bytes[at]
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            at &+= 1
        }
    }

    /// The next byte that is not white space.
    @inline(__always)
    mutating func peek() throws(RejectReason) -> UInt8 {
        skipSpace()
        guard at < end else { throw .endsTooEarly }
        return bytes[at]
    }

    /// Steps over one punctuation mark.
    @inline(__always)
    mutating func expect(_ mark: UInt8) throws(RejectReason) {
        guard try peek() == mark else { throw .notJSON }
        at &+= 1
    }

    /// Begins an object or array: true when it has a first member.
    @inline(__always)
    mutating func open(closing: UInt8) throws(RejectReason) -> Bool {
        at &+= 1
        guard try peek() == closing else { return true }
        at &+= 1
        return false
    }

    /// After a member: true when another one follows, false when the object or array ended.
    @inline(__always)
    mutating func more(closing: UInt8) throws(RejectReason) -> Bool {
        let byte = try peek()
        at &+= 1
        if byte == UInt8(ascii: ",") {
            guard try peek() == closing else { return true }
            at &+= 1
            return false
        }
        guard byte == closing else { throw .notJSON }
        return false
    }

    /// A member's name and its colon.
    @inline(__always)
    mutating func key() throws(RejectReason) -> Bytes {
        guard try peek() == UInt8(ascii: "\"") else { throw bytes[at] == UInt8(ascii: "'") ? .singleQuotes : .notJSON }
        let name: Bytes
        if let short = shortText() { name = short } else { name = try text() }
        try expect(UInt8(ascii: ":"))
        return name
    }

    /// The same as `text` of one with up to 15 plain bytes, as most names have; nil, and nothing is read, of any other.
    @inline(__always)
    private mutating func shortText() -> Bytes? {
        let first = at &+ 1
        var stop = first
        let special = specialBytes(bytes.word(at: first))
        if special != 0 {
            stop &+= special.trailingZeroBitCount &>> 3
        } else {
            let special = specialBytes(bytes.word(at: first &+ 8))
            guard special != 0 else { return nil }
            stop &+= 8 &+ special.trailingZeroBitCount &>> 3
        }
        guard stop < end, bytes[stop] == UInt8(ascii: "\"") else { return nil }
        at = stop &+ 1
        return bytes.slice(from: first, to: stop)
    }

    /// The decoded text that begins here with its quotation mark.
    mutating func text() throws(RejectReason) -> Bytes {
        at &+= 1
        let first = at
        try skipPlain()
        if bytes[at] == UInt8(ascii: "\"") {
            at &+= 1
            return bytes.slice(from: first, to: at &- 1)
        }
        let mark = arena.used
        arena.append(bytes, from: first, to: at)
        try appendText(to: end)
        try closeText()
        return arena.bytes(since: mark)
    }

    /// The same without what stands in a range of it, and where that is missing; nil where the range does not begin with
    /// a character.
    mutating func text(without hole: Range<Int>) throws(RejectReason) -> (Bytes, hole: Int)? {
        at &+= 1
        let mark = arena.used
        try appendText(to: hole.lowerBound)
        guard at == hole.lowerBound else { return nil }
        let length = arena.used - mark
        at = hole.upperBound
        try appendText(to: end)
        try closeText()
        return (arena.bytes(since: mark), length)
    }

    /// Decodes up to the closing quotation mark, or to an index if that comes first.
    @inline(__always)
    private mutating func appendText(to stop: Int) throws(RejectReason) {
        while true {
            at = arena.appendSimple(bytes, from: at, to: stop)
            guard at < stop else { return }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") { return }
            try appendCharacter(byte)
        }
    }

    /// Decodes the escape or character that begins here with a byte.
    @inline(__always)
    mutating func appendCharacter(_ byte: UInt8) throws(RejectReason) {
        if byte == UInt8(ascii: "\\") { return try decodeEscape() }
        guard byte >= 0x20 else { throw .controlCharacter }
        let length = byte < 0x80 ? 1 : try bytes.lengthOfCharacter(at: at, end: end)
        arena.append(bytes, from: at, to: at &+ length)
        at &+= length
    }

    @inline(__always)
    private mutating func closeText() throws(RejectReason) {
        guard at < end else { throw .endsInsideText }
        at &+= 1
    }

    /// Steps over a text without decoding it.
    mutating func skipText() throws(RejectReason) {
        at &+= 1
        while true {
            try skipPlain()
            if bytes[at] == UInt8(ascii: "\"") { break }
            _ = try escape()
        }
        at &+= 1
    }

    /// Steps to the next quotation mark or backslash, checking all between.
    @inline(__always)
    private mutating func skipPlain() throws(RejectReason) {
        while true {
            while at &+ 8 <= end {
                let special = specialBytes(bytes.word(at: at))
                guard special == 0 else {
                    at &+= special.trailingZeroBitCount &>> 3
                    break
                }
                at &+= 8
            }
            guard at < end else { throw .endsInsideText }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw .controlCharacter }
            at &+= byte < 0x80 ? 1 : try bytes.lengthOfCharacter(at: at, end: end)
        }
    }

    @inline(__always)
    private mutating func decodeEscape() throws(RejectReason) {
        let scalar = try escape()
        if scalar < 0x80 {
            arena.append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            arena.append(UInt8(truncatingIfNeeded: 0xc0 | scalar &>> 6))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        } else if scalar < 0x10000 {
            arena.append(UInt8(truncatingIfNeeded: 0xe0 | scalar &>> 12))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar &>> 6 & 0x3f))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        } else {
            arena.append(UInt8(truncatingIfNeeded: 0xf0 | scalar &>> 18))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar &>> 12 & 0x3f))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar &>> 6 & 0x3f))
            arena.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        }
    }

    /// The Unicode scalar of the escape that begins here with a backslash.
    @inline(__always)
    private mutating func escape() throws(RejectReason) -> UInt32 {
        guard at &+ 1 < end else { throw .endsInsideText }
        let letter = bytes[at &+ 1]
        at &+= 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(letter)
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw .badEscape
        }
    }

    private mutating func escapedScalar() throws(RejectReason) -> UInt32 {
        let first = try fourDigits()
        if first & 0xf800 != 0xd800 { return first }
        guard first < 0xdc00 else { throw .loneSurrogate }
        guard at < end, at + 1 < end || bytes[at] != UInt8(ascii: "\\") else { throw .endsInsideText }
        guard bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { throw .loneSurrogate }
        at += 2
        let second = try fourDigits()
        guard second & 0xfc00 == 0xdc00 else { throw .loneSurrogate }
        return 0x10000 + (first & 0x3ff) << 10 + second & 0x3ff
    }

    private mutating func fourDigits() throws(RejectReason) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard at < end else { throw .endsInsideText }
            let byte = bytes[at]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 48
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 87
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 55
            default: throw .badEscape
            }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }
}

/// Marks, in the top bit of each byte, a quotation mark, a backslash, a control character or a byte above 127.
///
/// Borrows may mark a byte too many, but only above one that is marked rightly, so the lowest mark is always right.
@inline(__always)
func specialBytes(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5c)
    let found = ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes) | ((word &- ones &* 0x20) & ~word) | word
    return found & tops
}
