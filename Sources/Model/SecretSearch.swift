/// Looks for one secret from one position on.
struct SecretSearch {
    let bytes: [UInt8]
    private let text: DecodedText

    private static let ends = ASCIISet(" \t\r\n\"';&,<>)}]")
    private static let quotes = ASCIISet("\"'\\ \t")
    private static let lineEnds = ASCIISet("\"'\n")
    private static let opening = ASCIISet("<")
    private static let hostEnds = ASCIISet("/?# \t\r\n\"'<>\\")

    init(_ text: DecodedText) {
        self.text = text
        bytes = text.bytes
    }

    /// Where a byte, or the end, stands in the text as it was written.
    func place(of position: Int) -> Int { text.places[position] }

    /// Where the secret lies whose form begins at the position.
    func secret(at position: Int) -> Range<Int>? {
        let byte = bytes[position]
        if byte == UInt8(ascii: ":") { return password(afterScheme: position) }
        if byte == UInt8(ascii: "-") { return block(at: position) }
        if position > 0, Letter.isWord(bytes[position - 1]) { return key(at: position) }
        guard Letter.isWord(byte) || Base64Run.isSign(byte) else { return nil }
        return value(named: position) ?? credentials(at: position) ?? token(at: position) ?? key(at: position)
    }

    // MARK: Forms

    /// `SharedAccessKey=…`, `"primaryKey":"…"`, `<password>…`, `--password …`, also within a text within a text.
    private func value(named position: Int) -> Range<Int>? {
        var nameEnd = position
        while nameEnd < bytes.count, nameEnd - position <= SecretName.mostBytes, Letter.isName(bytes[nameEnd]) {
            nameEnd += 1
        }
        let sign = skip(nameEnd, SecretSearch.quotes)
        guard sign < bytes.count, let form = form(of: sign, from: position, to: nameEnd) else { return nil }
        let name = SecretName(bytes[position..<nameEnd])
        guard name.isSecret else { return nil }
        let start = form == .option ? sign : skip(sign + 1, SecretSearch.quotes)
        let isQuoted = bytes[(form == .option ? nameEnd : sign)..<start].contains {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
        }
        if form == .said, !isQuoted {
            // `no secret: ask` is a sentence, `etc/smtp-password: cannot be read` a place; lists are looked into.
            if name.isWord || isPath(position) { return nil }
            if start < bytes.count, bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[") {
                return nil
            }
        }
        let isWhole = isQuoted || name.isCookie
        let ends = form == .tag ? SecretSearch.opening : isWhole ? SecretSearch.lineEnds : SecretSearch.ends
        // What is encoded ends a value only where the sign before it is, too.
        let isEncoded = (nameEnd..<max(nameEnd, start)).contains(where: text.isEncoded)
        var end = start
        while end < bytes.count, !ends.contains(bytes[end]) || text.isEncoded(end) && !isEncoded { end += 1 }
        while end > start, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        // `sig=11` is a signal's number.
        return isWorth(start..<end, least: name.isSignal ? 4 : 1)
    }

    /// How a value follows its name.
    private enum ValueForm {
        case assigned, said, tag, option
    }

    /// Nil where no value follows.
    private func form(of sign: Int, from position: Int, to end: Int) -> ValueForm? {
        switch bytes[sign] {
        case UInt8(ascii: "="): return .assigned
        case UInt8(ascii: ":"): return .said
        case UInt8(ascii: ">"): return position > 0 && bytes[position - 1] == UInt8(ascii: "<") ? .tag : nil
        default:
            guard sign > end, bytes[sign] != UInt8(ascii: "-"), position > 0, bytes[position - 1] == UInt8(ascii: "-")
            else { return nil }
            var start = position
            while start > 0, bytes[start - 1] == UInt8(ascii: "-") { start -= 1 }
            return start == 0 || SecretSearch.quotes.contains(bytes[start - 1]) ? .option : nil
        }
    }

