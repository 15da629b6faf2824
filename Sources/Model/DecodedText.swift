/// A text as it reads once its escapes are undone: percent signs, also of percent signs, `\u0022`, `&quot;` and `\/`.
struct DecodedText {
    private(set) var bytes: [UInt8] = []
    /// Where each byte, and the end, stands in the text as it was written.
    private(set) var places: [Int] = []

    init(_ text: [UInt8]) {
        bytes.reserveCapacity(text.count)
        places.reserveCapacity(text.count + 1)
        var position = 0
        while position < text.count {
            let (byte, length) = DecodedText.byte(text, at: position) ?? (text[position], 1)
            bytes.append(byte)
            places.append(position)
            position += length
        }
        places.append(text.count)
    }

    /// Whether a byte was written as an escape.
    func isEncoded(_ position: Int) -> Bool { places[position + 1] - places[position] > 1 }

    /// The byte that an escape stands for, and the escape's length.
    private static func byte(_ text: [UInt8], at position: Int) -> (UInt8, Int)? {
        let rest = text[position...]
        switch text[position] {
        case UInt8(ascii: "%"):
            var digits = position + 1
            while text[digits...].starts(with: "25".utf8) { digits += 2 }
            if let byte = hex(text, at: digits) { return (byte, digits + 2 - position) }
            return digits > position + 1 ? (UInt8(ascii: "%"), digits - position) : nil
        case UInt8(ascii: "&"): return rest.starts(with: "&quot;".utf8) ? (UInt8(ascii: "\""), 6) : nil
        case UInt8(ascii: "\\"):
            if rest.starts(with: "\\/".utf8) { return (UInt8(ascii: "/"), 2) }
            guard rest.starts(with: "\\u00".utf8), let byte = hex(text, at: position + 4), byte < 0x80 else {
                return nil
            }
            return (byte, 6)
        default: return nil
        }
    }

    private static func hex(_ text: [UInt8], at position: Int) -> UInt8? {
        guard position + 2 <= text.count,
            text[position..<position + 2].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        return UInt8(String(decoding: text[position..<position + 2], as: UTF8.self), radix: 16)
    }
}
