/// Connections that ended without a goodbye.
enum NetworkLossRule {
    static let text = RuleText(
        name: "network-loss",
        title: "Network loss",
        what: "A drop with 404104 that is no renewal and belongs to no incident; a renewal that took longer "
            + "than \(.renewalBack); a single takeover without another drop before it.",
        why: "The connection was closed from the other side or fell silent for one and a half keep-alives: bad radio, "
            + "power, a network device on the way, a crash of the application. When the device is back before the hub "
            + "has noticed, the only trace is the takeover of the old connection by the new one.",
        thresholds: "None of its own.",
        actions: [
            "Test the device's connection where it stands: signal, power, the limits of routers on the way.",
            "Do not raise the keep-alive on a poor network: losses are noticed later.",
            "Use the current SDK.",
        ],
        source: MicrosoftDocs.errorCodes + "#404104-deviceconnectionclosedremotely")

    static func classify(_ drop: DropContext) -> Classification? {
        if drop.flags.contains(.slowRenewal) { return Classification(.networkLoss, .medium) }
        if drop.classes.contains(.closedRemotely) { return Classification(.networkLoss, .medium) }
        if drop.classes.contains(.clientClosed) || drop.isTakeoverAlone { return Classification(.networkLoss, .low) }
        return nil
    }
}
