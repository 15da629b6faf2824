import Model

/// Numbers as people read them.
///
/// English, without a locale: the same input gives the same words everywhere.
enum Words {
    /// `1 device`, `3 devices`.
    static func count(_ count: Int, _ one: String, _ many: String? = nil) -> String {
        grouped(count) + " " + (count == 1 ? one : many ?? one + "s")
    }

    /// `2,343`.
    static func grouped(_ count: Int) -> String {
        let digits = Array(String(count.magnitude))
        var text = count < 0 ? "−" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// The two largest units, as in `3 s`, `48 min 02 s`, `5 h 10 min`, `2 d 3 h`: `48:02` would read as a time of day.
    static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: units(seconds / 60, "min", seconds % 60, "s")
        case ..<86_400: units(seconds / 3600, "h", seconds / 60 % 60, "min")
        default: units(seconds / 86_400, "d", seconds / 3600 % 24, "h", padded: false)
        }
    }

    private static func units(
        _ large: Int64, _ one: String, _ small: Int64, _ other: String, padded: Bool = true
    ) -> String {
        if small == 0 { return "\(large) \(one)" }
        return "\(large) \(one) \(padded && small < 10 ? "0" : "")\(small) \(other)"
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

    /// `07:12:41` of an instant, UTC.
    static func clock(_ instant: Instant) -> String {
        String(instant.description.dropFirst(11).prefix(8))
    }
}
