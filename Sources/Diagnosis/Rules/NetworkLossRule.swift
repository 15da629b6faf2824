/// Connections that ended without a goodbye.
enum NetworkLossRule {
    static let text = RuleText(
        name: "network-loss",
        title: "Network loss",
        what: "A drop with 404104 that is neither a renewal nor part of an incident; a renewal that took longer "
            + "than \(.renewalBack); a single takeover without another drop before it.",
        why: "The connection was closed from the other side or fell silent for one and a half keep-alives: bad radio, "
            + "power, a network device on the way, a crash of the application. When the device is back before the hub "
            + "has noticed, the only trace is the takeover of the old connection by the new one.",
        thresholds: "None of its own.",
        actions: [
            "Test the device's connection on site: signal, power, the limits of routers on the way.",
            "Do not raise the keep-alive on a poor network: losses are noticed later.",
            "Use the current SDK.",
        ],
        source: MicrosoftDocs.errorCodes + "#404104-deviceconnectionclosedremotely")

    /// What 404104 says.
    static let closedRemotely = 5.0

    static func weigh(_ drop: DropContext, of identity: IdentityContext) -> Weight? {
        let most: Confidence = drop.spansMissing ? .low : drop.isCutOff ? .medium : .high
        if drop.flags.contains(.slowRenewal) { return Weight(.networkLoss, closedRemotely + 1, most: .medium) }
        if drop.classes.contains(.closedRemotely) { return Weight(.networkLoss, closedRemotely, most: most) }
        guard drop.classes.contains(.clientClosed) || drop.isTakeoverAlone else { return nil }
        // A single one may be a second client's all the same; among other losses it is one of them.
        let isAmongOthers = identity.candidates - identity.renewals >= 3
        return Weight(.networkLoss, isAmongOthers ? 4 : 2, most: .medium)
    }
}
