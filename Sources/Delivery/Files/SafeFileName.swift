import Model

/// A file name made of text that strangers wrote, such as a device id.
///
/// Letters, digits, `-`, `_` and inner `.` stay; every other byte becomes `=` and two hex digits, `=` itself too, so
/// that two texts never share a name and no text can climb out of a folder. A result of more than 120 bytes keeps its
/// first 60 and ends in `=~` and the first 128 bits of the text's SHA-256; `=~` cannot come from the escape. Names
/// differ by case where the texts do, as device ids of IoT Hub may.
package struct SafeFileName: Hashable, Sendable, CustomStringConvertible {
    package static let longest = 120

    /// The name, in ASCII, never empty.
    package let description: String

    package init(_ text: String) {
        let bytes = Array(text.utf8)
        var escaped: [UInt8] = []
        var cut = 0
        for (index, byte) in bytes.enumerated() {
            if escaped.count > SafeFileName.longest { break }
            if SafeFileName.stays(byte, first: index == 0, last: index == bytes.count - 1) {
                escaped.append(byte)
            } else {
                escaped += [UInt8(ascii: "=")] + hexDigits(byte)
            }
            if escaped.count <= 60 { cut = escaped.count }
        }
        if escaped.isEmpty { escaped = Array("=_".utf8) }
        if escaped.count > SafeFileName.longest {
            let digest = SHA256.digest(of: bytes).prefix(16).flatMap(hexDigits)
            escaped = escaped[..<cut] + Array("=~".utf8) + digest
        }
        description = String(decoding: escaped, as: UTF8.self)
    }

    /// A name of several parts, joined by `=.`, which no part can hold; distinct lists of parts give distinct names.
    package init(parts: [String], extension suffix: String) {
        let joined = parts.map { SafeFileName($0).description }.joined(separator: "=.")
        let bounded = joined.utf8.count <= SafeFileName.longest ? joined : SafeFileName(joined).description
        description = bounded + "." + suffix
    }

    private static func stays(_ byte: UInt8, first: Bool, last: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        // A leading `-` reads as an option, a leading dot hides, a closing dot is lost on Windows.
        case UInt8(ascii: "-"): !first
        case UInt8(ascii: "."): !first && !last
        default: false
        }
    }
}

/// Two upper-case hex digits.
func hexDigits(_ byte: UInt8) -> [UInt8] {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }
    return [digit(byte >> 4), digit(byte & 15)]
}
