/// A date and a time of day as ISO 8601 writes them, with 0 to 9 digits of fraction, with or without a zone.
///
/// Real records have whole seconds and `Z`; Event Grid and the operations monitoring of 2016 have seven digits; some
/// exports have a blank in place of the `T`. Digits finer than a tick are dropped.
package struct ISO8601: Sendable {
    /// Since 1970, as if the time were UTC.
    package let seconds: Int64
    /// The ticks after the whole second.
    package let fraction: Int64
    /// Seconds east of UTC, where the text names a zone.
    package let offset: Int64?

    /// Nil for what is none.
    package init?(_ text: [UInt8]) {
        var reader = DateReader(text)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let clock = reader.clock(), let fraction = reader.fraction(),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        seconds = Int64(date.daysSince1970) * 86_400 + clock
        self.fraction = fraction
        offset = reader.isAtEnd ? nil : reader.offset()
        guard reader.isAtEnd else { return nil }
    }

    /// The moment in a zone so many seconds east of UTC.
    package func instant(offset: Int64) -> Instant {
        Instant(ticks: (seconds - offset) * Instant.ticksPerSecond + fraction)
    }
}

extension Instant {
    /// The moments that an export can hold; `0001-01-01` is how Azure says "never".
    package static let plausible = Instant(seconds: 946_684_800)..<Instant(seconds: 4_102_444_800)  // 2000 to 2099

    /// Reads a time with its zone, of a moment that is plausible; nil for anything else.
    package init?(exported text: String) {
        guard let written = ISO8601(Array(text.utf8)), let offset = written.offset else { return nil }
        let instant = written.instant(offset: offset)
        guard Instant.plausible.contains(instant) else { return nil }
        self = instant
    }

    /// Reads what `description` writes: `2026-03-10T07:12:41Z`, with up to seven digits of fraction.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard (20...28).contains(bytes.count), bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
            let written = ISO8601(bytes)
        else { return nil }
        self = written.instant(offset: 0)
    }
}

/// Walks the digits of a written time.
struct DateReader {
    let text: [UInt8]
    /// How far it got.
    var at = 0

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { at == text.count }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard at < text.count, UInt32(text[at]) == mark.value else { return false }
        at += 1
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(_ digits: Int) -> Int? { number(digits...digits) }

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

    /// A fraction of a second as ticks; zero where there is none.
    mutating func fraction() -> Int64? {
        guard skip(".") else { return 0 }
        let first = at
        guard var value = number(1...9) else { return nil }
        for _ in (at - first)..<9 { value *= 10 }
        return Int64(value / 100)
    }

    /// `Z` or an offset such as `+02:00`, as seconds east.
    mutating func offset() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        var minutes = 0
        if skip(":") || !isAtEnd {
            guard let written = number(2), written < 60 else { return nil }
            minutes = written
        }
        return sign * Int64(hours * 3600 + minutes * 60)
    }
}