    /// Whether the name that a position is in is the last one of a path.
    private func isPath(_ position: Int) -> Bool {
        var start = position
        while start > 0, Letter.isName(bytes[start - 1]) { start -= 1 }
        return start > 0 && bytes[start - 1] == UInt8(ascii: "/")
    }

    /// `Bearer …` and `Basic …`, unless a plain word follows.
    private func credentials(at position: Int) -> Range<Int>? {
        for scheme in ["bearer", "basic"] where isWord(Array(scheme.utf8), at: position) {
            let start = position + scheme.utf8.count + 1
            guard start < bytes.count, bytes[start - 1] == UInt8(ascii: " ") else { return nil }
            var end = start
            while end < bytes.count, Letter.isToken(bytes[end]) { end += 1 }
            let isRandom = Base64Run.changes(in: bytes[start..<end]) * 5 >= end - start
            return end - start >= 8 && isRandom ? isWorth(start..<end) : nil
        }
        return nil
    }

    /// A JSON Web Token: base64 of `{"`, and two dots further on.
    private func token(at position: Int) -> Range<Int>? {
        guard bytes[position...].starts(with: "eyJ".utf8) else { return nil }
        var end = position
        while end < bytes.count, Letter.isToken(bytes[end]) { end += 1 }
        return end - position >= 20 ? position..<end : nil
    }

    /// A key in base64 that nothing names.
    private func key(at position: Int) -> Range<Int>? {
        // A slash before a key is no part of it: `x/…`.
        guard position == 0 || !Base64Run.isSign(bytes[position - 1]) || bytes[position - 1] == UInt8(ascii: "/")
        else { return nil }
        let run = Base64Run(bytes, from: position)
        return run.isKey ? position..<run.end : nil
    }

    /// `scheme://user:password@host`.
    private func password(afterScheme position: Int) -> Range<Int>? {
        var start = position + 1
        for _ in 0..<2 {
            guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { return nil }
            start += 1
        }
        var colon: Int?
        var at: Int?
        var end = start
        while end < bytes.count, !SecretSearch.hostEnds.contains(bytes[end]) {
            if bytes[end] == UInt8(ascii: ":"), colon == nil { colon = end }
            if bytes[end] == UInt8(ascii: "@") { at = end }
            end += 1
        }
        guard let colon, let at, colon < at else { return nil }
        return isWorth(colon + 1..<at)
    }

    /// What is between the lines of `-----BEGIN …-----` and `-----END`, or behind the first one.
    private func block(at position: Int) -> Range<Int>? {
        guard bytes[position...].starts(with: "-----BEGIN ".utf8),
            let label = find("-----", from: position + 11)
        else { return nil }
        return isWorth(label + 5..<(find("-----END", from: label + 5) ?? bytes.count))
    }

    // MARK: Parts

    /// Nil for what is masked already, and for what is too short.
    private func isWorth(_ range: Range<Int>, least: Int = 1) -> Range<Int>? {
        range.count < least || bytes[range].starts(with: Secrets.mask.utf8.dropLast()) ? nil : range
    }

    private func isWord(_ name: [UInt8], at position: Int) -> Bool {
        let end = position + name.count
        guard end <= bytes.count, end == bytes.count || !Letter.isWord(bytes[end]) else { return false }
        return zip(name, bytes[position..<end]).allSatisfy { $0 == ($1 >= 65 && $1 <= 90 ? $1 + 32 : $1) }
    }

    private func skip(_ from: Int, _ signs: ASCIISet) -> Int {
        var position = from
        while position < bytes.count, signs.contains(bytes[position]) { position += 1 }
        return position
    }

    private func find(_ text: String, from: Int) -> Int? {
        let pattern = Array(text.utf8)
        guard from + pattern.count <= bytes.count else { return nil }
        return (from...bytes.count - pattern.count).first { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
    }
}

enum Letter {
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Whether a byte may stand in the name of a setting, a header or a field.
    static func isName(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") }

    /// RFC 6750, section 2.1.
    static func isToken(_ byte: UInt8) -> Bool { isWord(byte) || tokens.contains(byte) }

    private static let tokens = ASCIISet("-.~+/=")
}
