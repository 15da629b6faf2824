/// Two clients with one identity, which disconnect each other without end.
enum DuplicateIdentityRule {
    static let text = RuleText(
        name: "duplicate-identity",
        title: "Two clients with one identity",
        what:
            "Takeovers (400027 or 409002) of one identity, each with a successful connect of the same identity within "
            + "seconds: many in a short time, or many a day.",
        why: "The hub allows one connection per identity and closes the older one when a newer comes. Two clients with "
            + "the same credentials therefore throw each other out endlessly. A single 409002 is commonly the side "
            + "effect of another drop and says nothing of the kind.",
        thresholds:
            "At least \(.takeoversInShort) takeovers within \(.takeoverShort), or \(.takeoversInDay) a day, each with a connect within \(.takeoverConnect). High "
            + "confidence when two addresses or two SDKs come back in turn (A, B, A, B).",
        actions: [
            "Find the second client: both addresses and SDKs are listed.",
            "Give every client an identity of its own.",
            "Rotate the device's key if one of the clients is not yours.",
            "If address and SDK are one, look in the device's code for a connect without a close before it.",
        ],
        source: MicrosoftDocs.errorCodes + "#409002-linkcreationconflict-error")

    /// How sure it is that the identity is used twice, from the moments of its takeovers in order of time.
    static func confidence(
        takeovers: [DayMillis], state: IdentityState, _ settings: AnalysisSettings
    ) -> Confidence? {
        let short = max(1, Int(settings[.takeoversInShort]))
        let length = Int64(settings[.takeoverShort] * 1000)
        var isDuplicate = Double(takeovers.count) >= settings[.takeoversInDay]
        if !isDuplicate && takeovers.count >= short {
            for last in (short - 1)..<takeovers.count
            where Int64(takeovers[last]) - Int64(takeovers[last + 1 - short]) <= length {
                isDuplicate = true
                break
            }
        }
        guard isDuplicate else { return nil }
        return state.addressReturns >= 2 || state.sdkReturns >= 2 ? .high : .medium
    }

    static func classify(_ drop: DropContext, of identity: IdentityContext) -> Classification? {
        guard drop.isTakeoverAlone, let confidence = identity.duplicate else { return nil }
        return Classification(.duplicateIdentity, confidence)
    }
}
