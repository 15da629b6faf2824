/// Codes 403xxx that a Connections log can show.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "403xxx Forbidden errors".
extension CatalogueTables {
    static let connections403: [CatalogueEntry] = [
        CatalogueEntry(
            "403001", "IotHubSuspended",
            headline: "The hub is suspended",
            cause: "The hub does not serve anybody at present; as a rule its subscription was disabled.",
            shortAdvice: "Check the state of the hub and of its subscription in the Azure portal.",
            resolution: [
                "Open the hub in the Azure portal and read its state.",
                "Check the subscription: spending limit, payment, disabled by an administrator.",
            ],
            transient: .never("No, until the hub or its subscription is active again."),
            faults: [.configuration], inConnections: .plausible, section: "403xxx-forbidden-errors",
            references: [Links.support]),
        CatalogueEntry(
            "403002", "IotHubQuotaExceeded",
            headline: "Daily message quota used up",
            cause:
                "The hub has used its messages of the day. It counts anew at 00:00 UTC. The device list of the portal "
                + "may not load meanwhile.",
            shortAdvice: "Add units or a larger tier, or wait for 00:00 UTC; find out what sends so much.",
            resolution: [
                "Add units or choose a larger tier; or wait until 00:00 UTC, when the quota starts afresh.",
                "Find out what used it up: retry loops, twin queries and direct methods count too.",
                "Set an alert on the metric Total number of messages used, so that you know before the hub refuses.",
            ],
            transient: .sometimes("It ends at 00:00 UTC and comes back the next day if nothing changes."),
            faults: [.throttling, .configuration], inConnections: .plausible,
            section: "403002-iothubquotaexceeded-error",
            references: [Links.units, Links.limits]),
        CatalogueEntry(
            "403005", "IotHubMaxCbsTokenExceeded",
            headline: "Too many tokens on one AMQP connection",
            cause:
                "More CBS tokens were put on one AMQP connection than the hub allows; as a rule a gateway that carries "
                + "many devices over one connection.",
            shortAdvice: "Spread the gateway's devices over more AMQP connections.",
            resolution: [
                "Spread the devices of the gateway over more connections.",
                "Check that the client does not send new tokens without need.",
            ],
            transient: .never("No, until the client holds fewer tokens on a connection."),
            faults: [.clientLogic], inConnections: .plausible, section: "403xxx-forbidden-errors",
            references: [Links.limits]),
        CatalogueEntry(
            "403012", "DeviceDisabled",
            headline: "Device is disabled in the registry",
            cause:
                "Somebody or some process set the device to Disabled, so the hub refuses it. The device itself only sees "
                + "\"not authorised\" and goes on trying.",
            shortAdvice: "Enable the device in the registry, or stop it if it was disabled on purpose.",
            resolution: [
                "Look at the device in the Azure portal, your IoT hub, IoT devices: status and the reason noted there.",
                "Enable it if that was a mistake.",
                "If it was on purpose, switch the device off or take its credential away, so that it stops trying.",
            ],
            transient: .never("No, until somebody enables the device."),
            faults: [.registry], inConnections: .plausible, section: "403xxx-forbidden-errors"),
    ]
}
