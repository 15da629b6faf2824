/// Codes 429xxx that a Connections log can show.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "429xxx Throttling exception errors".
extension CatalogueTables {
    static let connections429: [CatalogueEntry] = [
        throttled(
            "429000", "GenericTooManyRequests", headline: "Too many requests",
            cause: "The hub was asked more than its tier and units allow.",
            first:
                "Find out which operation exceeds its limit: the metric Number of throttling errors, and the report's "
                + "connects per second."),
        throttled(
            "429001", "ThrottlingException", headline: "Limit exceeded for too long",
            cause:
                "An operation stayed above the hub's limit for too long. Short bursts do not cause it: the hub slows "
                + "them down first. After an outage the reason is often the fleet that reconnects all at once.",
            first:
                "Compare the metric Telemetry message send attempts, and the report's connects per second, with the limits "
                + "of the hub's tier."),
        throttled(
            "429002", "ThrottleBacklogLimitExceeded", headline: "Queue of delayed requests is full",
            cause: "The hub delays requests above its limit; here so many were waiting that it refused more. By a "
                + "statement of Microsoft (azure-docs issue 107838) it then disconnects the device.",
            first: "Find out which devices send most: the report lists those that were throttled."),
        throttled(
            "429003", "ThrottlingBacklogTimeout", headline: "Request waited too long in the queue",
            cause: "The hub delays requests above its limit; this one was not served in time.",
            first: "Find out which operation exceeds its limit: the metric Number of throttling errors."),
        throttled(
            "429005", "DeviceThrottlingLimitExceeded", headline: "This device asks too much",
            cause: "One device went beyond the limit that holds for each single device.",
            first:
                "Find out what this device repeats: retries without a pause, twin updates or file uploads in a loop.",
            faults: [.throttling, .clientLogic]),
    ]

    private static func throttled(
        _ code: String, _ name: String, headline: String, cause: String, first: String, faults: [Fault] = [.throttling]
    ) -> CatalogueEntry {
        CatalogueEntry(
            code, name, headline: headline, cause: cause,
            shortAdvice: faults.contains(.clientLogic)
                ? "Slow this device down: longer pauses between its requests and retries."
                : "Slow the requests down or add units; let devices retry with growing, random pauses.",
            resolution: [
                first,
                "Slow down: spread the work over time, retry with growing pauses and a random part (exponential back-off with "
                    + "jitter), and never restart a whole fleet at once.",
                "If the load is what you need, add units or choose a larger tier.",
            ],
            transient: .always("Yes: it ends when the load falls."),
            faults: faults, inConnections: .plausible, section: "429xxx-throttling-exception-errors",
            references: [Links.limits, Links.reconnecting, Links.units])
    }
}
