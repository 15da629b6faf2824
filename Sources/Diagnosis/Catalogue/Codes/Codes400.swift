/// Codes 400xxx that a Connections log can show.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "400xxx Bad request errors".
extension CatalogueTables {
    static let connections400: [CatalogueEntry] = [
        CatalogueEntry(
            "400027", "ConnectionForcefullyClosedOnNewConnection",
            headline: "Replaced by another connection of this identity",
            cause:
                "Another client connected with the same identity, so the hub closed the earlier connection: MQTT allows "
                + "one connection per device. Once is harmless (a quick reconnect while the hub still held the old link); "
                + "again and again means two clients that throw each other out.",
            shortAdvice: "Find the second client that uses this device's identity and give each its own.",
            resolution: [
                "Compare the addresses and SDK versions of the device's connects: two that alternate are two clients.",
                "Give every client its own device identity and credential.",
                "If address and SDK are always the same, look in the device's code: it opens a new connection without "
                    + "closing the old one, or runs two client objects or processes.",
                "If you cannot name the second client, regenerate the device's keys: they may have leaked.",
            ],
            transient: .never(
                "No, while two clients share the identity. A single one after another drop is over already."),
            faults: [.clientLogic, .credential], inConnections: .documented, section: "400xxx-bad-request-errors",
            references: [Links.renewal, Links.mqtt],
            pictures: [
                Picture(
                    when:
                        "Again and again, every few seconds to a minute, with two addresses or SDK versions that alternate.",
                    meaning: "Two clients use one identity.",
                    action:
                        "Find the second client and separate the identities; regenerate the key if you cannot name it."),
                Picture(
                    when: "Again and again, always the same address and SDK.",
                    meaning: "The device reconnects without closing its connection, or two of its processes connect.",
                    action: "Correct the client: one connection at a time, opened only after the old one is closed."),
                Picture(
                    when: "Once, within two minutes of another drop of the same device.",
                    meaning: "The device came back before the hub had noticed the loss: a side effect.",
                    action: "Look at the other drop; nothing to do here."),
            ]),
        CatalogueEntry(
            "400029", "ConnectionForcefullyClosedOnFaultInjection",
            headline: "Closed by the hub during an upgrade",
            cause: "The hub closes existing connections while Microsoft upgrades the service or the platform under it. "
                + "A device that retries is expected to get through at once.",
            shortAdvice: "Nothing to do if the devices came back within a minute or two.",
            resolution: [
                "Check in the report that the devices came back.",
                "Where some did not, make sure that their client retries (latest SDK, a retry policy switched on).",
            ],
            transient: .always("Yes: a retry is expected to succeed at once."),
            faults: [.service], inConnections: .plausible, section: "400xxx-bad-request-errors",
            references: [Links.reconnecting]),
        CatalogueEntry(
            "400030", "ConnectionRejectedOnFaultInjection",
            headline: "Connect refused during an upgrade",
            cause: "While Microsoft upgrades the service or the platform under it, the hub refuses new connections and "
                + "immediate retries for a short time.",
            shortAdvice: "Nothing to do if the devices came back; they should retry with growing pauses.",
            resolution: [
                "Check in the report that the devices came back.",
                "Let clients retry with growing pauses and a random part (exponential back-off with jitter), as current "
                    + "SDKs do; a fixed pause brings all devices back in the same second.",
            ],
            transient: .always("Yes: it ends with the upgrade."),
            faults: [.service], inConnections: .plausible, section: "400xxx-bad-request-errors",
            references: [Links.reconnecting, Links.sdks]),
    ]
}
