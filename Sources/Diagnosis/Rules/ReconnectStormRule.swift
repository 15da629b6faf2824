/// Devices that the hub's own limits kept away, most often because all of them came back at once.
enum ReconnectStormRule {
    static let text = RuleText(
        name: "reconnect-storm",
        title: "Reconnect storm",
        what: "Many devices that dropped together, at least half of them with throttling codes (429xxx).",
        why: "A hub takes a limited number of new connections a second, by tier and units. When a fleet comes back at "
            + "once, or retries without back-off, the excess is first delayed and then refused.",
        thresholds: "As a service incident, with throttling codes on at least half of the devices.",
        actions: [
            "Let devices retry with exponential back-off and jitter, and start fleets in steps.",
            "Compare the connects a second with the limit of the hub's tier; add units if the load is meant.",
            "Do not restart the fleet.",
        ],
        source: Page.limits)

    static func verdict(_ crowd: IncidentCrowd) -> IncidentVerdict? {
        guard crowd.throttled * 2 >= crowd.devices else { return nil }
        return IncidentVerdict(kind: .reconnectStorm, confidence: .high)
    }
}
