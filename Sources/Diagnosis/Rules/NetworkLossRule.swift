import Model

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

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        let (drop, identity) = (judged.drop, judged.identity)
        let against = against(judged)
        var facts: [Fact] = []
        if drop.flags.contains(.slowRenewal) {
            facts.append(Fact(closedRemotely + 1, "at the age of a renewal, but later back than one"))
        }
        if judged.classes.contains(.closedRemotely) {
            facts.append(Fact(closedRemotely, "no goodbye (404104)"))
        } else if judged.classes == CodeClasses(.takeover) {
            facts.append(Fact(2, "back before the hub had noticed"))
        } else if judged.classes.contains(.clientClosed) {
            facts.append(Fact(2, "\(judged.codes) says that the client closed"))
        }
        if !judged.isAlone { facts.append(Fact(4.5, ThrottledRule.togetherWords)) }
        if let idle = identity.idle, idle.holds(drop.age) {
            facts.append(Fact(4, "at the same age as \(idle.ages) of its connections, with no other code"))
        } else if identity.authentication == .x509 {
            facts.append(Fact(3, "X.509 needs no renewal"))
        } else if drop.backSeconds != nil, !judged.isBackSoon, !drop.flags.contains(.slowRenewal) {
            facts.append(Fact(2.5, "too long for a renewal"))
        } else if against == nil, drop.age >= 0, judged.classes.isWithin(.renewal) {
            facts.append(Fact(1, "at no age of a renewal"))
        }
        if let against { facts.append(against) }
        return facts
    }

    /// What speaks most against it.
    private static func against(_ judged: JudgedDrop) -> Fact? {
        let (drop, identity) = (judged.drop, judged.identity)
        if let rhythm = judged.rhythm, !rhythm.isWeak, judged.classes.isWithin(.renewal),
            !drop.flags.contains(.slowRenewal)
        {
            let distance = abs(drop.age - rhythm.median)
            if distance <= 120, Double(distance) > 3 * rhythm.scale {
                return Fact(-3, "it renews its token at nearly that age, \(Words.duration(Int64(rhythm.median)))")
            }
            return nil
        }
        if judged.classes == CodeClasses(.takeover), judged.others < 3 {
            return Fact(-1.5, "a second client would leave the same code")
        }
        if drop.flags.contains(.spansMissing) { return Fact(-1, "records are missing between its connect and its end") }
        guard identity.rhythm == nil, judged.isBackSoon, judged.classes.isWithin(.renewal),
            identity.authentication != .x509, drop.age >= 0,
            identity.family.isPeriod(drop.age...drop.age, tolerance: Int32(judged.settings[.renewalTolerance]))
        else { return nil }
        return Fact(-2, "the \(identity.family.name) SDK renews its token at about that age")
    }
}
