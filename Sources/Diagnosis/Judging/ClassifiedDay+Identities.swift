package import Model

/// What is known of an identity when all events have passed, apart from its drops.
package struct MetIdentity: Sendable, BitwiseCopyable {
    package var hub: TextID
    package var device: DeviceID
    /// The time of its first event in the data.
    package var firstSeen: Instant
}

extension ClassifiedDay {
    /// Hands over every identity of the data, in no certain order.
    package func forEachIdentity(_ body: (MetIdentity) -> Void) {
        let analysis = classifier.analysis
        for number in 0..<analysis.identities.count {
            let state = analysis.identities[number]
            body(
                MetIdentity(
                    hub: analysis.hubs[Int(state.hub)].text, device: state.device,
                    firstSeen: state.firstSeen == 0
                        ? Instant(seconds: Int64(state.distant.firstSeen)) : analysis.clock.instant(state.firstSeen)))
        }
    }
}
