package import Model

/// Rows of CSV (RFC 4180: comma, double quotes, doubled inside), lines ended by a line feed, in UTF-8.
///
/// A text that a spreadsheet would take for a formula, one that begins with `=`, `+`, `-`, `@` (also in their full
/// width), a tab, a line feed or a carriage return, gets an apostrophe before it (OWASP, "CSV Injection"): device ids
/// come from devices. To read such a text back, take one apostrophe away where one of these characters, or another
/// apostrophe, follows it.
package struct CSVText {
    package private(set) var bytes: [UInt8] = []
    private var isAtStartOfRow = true
    private var dateSeconds: Int64 = .min
    /// A moment of the latest date, its time to be filled in.
    private var stamp: [UInt8] = []

    /// A text as it stands in a field, worked out once for a text that comes in many rows.
    package struct Prepared: Sendable {
        fileprivate let bytes: [UInt8]

        package init(_ text: String) {
            var csv = CSVText()
            csv.field(text)
            bytes = csv.bytes
        }
    }

    package init() {}

    /// - Parameter capacity: bytes that are written before `removeAll`, as a rule.
    package init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func row(_ fields: [String]) {
        for text in fields { field(text) }
        endRow()
    }

    package mutating func field(_ text: String) {
        separate()
        append(text.utf8)
    }

    package mutating func field(_ text: Prepared) {
        separate()
        bytes.append(contentsOf: text.bytes)
    }

    package mutating func field(_ number: Int64) {
        separate()
        guard number >= 0 else {
            bytes.append(contentsOf: String(number).utf8)
            return
        }
        var power: Int64 = 1
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(UInt8(48 + number / power % 10))
            power /= 10
        }
    }

    /// Empty for nil.
    package mutating func field(_ number: Int64?) {
        if let number { field(number) } else { separate() }
    }

    /// ISO 8601 in UTC; empty for nil.
    package mutating func field(_ instant: Instant?) {
        separate()
        guard let instant else { return }
        let seconds = instant.seconds
        guard instant.ticks == seconds * Instant.ticksPerSecond else {
            bytes.append(contentsOf: instant.description.utf8)
            return
        }
        let secondOfDay = Int(seconds - Int64(CSVText.day(of: seconds)) * 86_400)
        if seconds - Int64(secondOfDay) != dateSeconds {
            dateSeconds = seconds - Int64(secondOfDay)
            stamp = Array("\(CivilDate(daysSince1970: CSVText.day(of: seconds)))T00:00:00Z".utf8)
        }
        // Counted from the end: a year may have more than four digits.
        let end = stamp.count
        twoDigits(secondOfDay / 3600, at: end - 9)
        twoDigits(secondOfDay / 60 % 60, at: end - 6)
        twoDigits(secondOfDay % 60, at: end - 3)
        bytes.append(contentsOf: stamp)
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStartOfRow = true
    }

    private static func day(of seconds: Int64) -> Int {
        Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    private mutating func twoDigits(_ number: Int, at position: Int) {
        stamp[position] = UInt8(48 + number / 10)
        stamp[position + 1] = UInt8(48 + number % 10)
    }

    private mutating func separate() {
        if isAtStartOfRow {
            isAtStartOfRow = false
        } else {
            bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func append(_ utf8: String.UTF8View) {
        let isWritten: Void? = unsafe utf8.withContiguousStorageIfAvailable { text in
            unsafe append(UnsafeRawBufferPointer(text))
        }
        if isWritten == nil { append(Array(utf8)) }
    }

    private mutating func append(_ text: [UInt8]) {
        unsafe text.withUnsafeBytes { text in unsafe append(text) }
    }

    private mutating func append(_ text: UnsafeRawBufferPointer) {
        var needsQuotes = false
        for unsafe byte in unsafe text {
            // All four in one comparison that most bytes fail: no letter or digit is below the comma.
            guard byte <= UInt8(ascii: ",") else { continue }
            if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 {
                needsQuotes = true
                break
            }
        }
        let isGuarded = unsafe CSVText.looksLikeFormula(text)
        if !needsQuotes && !isGuarded {
            unsafe bytes.append(contentsOf: text)
            return
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if isGuarded { bytes.append(UInt8(ascii: "'")) }
        for unsafe byte in unsafe text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    private static func looksLikeFormula(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let first = unsafe text.first else { return false }
        guard first == UInt8(ascii: "'") else { return unsafe opensFormula(text, at: 0) }
        // An apostrophe that could be mistaken for ours is guarded as well, so that the rule can be undone.
        guard text.count > 1 else { return false }
        return unsafe text[1] == UInt8(ascii: "'") || opensFormula(text, at: 1)
    }

    private static func opensFormula(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
        switch unsafe text[start] {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 10, 13:
            return true
        case 0xEF:
            // U+FF0B, U+FF0D, U+FF1D and U+FF20, which a Japanese spreadsheet reads as the characters above.
            guard start + 2 < text.count else { return false }
            return unsafe (text[start + 1] == 0xBC && [0x8B, 0x8D, 0x9D, 0xA0].contains(text[start + 2]))
        default:
            return false
        }
    }
}
