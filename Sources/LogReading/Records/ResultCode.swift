extension Bytes {
    /// A result code as Azure writes it, of one that went through another program; empty where it says that there is none.
    ///
    /// pandas makes `404104.0` of a column with gaps, a spreadsheet `404,104` or
    /// `404.104`. Of `4.04E+05` nobody knows the rest.
    ///
    /// - Parameter arena: has room for it.
    func code(_ arena: Arena) throws(RejectReason) -> Bytes {
        guard count > 0 else { return self }
        let text = withoutBlanks
        let digits = text.digits
        guard digits < text.count, text.count > 0 else { return text }
        if digits == 0 { return text.isWordForNothing ? text.slice(from: 0, to: 0) : text }
        let mark = text[digits]
        let rest = text.slice(from: digits + 1, to: text.count)
        let isPoint = mark == UInt8(ascii: ".")
        if isPoint || mark == UInt8(ascii: ","), digits == 3, rest.count == 3, rest.digits == 3 {
            let start = arena.used
            arena.append(text, from: 0, to: 3)
            arena.append(rest, from: 0, to: 3)
            return arena.bytes(since: start)
        }
        if isPoint, rest.count > 0 {
            if (0..<rest.count).allSatisfy({ rest[$0] == UInt8(ascii: "0") }) { return text.slice(from: 0, to: digits) }
            let decimals = rest.digits
            if decimals > 0, decimals < rest.count, rest[decimals] | 0x20 == UInt8(ascii: "e") { throw .codeLost }
        }
        if mark | 0x20 == UInt8(ascii: "e"), rest.count > 0, rest[0] &- 48 < 10 || rest[0] == UInt8(ascii: "+") {
            throw .codeLost
        }
        return text
    }

    /// How many digits it begins with.
    private var digits: Int {
        var end = 0
        while end < count, self[end] &- 48 < 10 { end += 1 }
        return end
    }

    /// Whether it is what programs write for no value.
    var isWordForNothing: Bool {
        guard count <= 6 else { return false }
        let words: [StaticString] = ["null", "nan", "none", "(null)", "<null>", "\\n", "n/a", "-"]
        return words.contains { equalsIgnoringCase($0) }
    }

    /// Without the blanks around it.
    var withoutBlanks: Bytes {
        var (from, to) = (0, count)
        while from < to, self[from] == 0x20 || self[from] == 0x09 { from += 1 }
        while to > from, self[to - 1] == 0x20 || self[to - 1] == 0x09 { to -= 1 }
        return slice(from: from, to: to)
    }
}
