package import Model

extension ClassifiedDay {
    /// Hands over every identity of the data with the time of its first event, in no certain order.
    package func forEachIdentity(_ body: (_ identity: Identity, _ firstSeen: Instant) -> Void) {
        let analysis = classifier.analysis
        for number in 0..<analysis.identities.count {
            let state = analysis.identities[number]
            body(
                Identity(hub: analysis.hubs[Int(state.hub)].text, device: state.device),
                state.firstSeen == 0
                    ? Instant(seconds: Int64(state.distant.firstSeen)) : analysis.clock.instant(state.firstSeen))
        }
    }
}
