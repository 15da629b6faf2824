import Model

/// Milliseconds since `MillisClock.reach` before the start of the data: half the size of an `Instant`, and a day keeps millions
/// of them.
///
/// Records of the category have whole seconds; what is finer than a millisecond is cut off.
typealias DayMillis = UInt32

extension DayMillis {
    /// A moment that is not there.
    static let never = DayMillis.max
}

/// Converts between instants and the moments of one analysis.
struct MillisClock: Sendable {
    /// What lies at most this long before the data has a moment of its own; what is older, which only carried state
    /// tells of, is clamped to moment 0.
    ///
    /// With 15 days of data, which the longest contexts make, it fills 49 of the 49.7 days of a `DayMillis`.
    static let reach: DayMillis = 34 * 86_400_000

    let origin: Instant
    private static let ticksPerMilli = Instant.ticksPerSecond / 1000

    init(dataStart: Instant) {
        origin = Instant(ticks: dataStart.ticks - Int64(MillisClock.reach) * MillisClock.ticksPerMilli)
    }

    /// Nil before the origin, or more than 49 days after it.
    @inline(__always)
    func moment(_ instant: Instant) -> DayMillis? {
        let offset = instant.ticks - origin.ticks
        guard offset >= 0 else { return nil }
        let moments = offset / MillisClock.ticksPerMilli
        return moments < Int64(DayMillis.never) ? DayMillis(truncatingIfNeeded: moments) : nil
    }

    /// The moment nearest to an instant: the ends of the range for what lies outside it.
    func clamped(_ instant: Instant) -> DayMillis {
        moment(instant) ?? (instant < origin ? 0 : DayMillis.never - 1)
    }

    func instant(_ moment: DayMillis) -> Instant {
        Instant(ticks: origin.ticks + Int64(moment) * MillisClock.ticksPerMilli)
    }
}

/// A span of moments, its end excluded.
struct MillisRange: Sendable, Equatable {
    var start: DayMillis
    var end: DayMillis

    @inline(__always)
    func contains(_ moment: DayMillis) -> Bool {
        start <= moment && moment < end
    }

    func overlaps(_ other: MillisRange) -> Bool {
        start < other.end && other.start < end
    }

    /// Milliseconds that this span shares with another.
    func shared(with other: MillisRange) -> Int64 {
        max(0, Int64(min(end, other.end)) - Int64(max(start, other.start)))
    }
}
