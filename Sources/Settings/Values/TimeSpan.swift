/// A length of time in whole seconds, as the configuration writes it: `90s`, `15m`, `3h`, `90d`.
package struct TimeSpan: Hashable, Comparable, Sendable {
    package let seconds: Int64

    /// Ten thousand days, so that no sum of lengths and moments can overflow.
    package static let longest = TimeSpan(seconds: 864_000_000)

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    /// Reads a whole number and one of the units `s`, `m`, `h` and `d`; nil for anything else and beyond `longest`.
    package init?(_ text: String) {
        let units: [UInt8: Int64] = [
            UInt8(ascii: "s"): 1, UInt8(ascii: "m"): 60, UInt8(ascii: "h"): 3600, UInt8(ascii: "d"): 86_400,
        ]
        let digits = text.utf8.dropLast()
        guard let last = text.utf8.last, let unit = units[last], (1...9).contains(digits.count),
            digits.allSatisfy({ (48...57).contains($0) }), let number = Int64(text.dropLast()),
            number <= TimeSpan.longest.seconds / unit
        else { return nil }
        seconds = number * unit
    }

    package static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.seconds < right.seconds
    }
}

extension TimeSpan: LosslessStringConvertible {
    /// The largest unit that leaves a whole number: `3h`, `90m`.
    package var description: String {
        if seconds == 0 { return "0s" }
        if seconds % 86_400 == 0 { return "\(seconds / 86_400)d" }
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        if seconds % 60 == 0 { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }
}
