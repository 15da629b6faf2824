package import Model

/// Dates as HTTP writes them (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    package static func text(_ instant: Instant) -> String {
        let written = instant.description
        let date = CivilDate(daysSince1970: Int((Double(instant.seconds) / 86_400).rounded(.down)))
        let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
        return "\(days[date.weekday - 1]), \(day) \(months[date.month - 1]) \(date.year) "
            + "\(written.dropFirst(11).prefix(8)) GMT"
    }

    /// Nil for anything else than the usual form; the two older ones are no longer sent.
    package static func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = words[4].split(separator: ":", omittingEmptySubsequences: false)
        let parts = clock.compactMap { part in part.utf8.count == 2 ? Int64(part) : nil }
        guard clock.count == 3, parts.count == 3, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]),
            (0...60).contains(parts[2])
        else { return nil }
        return Instant(seconds: Int64(date.daysSince1970) * 86_400 + parts[0] * 3600 + parts[1] * 60 + parts[2])
    }
}
