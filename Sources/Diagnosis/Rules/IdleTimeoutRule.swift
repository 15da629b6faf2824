/// Connections that something on the way closes when they have been idle for a fixed time.
enum IdleTimeoutRule {
    static let text = RuleText(
        name: "idle-timeout",
        title: "Idle time-out on the way",
        what:
            "Drops with 404104 and no other code whose connection ages cluster at a round value of 4, 5 or 10 minutes, "
            + "at one value for devices with several SDKs behind one address, or at a value of its own for a Node.js client.",
        why:
            "Routers, NAT tables and load balancers forget connections without traffic after a fixed time; four minutes "
            + "is a common limit of cloud load balancers. A rhythm like this looks like a token renewal, but no code but "
            + "404104 ever appears in it, while a Node.js client renews without a code and a .NET or Java one with 401003; and "
            + "tokens of one life give every SDK another age. One device alone at half an hour may renew a short token.",
        thresholds:
            "At least \(.idleDrops) drops of a device within \(.idleTolerance) of the value; one address: at least three devices with two SDKs, and "
            + "half of its devices that drop as often.",
        actions: [
            "Set the keep-alive below the shortest idle limit on the way.",
            "Ask the network's operator for the idle limit of NAT and firewall.",
        ],
        source: MicrosoftDocs.keepAlive)

    /// Seconds.
    static let roundValues: [Int32] = [240, 300, 600]

    /// The round value that an age lies at.
    static func roundValue(near age: Int32, _ settings: AnalysisSettings) -> Int32? {
        roundValues.first { isNear(age, $0, settings) }
    }

    static func isNear(_ age: Int32, _ value: Int32, _ settings: AnalysisSettings) -> Bool {
        abs(Double(age - value)) <= Double(value) * settings[.idleTolerance] / 100
    }

    /// Whether a rhythm is a cut on the way and no renewal: nothing but 404104 stands in it, and its age is one at which no
    /// token renews.
    ///
    /// - Parameter shared: the age at which devices with other SDKs behind its address are cut.
    static func isCut(
        _ rhythm: Rhythm, of family: SDKFamily, shared: Int32?, _ settings: AnalysisSettings
    ) -> Bool {
        guard !rhythm.isWeak, !rhythm.isHint, rhythm.signatures.closed > 0, rhythm.signatures.clean == 0,
            rhythm.signatures.refused == 0
        else { return false }
        if roundValue(near: rhythm.median, settings) != nil { return true }
        if let shared, isNear(rhythm.median, shared, settings) { return true }
        // The Node.js SDK renews without a code.
        return family == .node && rhythm.ages >= Int(settings[.idleDrops])
            && !family.isPeriod(rhythm.median...rhythm.median, tolerance: Int32(settings[.renewalTolerance]))
    }
}
