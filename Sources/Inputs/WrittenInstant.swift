import Model

extension Instant {
    /// A time of an export: ISO 8601 with a zone, or `/Date(1773122404000)/` of PowerShell.
    init?(written text: String) {
        if let instant = Instant(exported: text) {
            self = instant
            return
        }
        guard text.hasPrefix("/Date("), text.hasSuffix(")/") else { return nil }
        let digits = text.dropFirst(6).prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 15, let milliseconds = Int64(digits) else { return nil }
        let instant = Instant(ticks: milliseconds * (Instant.ticksPerSecond / 1000))
        guard Instant.plausible.contains(instant) else { return nil }
        self = instant
    }
}
