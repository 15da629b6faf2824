package import Model

/// Hours of UTC are counted from 1970-01-01T00:00:00Z, rounded down.
extension Instant {
    package static let ticksPerHour = 3600 * ticksPerSecond

    /// The hour that this moment belongs to.
    package var hour: Int {
        Int(ticks >= 0 ? ticks / Instant.ticksPerHour : (ticks + 1) / Instant.ticksPerHour - 1)
    }

    /// The start of an hour.
    package init(hour: Int) { self.init(ticks: Int64(hour) * Instant.ticksPerHour) }
}

extension TimeWindow {
    /// The span of an hour.
    init(hour: Int) { self.init(from: Instant(hour: hour), to: Instant(hour: hour + 1)) }

    /// The hours that this span touches.
    var hours: Range<Int> {
        guard start < end else { return 0..<0 }
        return start.hour..<(Instant(ticks: end.ticks - 1).hour + 1)
    }
}
