/// Credentials that the hub refuses again and again.
enum CredentialRefusedRule {
    static let text = RuleText(
        name: "credential-refused",
        title: "Credential refused",
        what: "Refusals with 401003 (or another 401) without a success between them, up to the end of the data or for "
            + "longer than a renewal takes: on the disconnect itself, or on the attempts to connect after it.",
        why: "An expired token or certificate, a wrong key or thumbprint, a missing permission, a device that the hub "
            + "does not know, or a clock that is off by more than five minutes: the device cannot come back by itself. "
            + "401003 followed by a success at once is a token that expired, not this.",
        thresholds:
            "At least \(.refusals) refusals without a success: high confidence when it lasts to the end of the data, medium "
            + "when the device came back later; fewer refusals: low.",
        actions: [
            "Check the end date and the thumbprint of the device's certificate, or whether its key was rotated.",
            "Check in the registry that the device exists, is enabled and has the authentication type that it uses.",
            "Check the device's clock: more than five minutes off makes every token invalid.",
        ],
        source: MicrosoftDocs.errorCodes + "#401003-iothubunauthorized-error")

    /// Refused so often that nothing else explains the downtime.
    static func classifyCertain(
        _ drop: DropContext, unauthorizedRecords: Int, _ settings: AnalysisSettings
    ) -> Classification? {
        guard Double(unauthorizedRecords + drop.refused) >= settings[.refusals] else { return nil }
        guard let back = drop.back else { return Classification(.credentialRefused, .high) }
        return Double(back) > settings[.renewalBack] ? Classification(.credentialRefused, .medium) : nil
    }

    /// A refusal that no rhythm explains.
    static func classifyPossible(_ drop: DropContext) -> Classification? {
        guard drop.classes.contains(.unauthorized) || drop.classes.contains(.credential) || drop.refused > 0 else {
            return nil
        }
        // An attempt or two that was refused on the way back does not make a closed connection a refused one.
        let isOnDisconnect = drop.classes.contains(.unauthorized) || drop.classes.contains(.credential)
        return isOnDisconnect || drop.isOpen ? Classification(.credentialRefused, .low) : nil
    }
}
