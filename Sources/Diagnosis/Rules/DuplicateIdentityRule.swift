import Model

/// Two clients with one identity, which disconnect each other without end.
enum DuplicateIdentityRule {
    static let text = RuleText(
        name: "duplicate-identity",
        title: "Two clients with one identity",
        what:
            "Takeovers (400027 or 409002) of one identity, each with a successful connect of the same identity within "
            + "seconds: many in a short time, or many a day by two addresses or two SDKs in turn.",
        why: "The hub allows one connection per identity and closes the older one when a newer comes. Two clients with "
            + "the same credentials therefore throw each other out endlessly. A single 409002 is commonly the side "
            + "effect of another drop and says nothing of the kind; nor do takeovers now and then among other losses, "
            + "which a device on a poor radio leaves when it is back before the hub has noticed.",
        thresholds:
            "At least \(.takeoversInShort) takeovers within \(.takeoverShort), with a quarter as many other losses among them at most: high "
            + "confidence when two addresses or two SDKs come back in turn (A, B, A, B), else medium. Or \(.takeoversInDay) a day, "
            + "four of five of them in turn. Each has a connect within \(.takeoverConnect).",
        actions: [
            "Find the second client: both addresses and SDKs are listed.",
            "Give every client an identity of its own.",
            "Rotate the device's key if one of the clients is not yours.",
            "If address and SDK are one, look in the device's code for a connect without a close before it.",
        ],
        source: MicrosoftDocs.errorCodes + "#409002-linkcreationconflict-error")

    /// How sure it is that the identity is used twice: from the moments of its takeovers and of its other losses, each in
    /// order of time.
    ///
    /// Two clients throw each other out within seconds and leave little else; a device on a poor radio that is back
    /// before the hub has noticed leaves a takeover now and then among other losses.
    static func confidence(
        takeovers: [DayMillis], losses: [DayMillis], state: IdentityState, _ settings: AnalysisSettings
    ) -> Confidence? {
        let returns = Int(max(state.addressReturns, state.sdkReturns))
        let areInTurn = returns >= 2
        if isQuick(takeovers, losses, settings) { return areInTurn ? .high : .medium }
        // Far apart they are told from lost connections by two parties that come in turn; one that roams has more addresses.
        let turns = max(state.thirdAddress == 0 ? state.addressReturns : 0, state.sdkReturns)
        let areMostInTurn = turns == .max || Int(turns) * 5 >= (takeovers.count - 1) * 4
        guard Double(takeovers.count) >= settings[.takeoversInDay], areMostInTurn,
            losses.count * 4 <= takeovers.count
        else { return nil }
        return .medium
    }

    /// Whether enough takeovers came in quick succession, with hardly another loss among them, and not by chance.
    private static func isQuick(_ takeovers: [DayMillis], _ losses: [DayMillis], _ settings: AnalysisSettings) -> Bool {
        let short = max(1, Int(settings[.takeoversInShort]))
        let length = Int64(settings[.takeoverShort] * 1000)
        guard takeovers.count >= short else { return false }
        return (short - 1..<takeovers.count).contains { last in
            var first = last + 1 - short
            guard Int64(takeovers[last]) - Int64(takeovers[first]) <= length else { return false }
            while first > 0, Int64(takeovers[first] - takeovers[first - 1]) * Int64(short) <= length { first -= 1 }
            let among = losses.count { $0 >= takeovers[first] && $0 <= takeovers[last] }
            let row = last + 1 - first
            return among * 4 <= row && isBeyondChance(row, of: takeovers.count, losses: losses.count)
        }
    }

    /// Whether so many takeovers in a row are more than those of a device whose losses are takeovers now and then.
    private static func isBeyondChance(_ row: Int, of takeovers: Int, losses: Int) -> Bool {
        if losses * 4 <= takeovers { return true }
        let others = Double(takeovers - row)
        let share = (others + 0.5) / (others + Double(losses) + 1)
        return (0..<row).reduce(Double(takeovers + losses)) { expected, _ in expected * share } < 0.01
    }

    static func weigh(_ drop: DropContext, of identity: IdentityContext) -> Weight? {
        guard drop.isTakeoverAlone, let confidence = identity.duplicate else { return nil }
        return Weight(.duplicateIdentity, 15, most: confidence)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        let takeovers = judged.day.drops.count { $0.cause == .duplicateIdentity }
        var facts = [Fact(8, "one of \(Words.counted(takeovers, "takeover"))")]
        let state = judged.identity.state
        if state.addressReturns >= 2 {
            facts.append(Fact(6, "several addresses in turn"))
        } else if state.sdkReturns >= 2 {
            facts.append(Fact(6, "several SDKs in turn"))
        } else {
            facts.append(Fact(-2, "address and SDK are the same each time"))
        }
        let losses = judged.day.drops.count { $0.cause == .networkLoss }
        if losses > 0 { facts.append(Fact(-1.5, "it lost \(Words.counted(losses, "connection")) otherwise")) }
        return facts
    }
}
