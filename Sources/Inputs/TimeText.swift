import Model

/// Reads the times of Azure's exports: ISO 8601 with 0 to 9 digits of fraction, and `Z` or an offset.
enum TimeText {
    /// The moment, or nil for what is none, and for `0001-01-01`, with which Azure says "never" (IoT Hub
    /// documentation, identity registry: default values of times).
    static func instant(_ text: String) -> Instant? {
        var bytes = Array(text.utf8)[...]
        guard bytes.count <= 40, bytes.count >= 20, let date = CivilDate(String(text.prefix(10))), date.year >= 2000,
            date.year < 2100
        else { return nil }
        bytes.removeFirst(10)
        guard let mark = bytes.popFirst(), mark | 0x20 == UInt8(ascii: "t") || mark == 0x20, let hour = pair(&bytes),
            hour < 24, take(":", &bytes), let minute = pair(&bytes), minute < 60, take(":", &bytes),
            let second = pair(&bytes), second < 60, let fraction = fraction(&bytes), let offset = offset(&bytes),
            bytes.isEmpty
        else { return nil }
        let seconds = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        return Instant(ticks: seconds * Instant.ticksPerSecond + fraction)
    }

    private static func take(_ mark: Unicode.Scalar, _ bytes: inout ArraySlice<UInt8>) -> Bool {
        guard let byte = bytes.first, UInt32(byte) == mark.value else { return false }
        bytes.removeFirst()
        return true
    }

    private static func pair(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= 2 else { return nil }
        let digits = bytes.prefix(2)
        bytes.removeFirst(2)
        return digits.allSatisfy { (48...57).contains($0) } ? digits.reduce(0) { $0 * 10 + Int($1 - 48) } : nil
    }

    /// Ticks; digits finer than a tick are dropped.
    private static func fraction(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        guard take(".", &bytes) else { return 0 }
        let digits = bytes.prefix { (48...57).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        bytes.removeFirst(digits.count)
        var ticks: Int64 = 0
        for index in 0..<7 {
            ticks = ticks * 10 + (index < digits.count ? Int64(digits[digits.startIndex + index] - 48) : 0)
        }
        return ticks
    }

    /// Seconds east of UTC.
    private static func offset(_ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.popFirst() else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = pair(&bytes), hours <= 14 else {
            return nil
        }
        _ = take(":", &bytes)
        guard let minutes = pair(&bytes), minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }
}

/// The hub that a resource id names, in lower case; nil where it names none.
func hub(ofResource id: String) -> String? {
    let parts = id.lowercased().split(separator: "/")
    guard let index = parts.firstIndex(of: "iothubs"), index + 1 < parts.endIndex, index > 0,
        parts[index - 1] == "microsoft.devices", parts[index + 1].utf8.count <= 63
    else { return nil }
    return String(parts[index + 1])
}
