/// A moment, counted in ticks of 100 nanoseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
///
/// A tick is the resolution of .NET, and so the finest that Azure writes: whole seconds in the Connections
/// category, seven fractional digits in Event Grid and in the operations monitoring of 2016.
package struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
    package static let ticksPerSecond: Int64 = 10_000_000

    package let ticks: Int64

    package init(ticks: Int64) {
        self.ticks = ticks
    }

    package init(seconds: Int64) {
        ticks = seconds * Instant.ticksPerSecond
    }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 {
        let quotient = ticks / Instant.ticksPerSecond
        return ticks % Instant.ticksPerSecond < 0 ? quotient - 1 : quotient
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.ticks < right.ticks
    }

    package func advanced(bySeconds seconds: Int64) -> Instant {
        Instant(ticks: ticks + seconds * Instant.ticksPerSecond)
    }

    /// Seconds from another moment to this one, rounded towards zero; negative when this one is earlier.
    package func seconds(since other: Instant) -> Int64 {
        (ticks - other.ticks) / Instant.ticksPerSecond
    }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 in UTC, `2026-03-10T07:12:41Z`; a fraction only where there is one, without its closing zeros.
    package var description: String {
        let (date, time) = CivilDate.split(seconds: seconds)
        var text = date.description + "T" + twoDigits(time / 3600) + ":" + twoDigits(time / 60 % 60) + ":"
        text += twoDigits(time % 60)
        var fraction = ticks - seconds * Instant.ticksPerSecond
        if fraction > 0 {
            var digits = 7
            while fraction % 10 == 0 {
                fraction /= 10
                digits -= 1
            }
            let shown = String(fraction)
            text += "." + String(repeating: "0", count: digits - shown.utf8.count) + shown
        }
        return text + "Z"
    }
}

func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
}

extension Instant: Codable {
    /// Written as `description` does.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "expected a time such as 2026-03-10T07:12:41Z, found \(text)")
        }
        self = instant
    }
}
