/// Codes 409xxx, 412xxx and 499xxx that a Connections log can show, or that are often asked for.
///
/// Source: https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes, "409xxx Conflict errors" and following.
extension CatalogueTables {
    static let connections409: [CatalogueEntry] = [
        CatalogueEntry(
            "409001", "DeviceAlreadyExists",
            headline: "Device id is taken",
            cause: "Somebody tried to register a device under an id that the hub already has.",
            shortAdvice: "Register the device under another id, or use the entry that exists.",
            resolution: ["Use another device id, or the entry that exists."],
            transient: .never("No, the id stays taken."),
            faults: [.registry], inConnections: .otherOperations, section: "409001-devicealreadyexists-error"),
        linkConflict,
        CatalogueEntry(
            "412002", "DeviceMessageLockLost",
            headline: "Cloud-to-device message completed too late",
            cause:
                "A device has one minute to complete a cloud-to-device message that it received; then the hub puts the "
                + "message back into the queue, and the late answer gets this error. The minute cannot be changed.",
            shortAdvice: "Complete each cloud-to-device message within a minute of receiving it.",
            resolution: [
                "Complete, reject or abandon the message first and do the slow work afterwards.",
                "Expect the message a second time.",
            ],
            transient: .sometimes("The message comes again; the error too if the device stays slow."),
            faults: [.clientLogic], inConnections: .otherOperations, section: "412002-devicemessagelocklost-error"),
        CatalogueEntry(
            "499000", "ClientClosedRequest",
            headline: "Client gave up before the answer",
            cause:
                "The client closed its request before the hub had answered: its own time-out, a restart, or a lost network.",
            shortAdvice: "Let the client retry; look at its time-out and network if it repeats.",
            resolution: [
                "Let the client retry.",
                "If it repeats, check the client's time-out and the network on the way.",
            ],
            transient: .always("Yes, as a rule: a retry succeeds."),
            faults: [.clientLogic, .network], inConnections: .plausible, section: "499xxx-client-closed-request-errors"),
    ]

    private static let linkConflict = CatalogueEntry(
        "409002", "LinkCreationConflict",
        headline: "A second connection replaced the first",
        cause: "The client had more than one connection, so the hub closed the earlier one. Commonly a side effect: "
            + "something else cut the device off and it came back before the hub had noticed. Otherwise the client "
            + "opens a connection while one is open, or two clients share an identity.",
        shortAdvice: "Look at the drop just before it; if there is none, the client connects twice.",
        resolution: [
            "Look for other errors of the same device in the two minutes before (404104, 500xxx, 429xxx) and follow those.",
            "If there are none, correct the client: ask for a new connection only after the old one has dropped.",
            "If it repeats for long with two addresses or SDK versions in turn, two clients share the identity: "
                + "follow 400027.",
        ],
        transient: .sometimes(
            "Mostly yes, as a side effect of another drop. No when the client or a second client causes it."),
        faults: [.clientLogic], inConnections: .documented, section: "409002-linkcreationconflict-error",
        references: [Links.reconnecting],
        pictures: [
            Picture(
                when: "Once, within two minutes of 404104, 500xxx or 429xxx of the same device.",
                meaning: "A side effect of that drop: the device came back before the hub had noticed.",
                action: "Follow the other code. hubdrops counts it into that drop."),
            Picture(
                when: "Alone, again and again, always the same address and SDK.",
                meaning: "The client connects while it is still connected.",
                action: "Correct the client: a new connection only after the old one dropped."),
            Picture(
                when: "Five or more in ten minutes, with two addresses or SDK versions that alternate.",
                meaning: "Two clients use one identity.",
                action: "Find the second client and separate the identities; see 400027."),
        ])
}
