package import Model

/// Rows of CSV (RFC 4180: comma, double quotes, doubled inside), lines ended by a line feed, in UTF-8.
///
/// A text that a spreadsheet would take for a formula, one that begins with `=`, `+`, `-`, `@` (also in their full
/// width), a tab, a line feed or a carriage return, gets an apostrophe before it (OWASP, "CSV Injection"): device ids
/// come from devices. To read such a text back, take one apostrophe away where one of these characters, or another
/// apostrophe, follows it.
///
/// Fields are written as bytes, without a string for each, because the drops of a large fleet, with its
/// renewals, have a gigabyte.
package struct CSVText {
    package private(set) var bytes: [UInt8] = []
    private var isAtStartOfRow = true
    private var day: Int64 = .min
    /// The date of `day`, with what comes before the time.
    private var date: [UInt8] = []

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

    /// The fields of a list under a number.
    package mutating func fields(_ list: PreparedFields, _ number: Int) {
        separate()
        list.write(number, to: &bytes)
    }

    package mutating func field(_ number: Int64) {
        separate()
        guard number >= 0 else {
            bytes.append(contentsOf: String(number).utf8)
            return
        }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var start = digits.count
        var rest = UInt64(number)
        repeat {
            start -= 1
            digits[start] = UInt8(truncatingIfNeeded: 48 + rest % 10)
            rest /= 10
        } while rest > 0
        let written = digits.span.extracting(start..<digits.count)
        unsafe written.withUnsafeBufferPointer { digits in unsafe bytes.append(contentsOf: digits) }
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
        let dayOfTime = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        if dayOfTime != day {
            day = dayOfTime
            date = Array("\(CivilDate(daysSince1970: Int(day)))T".utf8)
        }
        bytes.append(contentsOf: date)
        let second = UInt64(seconds - day * 86_400)
        unsafe withUnsafeBytes(of: CSVText.time(ofSecond: second)) { time in unsafe bytes.append(contentsOf: time) }
        bytes.append(UInt8(ascii: "Z"))
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStartOfRow = true
    }

    /// `13:07:59` of a second of the day, its first character in the lowest byte of memory.
    private static func time(ofSecond second: UInt64) -> UInt64 {
        func twoDigits(_ number: UInt64) -> UInt64 { (48 + number % 10) << 8 | (48 + number / 10) }
        let colons = UInt64(UInt8(ascii: ":")) << 16 | UInt64(UInt8(ascii: ":")) << 40
        let digits = twoDigits(second / 3600) | twoDigits(second / 60 % 60) << 24 | twoDigits(second % 60) << 48
        return (digits | colons).littleEndian
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
        for index in text.indices {
            let byte = unsafe text[index]
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
        for index in text.indices {
            let byte = unsafe text[index]
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Whether a text gets an apostrophe before it.
    package static func isGuarded(_ text: [UInt8]) -> Bool {
        unsafe text.withUnsafeBytes { text in unsafe looksLikeFormula(text) }
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
