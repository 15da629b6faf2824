import Model

/// Credentials that the hub refuses again and again.
enum CredentialRefusedRule {
    static let text = RuleText(
        name: "credential-refused",
        title: "Credential refused",
        what: "Refusals with 401003 (or another 401) without a success between them, up to the end of the log or for "
            + "longer than a renewal takes: on the disconnect itself, or on the attempts to connect after it.",
        why: "An expired token or certificate, a wrong key or thumbprint, a missing permission, a device that the hub "
            + "does not know, or a clock that is off by more than five minutes: the device cannot come back by itself. "
            + "401003 followed by a success at once is a token that expired, not this.",
        thresholds:
            "At least \(.refusals) refusals without a success: high confidence when it lasts to the end of the log, medium "
            + "when the device came back later; fewer refusals: low.",
        actions: [
            "Check the end date and the thumbprint of the device's certificate, or whether its key was rotated.",
            "Check in the registry that the device exists, is enabled and has the authentication type that it uses.",
            "Check the device's clock: more than five minutes off makes every token invalid.",
        ],
        source: MicrosoftDocs.errorCodes + "#401003-iothubunauthorized-error")

    /// What a single refusal on a disconnect says: a token's end leaves it too.
    static let once = 3.0

    /// Refusals that the log can show in a minute or two: a few can have a passing reason, so many cannot.
    private static let many = 10

    static func weigh(_ drop: DropContext, unauthorizedRecords: Int, _ settings: AnalysisSettings) -> Weight? {
        let refusals = unauthorizedRecords + drop.refused
        guard Double(refusals) < settings[.refusals] else { return weighSeveral(drop, refusals, settings) }
        // What the data cuts off may be a renewal like any other.
        guard !drop.isCutOff || drop.refused > 0 else { return nil }
        let isOnDisconnect = drop.classes.contains(.unauthorized) || drop.classes.contains(.credential)
        // An attempt or two that was refused on the way back does not make a closed connection a refused one.
        guard isOnDisconnect || drop.refused > 0 && drop.isOpen else { return nil }
        return Weight(.credentialRefused, drop.isOpen ? 7 : once, most: .low)
    }

    /// Refused so often that nothing else explains the downtime.
    private static func weighSeveral(_ drop: DropContext, _ refusals: Int, _ settings: AnalysisSettings) -> Weight? {
        guard let back = drop.back else { return Weight(.credentialRefused, 22) }
        guard Double(back) > settings[.renewalBack] else { return nil }
        return Weight(.credentialRefused, 22, most: refusals >= many ? .high : .medium)
    }

    static func facts(_ judged: JudgedDrop) -> [Fact] {
        var facts: [Fact] = []
        let (drop, classes) = (judged.drop, judged.classes)
        if drop.refused > 1 {
            facts.append(Fact(10, "\(Words.counted(Int(drop.refused), "attempt")) to come back refused"))
        }
        if classes.contains(.unauthorized) || classes.contains(.credential) {
            facts.append(Fact(once, "\(judged.codes) on the disconnect itself"))
        }
        if judged.identity.authentication == .x509 {
            facts.append(Fact(once + 1, "a wrong clock does not matter to X.509"))
        }
        if !drop.isOpen {
            facts.append(Fact(-2, "it was accepted in the end"))
        } else if drop.refused < 2 {
            facts.append(Fact(-2, "a token that has ended is refused once too"))
        }
        return facts
    }
}
