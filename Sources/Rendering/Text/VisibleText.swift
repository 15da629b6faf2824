/// Text from a log, with every character that a reader could not see made visible.
///
/// Device ids and messages come from devices. A line feed could begin a forged line of a report, a right-to-left
/// override could turn the text around (Unicode Technical Report 36), and a zero-width character makes two names look
/// like one.
package enum VisibleText {
    /// The text itself where all of it can be seen.
    package static func of(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnseen) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if !isUnseen(scalar) {
                shown.unicodeScalars.append(scalar)
            } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
                shown.unicodeScalars.append(picture)
            } else if scalar.value == 0x7F {
                shown += "\u{2421}"
            } else {
                shown += "⟨U+" + hexadecimal(scalar.value) + "⟩"
            }
        }
        return shown
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width and direction marks, line and
        // paragraph separators, embeddings and overrides, word joiner and isolates, byte order mark, tags.
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xE0000...0xE007F: true
        case 0xFFF9...0xFFFB: true
        // Marks that join or choose a form, Hangul fillers, the empty Braille cell: nothing is drawn for them.
        case 0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x2800, 0x3164, 0xFE00...0xFE0F, 0xFFA0: true
        case 0xE0100...0xE01EF: true
        default: false
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
