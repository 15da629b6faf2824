/// What the reading of a line came to.
struct LineOutcome {
    /// Whether a value on it went on behind it; the window's position is then behind that value.
    var isBehindLine = false
    var isBroken = false
}

/// Why the present value cannot be read on.
enum ValueProblem {
    /// The bytes end first.
    case cut(RejectReason)
    /// It is wrong, so far behind the window's position.
    case broken(RejectReason, behind: Int)
    /// The rest of it was rejected, and nothing behind that belongs to it.
    case lost
}

/// How the reading of a value ended.
enum ValueEnding {
    case ended
    case cut(RejectReason)
    /// A break, and nothing behind it that belongs to the same value.
    case lost
}
