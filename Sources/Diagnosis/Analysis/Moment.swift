import Model

/// Milliseconds since the start of the data: half the size of an `Instant`, and a day keeps millions of them.
///
/// Records of the category have whole seconds; what is finer than a millisecond is cut off.
typealias Moment = UInt32

/// A moment that is not there.
let noMoment = Moment.max

/// Converts between instants and the moments of one analysis.
struct Clock: Sendable {
    let origin: Instant
    private static let ticksPerMoment = Instant.ticksPerSecond / 1000

    /// Nil before the origin, or more than 49 days after it.
    @inline(__always)
    func moment(_ instant: Instant) -> Moment? {
        let offset = instant.ticks - origin.ticks
        guard offset >= 0 else { return nil }
        let moments = offset / Clock.ticksPerMoment
        return moments < Int64(noMoment) ? Moment(truncatingIfNeeded: moments) : nil
    }

    /// The moment nearest to an instant: the ends of the range for what lies outside it.
    func clamped(_ instant: Instant) -> Moment {
        moment(instant) ?? (instant < origin ? 0 : noMoment - 1)
    }

    func instant(_ moment: Moment) -> Instant {
        Instant(ticks: origin.ticks + Int64(moment) * Clock.ticksPerMoment)
    }
}

/// A span of moments, its end excluded.
struct Span: Sendable, Equatable {
    var start: Moment
    var end: Moment

    @inline(__always)
    func contains(_ moment: Moment) -> Bool {
        start <= moment && moment < end
    }

    func overlaps(_ other: Span) -> Bool {
        start < other.end && other.start < end
    }

    /// Milliseconds that this span shares with another.
    func shared(with other: Span) -> Int64 {
        max(0, Int64(min(end, other.end)) - Int64(max(start, other.start)))
    }
}
