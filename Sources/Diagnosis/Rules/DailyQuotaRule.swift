/// A hub that has used up its messages of the day.
enum DailyQuotaRule {
    /// IotHubQuotaExceeded.
    static let code = "403002"

    static let text = RuleText(
        name: "daily-quota",
        title: "Daily message quota used up",
        what:
            "Devices whose drops carry 403002 IotHubQuotaExceeded: all of them up to the next 00:00 UTC are one "
            + "incident.",
        why:
            "A hub takes a limited number of messages a day, by edition, tier and units. When they are used up it refuses "
            + "devices until the count starts afresh at 00:00 UTC. Retrying more gently does not help, and the next day ends the "
            + "same way unless something changes.",
        thresholds: "At least \(.serviceCodeDevices) devices with 403002 before one 00:00 UTC.",
        actions: steps,
        source: MicrosoftDocs.errorCodes + "#403002-iothubquotaexceeded-error")

    /// The steps of the code's own page.
    static var steps: [String] { CodeMeaning.of(code).steps }

    static var headline: String { "\(CodeMeaning.of(code).name): daily message quota used up, until 00:00 UTC," }
}
