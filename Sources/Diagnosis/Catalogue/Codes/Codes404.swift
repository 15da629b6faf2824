/// Codes 404xxx that a Connections log can show, with 404103 which is often asked for.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "404xxx NotFound errors".
extension CatalogueTables {
    static let connections404: [CatalogueEntry] = [
        CatalogueEntry(
            "404001", "DeviceNotFound",
            headline: "Device is not registered",
            cause: "The hub does not find the device: it was never registered, was deleted, or is disabled.",
            shortAdvice: "Register or enable the device; stop it if it was deleted on purpose.",
            resolution: [
                "Look the device id up in the registry; upper and lower case count.",
                "Register or enable it, or let it provision itself again.",
                "If it was deleted on purpose, stop the orphan: it goes on trying.",
            ],
            transient: .never("No, until the registry knows the device."),
            faults: [.registry], inConnections: .plausible, section: "404001-devicenotfound-error",
            references: [Links.reconnecting]),
        CatalogueEntry(
            "404010", "ModuleNotFound",
            headline: "Module is not registered",
            cause: "The hub knows no module of that name on the device.",
            shortAdvice: "Check the module id against the device's modules in the registry.",
            resolution: [
                "Check the module id in the connection string.",
                "Create the module identity, or deploy the module again on an IoT Edge device.",
            ],
            transient: .never("No, until the registry knows the module."),
            faults: [.registry], inConnections: .plausible, section: "404xxx-notfound-errors"),
        CatalogueEntry(
            "404012", "IotHubFailingOver",
            headline: "The hub is failing over",
            cause: "The hub is moving to its paired region, because somebody started it or Microsoft did.",
            shortAdvice: "Wait for the failover to end; devices should retry by themselves.",
            resolution: [
                "See in the activity log of the hub who started the failover, and in Resource Health whether Microsoft did.",
                "Wait, and let devices retry.",
                "Afterwards check in the report which devices did not come back: some hold an old address of the hub.",
            ],
            transient: .always("Yes: it ends with the failover."),
            faults: [.service], inConnections: .plausible, section: "404xxx-notfound-errors",
            references: [Links.failover, Links.resourceHealth]),
        CatalogueEntry(
            "404103", "DeviceNotOnline",
            headline: "Direct method to a device not online",
            cause:
                "A direct method was called while the device was offline, or the device is online but has registered no "
                + "callback for methods.",
            shortAdvice: "If the device is online, register its callback for direct methods.",
            resolution: [
                "See in the report whether the device was connected at that time.",
                "If it was, register a handler for direct methods in its code.",
                "If it was not, find out why it was offline: look at its drops.",
            ],
            transient: .sometimes("Yes when the device is only offline. No when no callback is registered."),
            faults: [.device], inConnections: .otherOperations, section: "404103-devicenotonline-error",
            aliases: ["404102"]),
        closedRemotely,
    ]

    private static let closedRemotely = CatalogueEntry(
        "404104", "DeviceConnectionClosedRemotely",
        headline: "Connection lost, the hub does not know why",
        cause:
            "The connection ended on the device's side without a proper goodbye. The rhythm tells the causes apart: a "
            + "token that expired, a network that was away longer than the keep-alive, a reset or crash on the device, or "
            + "trouble of the service.",
        shortAdvice:
            "Go by the pattern: a steady rhythm is token renewal, single drops are the device's network, many at "
            + "once a site or the service.",
        resolution: [
            "Look at the pattern first: a steady rhythm is token renewal, often the most of a log, and needs nothing.",
            "Test the connection from the device to the hub: name resolution, TCP port 8883 (MQTT) or 5671 (AMQP), TLS.",
            "If the connection is good but drops now and then, see that the client keeps it alive properly: pings of "
                + "MQTT or AMQP more often than routers on the way give up an idle connection (4 minutes is common).",
            "Do not raise the keep-alive on a poor network: the hub notices a loss only after 1.5 times the "
                + "keep-alive, so alerts come later and the loss stays.",
            "Use the latest SDK: older ones close the connection without a goodbye in some situations.",
            "If the device crashes or reboots, find the reason in its own log: memory, watchdog, power.",
            "If many devices dropped at once with 500xxx beside it, follow 500001: Resource Health and Azure Status.",
        ],
        transient: .sometimes("Mostly yes: devices reconnect by themselves. A device that is not back needs a look."),
        faults: [.network, .device, .credential, .service], inConnections: .documented,
        section: "404104-deviceconnectionclosedremotely-error",
        references: [Links.testConnection, Links.keepAlive, Links.renewal, Links.reconnecting, Links.sdks],
        pictures: [
            Picture(
                when:
                    "In a steady rhythm, such as every 45, 48, 58 to 60 or 65 to 70 minutes, and the device is back in less "
                    + "than a minute; sometimes with 401003 just before.",
                meaning: "The SDK renews its SAS token by reconnecting: normal on MQTT.",
                action:
                    "Nothing. If the records disturb: a longer token life, AMQP (not with Python) or X.509. See 401003."
            ),
            Picture(
                when: "At irregular times, one device or a few.",
                meaning:
                    "The network was away longer than the keep-alive, the connection was reset without an MQTT DISCONNECT, "
                    + "an old SDK has a bug, or the application crashed.",
                action:
                    "Test the connection, check signal and power, update the SDK; do not raise the keep-alive on a poor network."
            ),
            Picture(
                when: "Many devices at once, with a dip of connected devices and more 500xxx than usual.",
                meaning:
                    "The service had trouble. Without 500xxx, and all behind one address range, it is their site or carrier.",
                action:
                    "With 500xxx: check Resource Health and Azure Status for that time. Without: check the site's uplink, "
                    + "carrier, firewall and DNS."),
        ])
}
