/// Base64 (RFC 4648), in either alphabet, with or without line breaks and padding.
enum Base64 {
    /// Shorter texts hold no record.
    private static let shortest = 40

    /// Whether base64 of JSON may begin at an index: an opening bracket is `e` or `W`, a byte order mark `77u`.
    static func mayBegin(_ bytes: Bytes, at index: Int, shortest: Int = Base64.shortest) -> Bool {
        guard index + shortest <= bytes.count else { return false }
        let first = bytes[index]
        let isMark = first == UInt8(ascii: "7") && bytes[index + 1] == UInt8(ascii: "7")
        guard first == UInt8(ascii: "e") || first == UInt8(ascii: "W") || isMark else { return false }
        return unsafe parts.withUnsafeBufferPointer { parts in
            (index..<index + shortest).allSatisfy { unsafe parts[Int(bytes[$0])] < nothing }
        }
    }

    static func areLetters(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { value(of: $0) != nil } }

    /// The bytes that a text stands for, in an arena with room for as many; nil where it is no base64.
    static func decoded(_ text: Bytes, from: Int, into arena: Arena) -> Bytes? {
        guard arena.hasRoom(for: text.count) else { return nil }
        let mark = arena.used
        var bits: UInt32 = 0
        var count = 0
        var isPadded = false
        var index = from
        while index < text.count {
            // Nearly all of a text are letters, four for three bytes.
            if count & 3 == 0, !isPadded { index = arena.appendBase64(text, from: index) }
            guard index < text.count else { break }
            let byte = text[index]
            index += 1
            if byte <= 0x20 { continue }
            if byte == UInt8(ascii: "=") {
                isPadded = true
                continue
            }
            guard !isPadded, let value = value(of: byte) else { return nil }
            bits = bits << 6 | value
            count += 1
            guard count & 3 == 0 else { continue }
            arena.append(UInt8(truncatingIfNeeded: bits >> 16))
            arena.append(UInt8(truncatingIfNeeded: bits >> 8))
            arena.append(UInt8(truncatingIfNeeded: bits))
        }
        switch count & 3 {
        case 1: return nil
        case 2: arena.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3:
            arena.append(UInt8(truncatingIfNeeded: bits >> 10))
            arena.append(UInt8(truncatingIfNeeded: bits >> 2))
        default: break
        }
        return arena.bytes(since: mark)
    }

    /// Beyond all that three bytes can be.
    static let nothing: UInt32 = 1 << 24

    /// What each byte adds to three decoded ones, the first of them lowest, as each of four letters.
    static let parts: [UInt32] = (0..<4).flatMap { place in
        (0...255).map { byte in
            guard let value = value(of: UInt8(byte)) else { return nothing }
            return (value << (18 - 6 * UInt32(place))).byteSwapped >> 8
        }
    }

    private static func value(of byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
