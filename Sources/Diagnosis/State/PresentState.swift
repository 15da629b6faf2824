import Model

/// Whether an identity is connected or down at a moment, and since when.
struct PresentState {
    var isOnline: Bool
    /// Nil where the connect or the drop is not known.
    var since: Instant?
    /// Attempts refused since the latest success.
    var refusals: Int
}

extension DayAnalysis {
    /// The present state of every identity, by its number.
    func identityStates() -> [PresentState] {
        (0..<identities.count).map { number in
            let state = identities[number]
            var since: DayMillis?
            if state.flags.contains(.online) {
                since = state.lastConnect == .never ? nil : state.lastConnect
            } else if state.lastDrop > 0 {
                since = drops[Int(state.lastDrop) - 1].start
            }
            return PresentState(
                isOnline: state.flags.contains(.online),
                since: since.map { $0 == 0 ? Instant(seconds: Int64(state.distant.since)) : clock.instant($0) },
                refusals: Int(state.refusals))
        }
    }
}
