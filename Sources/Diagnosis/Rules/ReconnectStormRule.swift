/// Devices that the hub's own limits kept away, most often because all of them came back at once.
enum ReconnectStormRule {
    static let text = RuleText(
        name: "reconnect-storm",
        title: "Reconnect storm",
        what:
            "Devices that dropped together, at least half of them with throttling codes (429xxx) on the drop; or many "
            + "devices whose drops nothing else explains, at least half of them refused with such codes on their way back.",
        why: "A hub takes a limited number of new connections a second, by tier and units. When a fleet comes back at "
            + "once, or retries without back-off, the excess is first delayed and then refused.",
        thresholds:
            "At least \(.serviceCodeDevices) devices within about \(.incidentWindow) whose drops carry throttling codes, 403002 left out, which "
            + "is the daily quota; drops without them count as for a service incident. A storm of fewer than twenty devices in "
            + "the middle of a service incident is a part of it.",
        actions: [
            "Let devices retry with exponential back-off and jitter, and start fleets in steps.",
            "Compare the connects a second with the limit of the hub's tier; add units if the load is meant.",
            "Do not restart the fleet.",
        ],
        source: MicrosoftDocs.limits)

    /// Devices from which on a storm counts apart from the incident that it follows: a few throttled ones are how an
    /// incident ends.
    static let leastApart = 20

    static func classify(_ cluster: DropCluster) -> IncidentClassification? {
        guard cluster.throttled * 2 >= cluster.devices else { return nil }
        return IncidentClassification(kind: .reconnectStorm, confidence: .high)
    }

    /// What made the devices drop is not told; what kept them away is.
    static func classify(ofReturns cluster: DropCluster) -> IncidentClassification? {
        guard cluster.throttledReturns * 2 >= cluster.devices else { return nil }
        return IncidentClassification(kind: .reconnectStorm, confidence: .medium)
    }
}
