/// A span of time that includes its start and excludes its end.
///
/// Windows that follow one another therefore share an instant but no event.
package struct TimeWindow: Hashable, Sendable, Codable {
    package let start: Instant
    package let end: Instant

    /// A window from one moment to a later one; one that ends before it starts is empty at its start.
    package init(from start: Instant, to end: Instant) {
        self.start = start
        self.end = max(start, end)
    }

    /// All of time.
    package static let always = TimeWindow(from: Instant(ticks: .min), to: Instant(ticks: .max))

    package func contains(_ instant: Instant) -> Bool {
        start <= instant && instant < end
    }

    /// Whole seconds from start to end.
    package var seconds: Int64 {
        end.seconds(since: start)
    }

    /// The windows of one length that cover this one, the first at its start; the last may be shorter.
    package func divided(by length: WindowLength) -> [TimeWindow] {
        var windows: [TimeWindow] = []
        var start = start
        while start < end {
            let next = min(start.advanced(bySeconds: Int64(length.seconds)), end)
            windows.append(TimeWindow(from: start, to: next))
            start = next
        }
        return windows
    }
}

/// The length of the windows that counts are grouped by: a divisor of a day, 15 minutes by default.
package struct WindowLength: Hashable, Sendable {
    package let seconds: Int

    package static let quarterHour = WindowLength(checked: 900)
    package static let hour = WindowLength(checked: 3600)

    /// Nil unless a day of 86,400 seconds is a whole number of such windows.
    package init?(seconds: Int) {
        guard seconds > 0, 86_400 % seconds == 0 else { return nil }
        self.seconds = seconds
    }

    private init(checked seconds: Int) {
        self.seconds = seconds
    }

    /// Reads `15m`, `1h`, `30s` or `1d`; nil for anything else, or for a length that does not divide a day.
    package init?(_ text: String) {
        guard let unit = text.last, let number = Int(text.dropLast()), number > 0, number <= 86_400 else { return nil }
        switch unit {
        case "s": self.init(seconds: number)
        case "m": self.init(seconds: number * 60)
        case "h": self.init(seconds: number * 3600)
        case "d": self.init(seconds: number * 86_400)
        default: return nil
        }
    }
}

extension WindowLength: CustomStringConvertible {
    /// `15m`, `1h`: the largest unit that leaves a whole number.
    package var description: String {
        if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        if seconds % 60 == 0 { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }
}

extension TimeWindow {
    private enum CodingKeys: String, CodingKey {
        case start, end
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            from: try fields.decode(Instant.self, forKey: .start), to: try fields.decode(Instant.self, forKey: .end))
    }
}
