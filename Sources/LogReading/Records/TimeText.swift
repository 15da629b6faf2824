import Model

/// Reads times that say their zone: ISO 8601 with 0 to 9 digits of fraction behind a point or comma, and two other
/// spellings.
///
/// Real records have whole seconds and `Z`; Event Grid and the operations monitoring of 2016 have seven digits.
/// Digits finer than a tick are dropped. `2026-03-10 06:00:04.0000000` is how Kusto writes a datetime as a text, which
/// is UTC (Kusto documentation, "The datetime data type"); `/Date(1773122404000)/` is what Windows PowerShell makes of
/// one, in milliseconds since 1970 UTC.
struct TimeText {
    /// A time with its zone.
    static func instant(_ text: Bytes) throws(RejectReason) -> Instant {
        var reader = DigitReader(text)
        guard let year = reader.number(4) else { return try milliseconds(text) }
        guard reader.skip("-"), let month = reader.number(2), reader.skip("-"), let day = reader.number(2)
        else { throw text.isNumber ? .numericTime : .badTime }
        let hasBlank = reader.peek() == 0x20
        guard reader.skip("T") || reader.skip("t") || reader.skip(" "), let clock = reader.clock() else {
            throw .badTime
        }
        let mark = reader.at
        guard let fraction = reader.fraction(), let date = CivilDate(year: year, month: month, day: day) else {
            throw .badTime
        }
        let isKusto = hasBlank && reader.isAtEnd && reader.at - mark == 8
        if reader.isAtEnd, !isKusto { throw .noZone }
        _ = reader.skip(" ")
        guard let offset = isKusto ? 0 : reader.offset(), reader.isAtEnd else { throw .badTime }
        let seconds = Int64(date.daysSince1970) * 86_400 + clock - offset
        return try checked(Instant(ticks: seconds * Instant.ticksPerSecond + fraction))
    }

    /// `/Date(1773122404000)/`, whose zone, if there is one, says only how it was shown.
    private static func milliseconds(_ text: Bytes) throws(RejectReason) -> Instant {
        var reader = DigitReader(text)
        guard reader.skipBytes(0x2f, 0x44, 0x61, 0x74, 0x65, 0x28), let value = reader.number(1...15) else {
            throw .badTime
        }
        if reader.skip("+") || reader.skip("-") { _ = reader.number(4) }
        guard reader.skipBytes(0x29, 0x2f), reader.isAtEnd else { throw .badTime }
        return try checked(Instant(ticks: Int64(value) * (Instant.ticksPerSecond / 1000)))
    }

    /// A moment, if it is one that a log can hold.
    static func checked(_ instant: Instant) throws(RejectReason) -> Instant {
        guard Instant.plausible.contains(instant) else { throw .timeOutOfRange }
        return instant
    }
}

extension Bytes {
    /// Whether these are the digits of a number, with a point at most.
    fileprivate var isNumber: Bool {
        count > 4 && (0..<count).allSatisfy { self[$0] &- 48 < 10 || self[$0] == UInt8(ascii: ".") }
    }
}

/// Walks the digits of a written time.
struct DigitReader {
    let text: Bytes
    var at = 0

    init(_ text: Bytes) { self.text = text }

    var isAtEnd: Bool { at == text.count }

    func peek() -> UInt8 { at < text.count ? text[at] : 0 }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard at < text.count, UInt32(text[at]) == mark.value else { return false }
        at += 1
        return true
    }

    mutating func skipBytes(_ wanted: UInt8...) -> Bool {
        guard at + wanted.count <= text.count, wanted.indices.allSatisfy({ text[at + $0] == wanted[$0] }) else {
            return false
        }
        at += wanted.count
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ digits: Int) -> Int? {
        guard let value = number(digits...digits) else { return nil }
        return value
    }

    /// A number of as many digits as there are, within a range.
    mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while count < digits.upperBound, at < text.count, text[at] &- 48 < 10 {
            value = value * 10 + Int(text[at] - 48)
            at += 1
            count += 1
        }
        return digits.contains(count) ? value : nil
    }

    /// `HH:MM:SS` as seconds.
    mutating func clock() -> Int64? {
        guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60, skip(":"),
            let second = number(2), second < 60
        else { return nil }
        return Int64(hour * 3600 + minute * 60 + second)
    }

    mutating func skipText(_ wanted: StaticString) -> Bool {
        let length = wanted.utf8CodeUnitCount
        guard at + length <= text.count, text.slice(from: at, to: at + length).equals(wanted) else { return false }
        at += length
        return true
    }

    /// A fraction of a second as ticks; zero where there is none.
    mutating func fraction() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        let first = at
        guard var value = number(1...9) else { return nil }
        for _ in (at - first)..<9 { value *= 10 }
        return Int64(value / 100)
    }

    /// `Z`, `UTC` or an offset such as `+02:00` or `GMT+2`, as seconds east.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") || skipText("(UTC)") { return 0 }
        if skipText("UTC") || skipText("GMT"), isAtEnd { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(1...2), hours < 24 else { return nil }
        var minutes = 0
        if skip(":") || !isAtEnd {
            guard let written = number(2), written < 60 else { return nil }
            minutes = written
        }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
