import Model

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

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        if judged.classes.contains(.throttled) { facts.append(Fact(20, "\(judged.codes) says so")) }
        if judged.drop.flags.contains(.refusedAsThrottled) {
            facts.append(Fact(5, "refused by the same limit on its way back"))
        }
        facts.append(judged.isAlone ? Fact(-1, "no other device was cut off with it") : Fact(4, togetherWords))
        return facts
    }

    static let togetherWords = "with other devices"
}
