/// How much the facts of a drop speak for a cause: the natural logarithm of how much likelier they are with it than where
/// nothing is known.
///
/// All causes are on this one scale, so that the difference of two is the odds between them.
struct Weight: Equatable {
    var cause: Cause
    var value: Double
    /// The most that may be claimed, where a fact that would settle it is not in the data.
    var most = Confidence.high

    init(_ cause: Cause, _ value: Double, most: Confidence = .high) {
        self.cause = cause
        self.value = value
        self.most = most
    }
}

/// Weighs the causes of one drop: the heaviest is its cause, and its margin over the next the confidence.
struct Weighing {
    /// Odds of 99 to 1 and of 9 to 1.
    static let high = 4.6
    static let medium = 2.2

    private var best = Weight(.unknown, 0, most: .low)
    private var next = -Double.infinity

    @inline(__always)
    mutating func add(_ weight: Weight?) {
        guard let weight else { return }
        if weight.value > best.value {
            if weight.cause != best.cause { next = best.value }
            best = weight
        } else if weight.cause != best.cause {
            next = max(next, weight.value)
        }
    }

    var classification: Classification {
        let margin = best.value - next
        let told = margin >= Weighing.high ? Confidence.high : margin >= Weighing.medium ? .medium : .low
        return Classification(best.cause, min(told, best.most))
    }
}
