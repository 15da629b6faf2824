/// Numbers as people read them: English, without a locale, so that the same input gives the same words everywhere.
package enum Words {
    /// `63,953`.
    package static func count(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "−" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 device`, `2,343 devices`.
    package static func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        count(number) + " " + (number == 1 ? one : many ?? one + "s")
    }

    /// The two largest units: `45 s`, `12 min 05 s`, `3 h 20 min`, `2 d 4 h`; `48:02` would read as a time of day.
    package static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case ..<60: "\(max(0, seconds)) s"
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
}
