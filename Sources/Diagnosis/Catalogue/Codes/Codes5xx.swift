/// Codes 500xxx, 503xxx and 504xxx that a Connections log can show.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "500xxx Internal server errors" and
/// following.
extension CatalogueTables {
    static let connections5xx: [CatalogueEntry] = [
        serverFault(
            "500001", "ServerError", headline: "Fault inside IoT Hub",
            cause:
                "Something went wrong on the hub's side. A small part of its nodes can be in trouble for a short time; one "
                + "reason is an upgrade of the machines beneath, which goes piece by piece so that not all customers "
                + "feel it at once. A device that meets such a node gets this error.",
            use: .documented),
        serverFault(
            "500004", "ConnectionForcefullyClosed", headline: "Connection closed by IoT Hub",
            cause:
                "The hub closed the connection for a reason of its own. (The number is worked out from the order of the "
                + "names in Microsoft's tools; no page prints it.)",
            use: .plausible),
        serverFault(
            "500008", "GenericTimeout", headline: "IoT Hub did not answer in time",
            cause: "The hub could not complete the connection request before its time was up. Like 500001 this is most "
                + "likely a short fault of a part of the hub.",
            use: .documented),
        busy(
            "503001", "ServiceUnavailable", headline: "IoT Hub is not available",
            cause: "The hub could not serve the request just then."),
        busy(
            "503003", "PartitionNotFound", headline: "An inner part of the hub was missing",
            cause:
                "The hub did not find one of its own partitions for a moment. Microsoft's page of 2026 no longer lists "
                + "the code; earlier ones and the SDK do."),
        busy("503005", "ServerBusy", headline: "IoT Hub is busy", cause: "The hub had too much to do just then."),
        busy(
            "503006", "IotHubRestoring", headline: "The hub is being restored",
            cause: "The hub is being restored and does not serve requests until that is done."),
        CatalogueEntry(
            "503008", "ReceiveLinkOpensThrottled",
            headline: "Too many receive links opened (AMQP)",
            cause:
                "Clients opened AMQP links for cloud-to-device messages faster than the hub allows; as a rule after a mass "
                + "reconnect.",
            shortAdvice: "Let AMQP clients open receive links more slowly, with growing, random pauses.",
            resolution: [
                "Retry with growing pauses and a random part (exponential back-off with jitter).",
                "Keep the link open instead of opening it for every message.",
            ],
            transient: .always("Yes: it ends when fewer links are opened."),
            faults: [.throttling], inConnections: .plausible, section: "503xxx-service-unavailable-related-errors",
            references: [Links.limits, Links.reconnecting]),
        busy(
            "503101", "ConnectionUnavailable", headline: "The connection is not available",
            cause: "The hub had no usable connection for the request.", faults: [.service, .device],
            section: "5031xx-device-model-unavailable-errors"),
        busy(
            "503102", "DeviceUnavailable", headline: "The device is not available",
            cause: "The hub could not reach the device for the request.", faults: [.service, .device],
            section: "5031xx-device-model-unavailable-errors"),
        busy(
            "504000", "GenericGatewayTimeout", headline: "Time-out inside IoT Hub",
            cause: "A part of the hub waited too long for another.", section: "504xxx-gateway-timeout-related-errors"),
        CatalogueEntry(
            "504101", "GatewayTimeout",
            headline: "Direct method not confirmed in time",
            cause:
                "The hub could not confirm in time that a direct method was done. With the C# SDK before 1.19.0 the AMQP link "
                + "of the device could also be lost without a sign.",
            shortAdvice: "Retry the method; update a C# SDK older than 1.19.0.",
            resolution: [
                "Retry the method, with a longer time-out if the device needs it.",
                "Update the SDK of devices that run C# before 1.19.0.",
            ],
            transient: .always("Yes, as a rule: a retry succeeds."),
            faults: [.service, .clientLogic], inConnections: .otherOperations, section: "504101-gatewaytimeout-error",
            references: [Links.sdks]),
    ]

    /// The steps for every fault of the service; the codes of class 500 share them with the fallback of their class.
    static let serverFaultSteps = [
        "Let the device retry. Current SDKs do so by themselves: use the latest version and leave its retry policy on.",
        "In code of your own, retry as the guidance on transient faults says: growing pauses with a random part, and no end.",
        "See in the report which devices are not back, and look at those first.",
        "If it goes on after retries, check Resource Health of the hub and Azure Status for that time (UTC): a known "
            + "problem is listed there.",
        "If the hub is down for long and has a paired region, consider a manual failover.",
        "If nothing is listed and it goes on, open a request with Azure support; give the times in UTC, the codes and "
            + "the numbers of devices from the report.",
    ]

    static let serverFaultReferences = [
        Links.reconnecting, Links.sdks, Links.transientFaults, Links.resourceHealth, Links.azureStatus,
        Links.azureStatusHistory, Links.failover, Links.support,
    ]

    private static func serverFault(
        _ code: String, _ name: String, headline: String, cause: String, use: ConnectionsUse
    ) -> CatalogueEntry {
        CatalogueEntry(
            code, name, headline: headline, cause: cause,
            shortAdvice:
                "Nothing if the devices came back; otherwise check Resource Health and Azure Status for that time.",
            resolution: serverFaultSteps,
            transient: .always("Most likely yes: a retry reaches a healthy part of the hub."),
            faults: [.service], inConnections: use, section: "500xxx-internal-server-errors",
            references: serverFaultReferences)
    }

    private static func busy(
        _ code: String, _ name: String, headline: String, cause: String, faults: [Fault] = [.service],
        section: String = "503xxx-service-unavailable-related-errors"
    ) -> CatalogueEntry {
        CatalogueEntry(
            code, name, headline: headline, cause: cause,
            shortAdvice: faults.contains(.device)
                ? "Let it retry later; if it repeats for one device, look at that device's drops."
                : "Let devices retry later; if it goes on, check Resource Health and Azure Status.",
            resolution: [
                "Let the device retry after a pause; current SDKs do so by themselves.",
                faults.contains(.device)
                    ? "If it repeats for one device, look at that device's connection."
                    : "If it goes on, check Resource Health of the hub and Azure Status for that time (UTC).",
            ],
            transient: .always("Yes, as a rule."),
            faults: faults, inConnections: .plausible, section: section,
            references: [Links.reconnecting, Links.resourceHealth, Links.azureStatus])
    }
}
