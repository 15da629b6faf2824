import Model

/// Numbers, durations and shares as a report writes them.
extension Words {
    package static func count(_ number: Int64) -> String { count(Int(number)) }

    /// Time lost by many devices together: `93 device-hours`, one decimal below ten.
    package static func deviceHours(_ seconds: Int64) -> String {
        let text = hours(seconds)
        return text + (text == "1" ? " device-hour" : " device-hours")
    }

    /// The hours of `deviceHours` without the unit; `0` only for none at all.
    package static func hours(_ seconds: Int64) -> String {
        if seconds <= 0 { return "0" }
        if seconds >= 36_000 { return count((seconds + 1800) / 3600) }
        let tenths = (seconds + 180) / 360
        if tenths == 0 { return "under 0.1" }
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    /// `34 %`; one decimal below ten, `under 0.1 %` for a share that would round to nothing.
    package static func share(_ share: Double) -> String {
        let percent = share * 100
        if percent <= 0 { return "0 %" }
        if percent < 0.05 { return "under 0.1 %" }
        return (percent < 9.95 ? decimals(percent, 1) : decimals(percent, 0)) + " %"
    }

    /// `99.81 %`, rounded down, so that only a day without any downtime reads 100 %.
    package static func availability(_ value: Double) -> String {
        if value >= 1 { return "100 %" }
        return decimals((value * 10_000).rounded(.down) / 100, 2) + " %"
    }

    /// A number with that many decimals, rounded to the nearest.
    package static func decimals(_ value: Double, _ places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "−" : ""
        let whole = count(scaled / scale)
        guard places > 0 else { return sign + whole }
        let fraction = String(scaled % scale)
        return sign + whole + "." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String]) -> String {
        guard let last = items.last else { return "" }
        return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " and " + last
    }
}
