extension JSONReader {
    /// Steps over any value, checking it as strictly as if it were read.
    mutating func skipValue() throws(RejectReason) {
        var levels: UInt64 = 0  // one bit a level: 1 is an object
        var depth = 0
        while true {
            let first = try peek()
            switch first {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard depth < JSONReader.mostLevels else { throw .tooDeep }
                let isObject = first == UInt8(ascii: "{")
                if try open(closing: first + 2) {
                    levels = levels << 1 | (isObject ? 1 : 0)
                    depth += 1
                    if isObject { try skipKey() }
                    continue
                }
            case UInt8(ascii: "\""): try skipText()
            default: _ = try word()
            }
            while depth > 0 {
                let isObject = levels & 1 == 1
                if try more(closing: isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    if isObject { try skipKey() }
                    break
                }
                levels >>= 1
                depth -= 1
            }
            if depth == 0 { return }
        }
    }

    private mutating func skipKey() throws(RejectReason) {
        guard try peek() == UInt8(ascii: "\"") else { throw .notJSON }
        try skipText()
        try expect(UInt8(ascii: ":"))
    }

    /// A number, `true`, `false`, or `null` and what counts as such, as it is written.
    mutating func word() throws(RejectReason) -> (kind: FieldKind, bytes: Bytes) {
        let first = at
        switch bytes[at] {
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "N"): try literal("NaN")
        case UInt8(ascii: "I"): try literal("Infinity")
        case UInt8(ascii: "-") where at &+ 1 < end && bytes[at &+ 1] == UInt8(ascii: "I"): try literal("-Infinity")
        default:
            try number()
            return (.number, bytes.slice(from: first, to: at))
        }
        let isTruth = bytes[first] == UInt8(ascii: "t") || bytes[first] == UInt8(ascii: "f")
        return (isTruth ? .other : .null, bytes.slice(from: first, to: at))
    }

    private mutating func literal(_ name: StaticString) throws(RejectReason) {
        for index in 0..<name.utf8CodeUnitCount {
            guard at < end else { throw .endsTooEarly }
            guard unsafe bytes[at] == name.utf8Start[index] else { throw .notJSON }
            at += 1
        }
    }

    private mutating func number() throws(RejectReason) {
        guard bytes[at] == UInt8(ascii: "-") || isDigit() else { throw .notJSON }
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        if at < end, bytes[at] == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if at < end, bytes[at] == UInt8(ascii: ".") {
            at += 1
            try digits()
        }
        if at < end, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        if at < end, isDigit() || bytes[at] == UInt8(ascii: ".") { throw .badNumber }
    }

    private mutating func digits() throws(RejectReason) {
        guard at < end else { throw .endsTooEarly }
        guard isDigit() else { throw .badNumber }
        while at < end, isDigit() { at += 1 }
    }

    private func isDigit() -> Bool { bytes[at] &- 48 < 10 }
}
