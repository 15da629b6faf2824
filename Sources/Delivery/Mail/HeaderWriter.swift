import Model

/// Writes header lines: ASCII, folded at 78, with everything else in encoded words.
///
/// RFC 5322, section 2.1.1 (lines) and 2.2.3 (folding); RFC 2047 (encoded words of at most 75 characters, lines with
/// them of at most 76). Control characters in a value become spaces, so no value can end its header.
struct HeaderWriter {
    private(set) var text = ""

    /// A header whose value is free text, such as Subject.
    mutating func unstructured(_ name: String, _ value: String) {
        let value = plainLine(value, longest: 1000).trimmed()
        let words = value.split(separator: " ", omittingEmptySubsequences: false)
        let isPlain =
            value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !value.contains("=?")
            && words.allSatisfy { $0.utf8.count <= 70 - name.utf8.count } && !value.contains("  ")
        if isPlain {
            line(name, tokens: words.map(String.init))
        } else {
            line(name, tokens: encodedWords(value, firstLine: 76 - name.utf8.count - 2))
        }
    }

    /// A header of addresses; nothing when there are none.
    mutating func addresses(_ name: String, _ addresses: [MailAddress]) {
        var tokens: [String] = []
        for (index, mailbox) in addresses.enumerated() {
            let comma = index == addresses.count - 1 ? "" : ","
            if mailbox.name.isEmpty {
                tokens.append(mailbox.address + comma)
            } else {
                tokens += phrase(mailbox.name, firstLine: 76 - name.utf8.count - 2)
                tokens.append("<\(mailbox.address)>\(comma)")
            }
        }
        if !tokens.isEmpty { line(name, tokens: tokens) }
    }

    /// A header of tokens that are safe as they are: ids, dates, media types.
    mutating func line(_ name: String, tokens: [String]) {
        var length = name.utf8.count + 1
        text += name + ":"
        for (index, token) in tokens.enumerated() {
            if index > 0 && length + 1 + token.utf8.count > 76 {
                text += "\r\n"
                length = 0
            }
            text += " " + token
            length += 1 + token.utf8.count
        }
        text += "\r\n"
    }

    /// A media type or disposition with its parameters, each as RFC 2045 or, where it must be, RFC 2231 has it.
    mutating func parameters(_ name: String, _ value: String, _ parameters: [(name: String, value: String)]) {
        var tokens = [value]
        for parameter in parameters {
            let written = HeaderWriter.parameter(parameter.name, parameter.value)
            for token in written {
                tokens[tokens.count - 1] += ";"
                tokens.append(token)
            }
        }
        line(name, tokens: tokens)
    }

    private static func parameter(_ name: String, _ value: String) -> [String] {
        let value = plainLine(value, longest: 300)
        let isPlain = value.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        if isPlain && value.utf8.count <= 60 && !value.contains("=?") { return ["\(name)=\"\(value)\""] }
        var pieces = [""]
        for scalar in value.unicodeScalars {
            let escaped = String(scalar).utf8.map { byte in
                isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F
                    ? String(UnicodeScalar(byte)) : "%" + String(decoding: hexDigits(byte), as: UTF8.self)
            }.joined()
            if pieces[pieces.count - 1].utf8.count + escaped.utf8.count > 50 { pieces.append("") }
            pieces[pieces.count - 1] += escaped
        }
        if pieces.count == 1 { return ["\(name)*=utf-8''\(pieces[0])"] }
        return pieces.enumerated().map { index, piece in
            "\(name)*\(index)*=" + (index == 0 ? "utf-8''" : "") + piece
        }
    }

    /// A display name: atoms, a quoted string, or encoded words.
    private func phrase(_ name: String, firstLine: Int) -> [String] {
        let words = name.split(separator: " ").map(String.init)
        let isShort = name.utf8.count <= 60 && !name.contains("=?")
        if isShort && words.allSatisfy({ $0.utf8.allSatisfy(isAtomText) }) { return words }
        if isShort && name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
            return ["\"" + String(escaped) + "\""]
        }
        return encodedWords(name, firstLine: firstLine)
    }

    /// The text in encoded words that each hold whole characters; the first leaves room for the header's name.
    private func encodedWords(_ text: String, firstLine: Int) -> [String] {
        let (start, end) = ("=?utf-8?q?", "?=")
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            let piece = String(scalar).utf8.map { byte in
                if byte == 0x20 { return "_" }
                // The set that RFC 2047, section 5 (3), allows inside a phrase.
                if isAlphanumeric(byte) || "!*+-/".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
                return "=" + String(decoding: hexDigits(byte), as: UTF8.self)
            }.joined()
            let limit = (words.isEmpty ? min(firstLine, 75) : 75) - start.utf8.count - end.utf8.count
            if !word.isEmpty && word.utf8.count + piece.utf8.count > limit {
                words.append(start + word + end)
                word = ""
            }
            word += piece
        }
        return words + [start + word + end]
    }
}

/// The form of RFC 5322, section 3.3, in UTC: `Sun, 15 Mar 2026 06:31:07 +0000`.
func mailDate(_ instant: Instant) -> String {
    let days = instant.seconds >= 0 ? instant.seconds / 86_400 : (instant.seconds - 86_399) / 86_400
    let date = CivilDate(daysSince1970: Int(days))
    let second = Int(instant.seconds - days * 86_400)
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let time = [second / 3600, second / 60 % 60, second % 60].map(two).joined(separator: ":")
    return "\(weekdays[date.weekday - 1]), \(date.day) \(months[date.month - 1]) \(date.year) \(time) +0000"
}
