/// Connections that the hub ended because of a limit.
enum ThrottledRule {
    static let text = RuleText(
        name: "throttled",
        title: "Throttled",
        what: "A drop with a code of 429xxx, with 403002 (daily quota) or with 503008 (receive links).",
        why:
            "The hub shapes short bursts and refuses what goes on for too long; when the backlog of shaped requests is "
            + "full it disconnects the device.",
        thresholds: "None.",
        actions: [
            "Compare the hub's traffic with the limits of its tier, and add units if the load is meant.",
            "Let devices retry with exponential back-off and jitter; do not restart the fleet at once.",
        ],
        source: MicrosoftDocs.errorCodes + "#429xxx-throttling-exception-errors")

    static func weigh(_ drop: DropContext) -> Weight? {
        drop.classes.contains(.throttled) ? Weight(.throttled, 20) : nil
    }
}
