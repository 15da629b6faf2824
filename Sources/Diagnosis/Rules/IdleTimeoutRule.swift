/// Connections that something on the way closes when they have been idle for a fixed time.
enum IdleTimeoutRule {
    static let text = RuleText(
        name: "idle-timeout",
        title: "Idle time-out on the way",
        what: "Drops with 404104 whose connection ages cluster at a round value: 4, 5 or 10 minutes.",
        why:
            "Routers, NAT tables and load balancers forget connections without traffic after a fixed time; four minutes "
            + "is a common limit of cloud load balancers. A rhythm like this looks like a token renewal, but it is "
            + "shorter than tokens live, and no code but 404104 ever stands in it. Half an hour, the hub's own limit, "
            + "is left out: a .NET client with a token of twenty minutes has the same rhythm.",
        thresholds: "At least \(.idleDrops) drops of a device within \(.idleTolerance) of the round value.",
        actions: [
            "Set the keep-alive below the shortest idle limit on the way.",
            "Ask the network's operator for the idle limit of NAT and firewall.",
        ],
        source: MicrosoftDocs.keepAlive)

    /// Seconds.
    static let roundValues: [Int32] = [240, 300, 600]

    /// The round value that an age lies at.
    static func roundValue(near age: Int32, _ settings: AnalysisSettings) -> Int32? {
        roundValues.first { abs(Double(age - $0)) <= Double($0) * settings[.idleTolerance] / 100 }
    }

    /// A rhythm of nothing but 404104 at a round value that is no renewal period of the SDK.
    static func classify(_ drop: DropContext, of identity: IdentityContext, _ settings: AnalysisSettings)
        -> Classification?
    {
        guard drop.classes == CodeClasses(.closedRemotely), let rhythm = identity.rhythm, !rhythm.isWeak,
            roundValue(near: rhythm.median, settings) != nil, rhythm.holds(drop.age)
        else { return nil }
        return Classification(.networkLoss, .medium)
    }
}
