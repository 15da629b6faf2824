/// Finds keys, passwords and tokens by their form and takes them out.
///
/// A log may have been copied with a registry beside it, a device may say its connection string in an error: text of
/// the input goes through here before it is kept or shown. Names, times, addresses and sentences stay as they are.
///
/// Forms: "Control access to IoT Hub with shared access signatures" (keys of 16 to 64 bytes in base64, `sig=`),
/// connection strings of Azure services (`SharedAccessKey=`, `AccountKey=`), RFC 6750 (Bearer), RFC 7519 (JWT), RFC
/// 3986 section 3.2.1 (passwords in addresses), RFC 7468 (PEM).
package enum Secrets {
    /// What stands in place of a secret.
    package static let mask = "(masked)"

    /// The text without its secrets; masking it again changes nothing.
    package static func masked(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let search = SecretSearch(bytes: bytes)
        var result: [UInt8] = []
        var position = 0
        var kept = 0
        while position < bytes.count {
            guard let secret = search.secret(at: position) else {
                position += 1
                continue
            }
            result += bytes[kept..<secret.lowerBound]
            result += Array(mask.utf8)
            position = max(secret.upperBound, position + 1)
            kept = secret.upperBound
        }
        if kept == 0 { return text }
        return String(decoding: result + bytes[kept...], as: UTF8.self)
    }
}

/// Looks for one secret from one position on.
private struct SecretSearch {
    let bytes: [UInt8]

    private static let names = [
        "sharedaccesskey", "accountkey", "sharedaccesssignature", "sig", "primarykey", "secondarykey",
        "symmetrickey", "password", "passwd", "pwd", "secret", "clientsecret", "client_secret", "apikey", "api_key",
        "api-key", "access_token", "refresh_token", "id_token",
    ].map { Array($0.utf8) }
    private static let ends = Set(" \t\r\n\"';&,<>)}]".utf8)
    private static let quotes = Set("\"'\\ \t".utf8)

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

    /// `SharedAccessKey=…`, `"primaryKey":"…"`, also within a text within a text.
    private func value(named position: Int) -> Range<Int>? {
        guard let name = SecretSearch.names.first(where: { isWord($0, at: position) }) else { return nil }
        var start = skip(position + name.count, SecretSearch.quotes)
        guard start < bytes.count, bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ":") else {
            return nil
        }
        let sign = start
        let isAssigned = bytes[sign] == UInt8(ascii: "=")
        start = skip(start + 1, SecretSearch.quotes)
        let isQuoted = bytes[sign..<start].contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        // `no secret: ask` is a sentence.
        if !isAssigned, !isQuoted, name.elementsEqual("secret".utf8) { return nil }
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == 10 { break }
            if !isQuoted, SecretSearch.ends.contains(byte) { break }
            end += 1
        }
        while end > start, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        // `sig=11` is a signal's number.
        return isWorth(start..<end, least: name.elementsEqual("sig".utf8) ? 4 : 1)
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
        guard position == 0 || !Base64Run.isSign(bytes[position - 1]) else { return nil }
        let run = Base64Run(bytes, from: position)
        return run.isKey ? position..<run.end : nil
    }

    /// `scheme://user:password@host`; the slashes may be escaped.
    private func password(afterScheme position: Int) -> Range<Int>? {
        var start = position + 1
        for _ in 0..<2 {
            if start < bytes.count, bytes[start] == UInt8(ascii: "\\") { start += 1 }
            guard start < bytes.count, bytes[start] == UInt8(ascii: "/") else { return nil }
            start += 1
        }
        var colon: Int?
        var at: Int?
        var end = start
        while end < bytes.count, !Set("/?# \t\r\n\"'<>\\".utf8).contains(bytes[end]) {
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

    private func skip(_ from: Int, _ signs: Set<UInt8>) -> Int {
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

/// A run of base64, in whose place its URL-encoded signs and escaped slashes may stand.
private struct Base64Run {
    private(set) var end: Int
    private var digits: [UInt8] = []
    private var padding = 0

    init(_ bytes: [UInt8], from start: Int) {
        end = start
        while end < bytes.count, padding < 3 {
            let (sign, length) = Base64Run.sign(bytes, at: end)
            if sign == UInt8(ascii: "=") {
                padding += 1
            } else if padding == 0, Base64Run.isSign(sign) {
                digits.append(sign)
            } else {
                // A sign behind the padding: `name=value`.
                if Base64Run.isSign(sign) { padding = 3 }
                return
            }
            end += length
        }
    }

    /// Whether it has the length of 16 to 64 bytes with padding, or of 32, 48 or 64 without, and looks like chance.
    var isKey: Bool {
        let isPadded = padding > 0 && padding < 3 && (digits.count + padding) % 4 == 0
        guard isPadded ? (22...90).contains(digits.count) : padding == 0 && [43, 64, 86].contains(digits.count)
        else { return false }
        let kinds = Set(digits.map(Base64Run.kind))
        let changes = Base64Run.changes(in: digits[...])
        return kinds.isSuperset(of: [0, 1, 2]) && changes * 10 >= digits.count * (isPadded ? 3 : 4)
    }

    private static func sign(_ bytes: [UInt8], at position: Int) -> (UInt8, Int) {
        let rest = bytes[position...].prefix(3)
        if rest.first == UInt8(ascii: "\\"), rest.dropFirst().first == UInt8(ascii: "/") { return (0x2f, 2) }
        switch String(decoding: rest, as: UTF8.self).uppercased() {
        case "%2B": return (0x2b, 3)
        case "%2F": return (0x2f, 3)
        case "%3D": return (0x3d, 3)
        default: return (bytes[position], 1)
        }
    }

    static func isSign(_ byte: UInt8) -> Bool { kind(byte) < 4 }

    /// How often a small letter, a capital, a digit and another sign follow one of another kind: of chance about
    /// two times in three, of words and numbers seldom.
    static func changes(in signs: ArraySlice<UInt8>) -> Int {
        zip(signs, signs.dropFirst()).count { kind($0) != kind($1) }
    }

    private static func kind(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): 0
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): 1
        case UInt8(ascii: "0")...UInt8(ascii: "9"): 2
        case UInt8(ascii: "+"), UInt8(ascii: "/"): 3
        default: 4
        }
    }
}

private enum Letter {
    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// RFC 6750, section 2.1.
    static func isToken(_ byte: UInt8) -> Bool { isWord(byte) || "-.~+/=".utf8.contains(byte) }
}
