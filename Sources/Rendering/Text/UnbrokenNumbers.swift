/// Keeps numbers and their units on one line of a page.
///
/// The space between the two becomes U+202F, a narrow space at which no line ends (Unicode Standard Annex 14, class
/// GL). A search in the page for `12 min` finds it all the same. The reports themselves have plain spaces: Markdown,
/// mail text, CSV and JSON are read by terminals and machines. So are commands and queries on a page, which stand in
/// `code` and `pre` and stay as they are.
enum UnbrokenNumbers {
    private static let space: [UInt8] = [0xE2, 0x80, 0xAF]
    private static let units: Set<String> = [
        "%", "ms", "s", "min", "h", "d", "device-hour", "device-hours", "bytes", "KB", "MB", "GB", "KiB", "MiB", "GiB",
    ]
    private static let longestUnit = 12
    /// Elements whose text is for machines, or is not text.
    private static let untouched: Set<String> = ["style", "script", "pre", "code", "textarea"]

    /// A finished page with the spaces in its text replaced; tags, and so attributes, are left alone.
    static func html(_ page: String) -> String {
        let bytes = Array(page.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 50)
        var position = 0
        var inside: String?
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<") {
                let end = bytes[position...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count - 1
                inside = element(bytes[(position + 1)..<max(position + 1, end)], inside)
                result += bytes[position...end]
                position = end + 1
                continue
            }
            if inside == nil, byte == UInt8(ascii: " "), position > 0, joins(bytes, position) {
                result += space
            } else {
                result.append(byte)
            }
            position += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The untouched element that the text after a tag is in.
    private static func element(_ tag: ArraySlice<UInt8>, _ inside: String?) -> String? {
        let isEnd = tag.first == UInt8(ascii: "/")
        let name = String(decoding: (isEnd ? tag.dropFirst() : tag).prefix(while: isWordByte), as: UTF8.self)
        if let inside { return isEnd && name == inside ? nil : inside }
        return !isEnd && untouched.contains(name) ? name : nil
    }

    /// Whether a space parts a number from its unit, or the two parts of `12 min 05 s`.
    private static func joins(_ bytes: [UInt8], _ position: Int) -> Bool {
        let before = bytes[position - 1]
        if isDigit(before) { return units.contains(word(bytes, from: position + 1)) }
        guard let next = bytes[position...].dropFirst().first, isDigit(next) else { return false }
        var unitStart = position
        while unitStart > 0, isWordByte(bytes[unitStart - 1]), position - unitStart < longestUnit { unitStart -= 1 }
        guard unitStart > 1, ["d", "h", "min"].contains(String(decoding: bytes[unitStart..<position], as: UTF8.self)),
            bytes[unitStart - 1] == UInt8(ascii: " "), isDigit(bytes[unitStart - 2]),
            let digits = bytes[(position + 1)...].firstIndex(where: { !isDigit($0) }),
            bytes[digits] == UInt8(ascii: " ")
        else { return false }
        return ["h", "min", "s"].contains(word(bytes, from: digits + 1))
    }

    /// The word that begins at a position; no more of it than a unit could have.
    private static func word(_ bytes: [UInt8], from start: Int) -> String {
        let letters = bytes[start...].prefix(longestUnit + 1)
        if letters.first == UInt8(ascii: "%") { return "%" }
        return String(decoding: letters.prefix(while: isWordByte), as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
