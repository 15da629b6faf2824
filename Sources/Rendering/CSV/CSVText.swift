package import Model

/// Rows of CSV (RFC 4180: comma, double quotes, doubled inside), lines ended by a line feed, in UTF-8.
///
/// A text that a spreadsheet would take for a formula, one that begins with `=`, `+`, `-`, `@`, a tab or a carriage
/// return, gets an apostrophe before it (OWASP, "CSV Injection"): device ids come from devices. To read such a text
/// back, take one apostrophe away where one of these characters, or another apostrophe, follows it.
package struct CSVText {
    package private(set) var bytes: [UInt8] = []
    private var isAtStartOfRow = true
    private var dateSeconds: Int64 = .min
    private var date: [UInt8] = []

    package init() {}

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

    package mutating func field(_ number: Int64) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
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
            date = Array(CivilDate(daysSince1970: CSVText.day(of: seconds)).description.utf8)
        }
        bytes.append(contentsOf: date)
        bytes.append(UInt8(ascii: "T"))
        twoDigits(secondOfDay / 3600)
        bytes.append(UInt8(ascii: ":"))
        twoDigits(secondOfDay / 60 % 60)
        bytes.append(UInt8(ascii: ":"))
        twoDigits(secondOfDay % 60)
        bytes.append(UInt8(ascii: "Z"))
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStartOfRow = true
    }

    private static func day(of seconds: Int64) -> Int {
        Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    private mutating func twoDigits(_ number: Int) {
        bytes.append(UInt8(48 + number / 10))
        bytes.append(UInt8(48 + number % 10))
    }

    private mutating func separate() {
        if isAtStartOfRow {
            isAtStartOfRow = false
        } else {
            bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func append(_ utf8: String.UTF8View) {
        let guarded = CSVText.looksLikeFormula(utf8)
        var needsQuotes = false
        for byte in utf8
        where byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 10 || byte == 13 {
            needsQuotes = true
            break
        }
        if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        if guarded { bytes.append(UInt8(ascii: "'")) }
        if needsQuotes {
            for byte in utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes.append(contentsOf: utf8)
        }
    }

    private static func looksLikeFormula(_ utf8: String.UTF8View) -> Bool {
        func starts(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 9, 13: true
            default: false
            }
        }
        var bytes = utf8.makeIterator()
        guard let first = bytes.next() else { return false }
        if starts(first) { return true }
        // An apostrophe that could be mistaken for ours is guarded as well, so that the rule can be undone.
        guard first == UInt8(ascii: "'"), let second = bytes.next() else { return false }
        return starts(second) || second == UInt8(ascii: "'")
    }
}
