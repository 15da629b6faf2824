import Model

/// Numbers as people read them.
///
/// English, without a locale: the same input gives the same words everywhere.
enum Words {
    /// `1 device`, `3 devices`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
    }

    /// `3 s`, `48:02`, `5:10:00`, `2 d 3:00:00`: hours only where there are some.
    static func duration(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
        let clock = "\(seconds / 3600 % 24):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds < 86_400 ? clock : "\(seconds / 86_400) d \(clock)"
    }

    /// `12 %`, `0.4 %`.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return tenths >= 100 || tenths % 10 == 0 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
    }

    /// At most one decimal.
    static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// `07:12` of an instant, UTC; with its date where it lies before the day that is spoken of.
    static func minute(_ instant: Instant, dayStart: Instant) -> String {
        let text = instant.description
        let clock = String(text.dropFirst(11).prefix(5))
        return instant < dayStart ? text.prefix(10) + " " + clock : clock
    }

    /// `07:12:41` of an instant, UTC.
    static func clock(_ instant: Instant) -> String {
        String(instant.description.dropFirst(11).prefix(8))
    }
}
