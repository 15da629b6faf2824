package import Model

/// What is known of an identity when all events have passed, apart from its drops.
package struct MetIdentity: Sendable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    /// The time of its first event in the data.
    package var firstSeen: Instant
    /// Failed connects on the report day, at most 65,535.
    package var failedConnects: Int
}

extension DayAnalysis {
    /// Hands over every identity met so far, in no certain order.
    package func forEachIdentity(_ body: (MetIdentity) -> Void) {
        for number in 0..<identities.count {
            let state = identities[number]
            body(
                MetIdentity(
                    hub: hubs[Int(state.hub)].text, device: state.device, firstSeen: clock.instant(state.firstSeen),
                    failedConnects: Int(state.failedConnects)))
        }
    }
}
