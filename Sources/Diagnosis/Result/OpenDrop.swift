package import Model

/// A drop that is open at the end of a day's data, and the cause that the day gave it.
///
/// The day saw what dropped with it, which later days do not: they keep the cause.
package struct OpenDrop: Sendable, Equatable, BitwiseCopyable {
    package var identity: Identity
    package var start: Instant
    package var cause: Cause
    package var confidence: Confidence

    package init(identity: Identity, start: Instant, cause: Cause, confidence: Confidence) {
        self.identity = identity
        self.start = start
        self.cause = cause
        self.confidence = confidence
    }

    /// Whether it is the drop that another day's data has begin at a moment, which carried state may tell to the second.
    func began(at moment: Instant) -> Bool { abs(start.seconds - moment.seconds) <= 1 }
}
