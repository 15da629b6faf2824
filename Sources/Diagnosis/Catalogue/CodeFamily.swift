/// What the first three digits of a code say: the text for codes that nobody has described.
///
/// The digits equal the HTTP status. Source: the sections of
/// https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes; the reading of classes is our own.
struct CodeFamily: Sendable {
    let prefix: String
    let headline: String
    let cause: String
    let shortAdvice: String
    let resolution: [String]
    let transient: Transience
    let faults: [Fault]
    let section: String

    init(
        _ prefix: String, headline: String, cause: String, shortAdvice: String, resolution: [String] = [],
        transient: Transience, faults: [Fault], section: String
    ) {
        self.prefix = prefix
        self.headline = headline
        self.cause = cause
        self.shortAdvice = shortAdvice
        self.resolution = resolution.isEmpty ? [shortAdvice] : resolution
        self.transient = transient
        self.faults = faults
        self.section = section
    }

    /// The class of a code: by three digits, else by its first digit, else the one for what nobody can read.
    static func of(_ code: String) -> CodeFamily {
        let digits = code.utf8.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return unreadable }
        if let known = all.first(where: { code.hasPrefix($0.prefix) }) { return known }
        switch digits.first {
        case 0x34: return client
        case 0x35: return anyServer
        default: return unreadable
        }
    }

    static let all: [CodeFamily] = [
        CodeFamily(
            "400", headline: "Request refused as wrong", cause: "The hub took the request for wrong or out of place.",
            shortAdvice: "Check what the client asks for; update its SDK.",
            resolution: [
                "Read the description in the log: it names what is wrong.",
                "Check the client's request; update its SDK.",
            ],
            transient: .never("As a rule no: the same request is refused again."), faults: [.clientLogic],
            section: "400xxx-bad-request-errors"),
        CodeFamily(
            "401", headline: "Credential refused", cause: "The hub did not accept the client's credential.",
            shortAdvice: "Check the credential as for 401003: expiry, thumbprint, registry entry, the device's clock.",
            transient: .never("As a rule no, until the credential is put right; a token renewal heals itself."),
            faults: [.credential], section: "401xxx-unauthorized-errors"),
        CodeFamily(
            "403", headline: "Forbidden: permission, quota or device state",
            cause:
                "The hub knows the client but does not allow this: a permission, a quota, or the state of device or hub.",
            shortAdvice: "Check quota, permissions and whether the device is enabled.",
            resolution: [
                "Check that the device is enabled in the registry.",
                "Check the hub's daily quota and the limits of its tier.",
                "Check the permissions of the policy or role in use.",
            ],
            transient: .sometimes("A quota ends with its period; a permission or a state stays until changed."),
            faults: [.configuration, .registry, .throttling], section: "403xxx-forbidden-errors"),
        CodeFamily(
            "404", headline: "Not found, or not there now",
            cause: "The hub does not know the identity or resource, or it is not in the state that the request needs.",
            shortAdvice: "Check that the device or resource exists in the registry and is online.",
            transient: .sometimes("Yes when something is only offline; no when it does not exist."),
            faults: [.registry, .device], section: "404xxx-notfound-errors"),
        CodeFamily(
            "405", headline: "Operation not allowed here",
            cause: "The hub does not offer this operation, or not in its present state.",
            shortAdvice: "Check whether the hub's tier and state allow the operation.",
            transient: .never("As a rule no."), faults: [.clientLogic, .configuration],
            section: "405xxx-methodnotallowed-errors"),
        CodeFamily(
            "409", headline: "Conflict with something that exists",
            cause: "Something is there already or in use: a connection, a device, a job.",
            shortAdvice: "Look for what is already there or still running.",
            transient: .sometimes("Yes when the other ends by itself; no when it stays."), faults: [.clientLogic],
            section: "409xxx-conflict-errors"),
        CodeFamily(
            "412", headline: "Condition of the request not met",
            cause: "The state changed before the request came, such as an ETag or a message lock.",
            shortAdvice: "Read the present state and ask again.",
            transient: .sometimes("Yes when the client reads the state anew and retries."), faults: [.clientLogic],
            section: "412xxx-preconditionfailed-errors"),
        CodeFamily(
            "413", headline: "Request too large", cause: "A message is too large, or there are too many items.",
            shortAdvice: "Make messages smaller or fewer at a time.",
            transient: .never("No: the same request is refused again."), faults: [.clientLogic],
            section: "413xxx-request-entity-too-large-errors"),
        CodeFamily(
            "415", headline: "Media type not supported", cause: "The hub does not take this kind of content.",
            shortAdvice: "Check content type and encoding of the messages.",
            transient: .never("No: the same request is refused again."), faults: [.clientLogic],
            section: "415xxx-unsupported-media-type-errors"),
        CodeFamily(
            "429", headline: "Throttled", cause: "The hub was asked more than its tier and units allow.",
            shortAdvice: "Slow the requests down or add units; let devices retry with growing, random pauses.",
            transient: .always("Yes: it ends when the load falls."), faults: [.throttling],
            section: "429xxx-throttling-exception-errors"),
        CodeFamily(
            "499", headline: "Client gave up", cause: "The client closed its request before the hub had answered.",
            shortAdvice: "Let the client retry; look at its time-out and network if it repeats.",
            transient: .always("Yes, as a rule."), faults: [.clientLogic, .network],
            section: "499xxx-client-closed-request-errors"),
        server("500", headline: "Fault inside IoT Hub", section: "500xxx-internal-server-errors"),
        server("502", headline: "Fault between parts of IoT Hub", section: "502xxx-gateway-related-errors"),
        server("503", headline: "IoT Hub is not available", section: "503xxx-service-unavailable-related-errors"),
        server("504", headline: "Time-out inside IoT Hub", section: "504xxx-gateway-timeout-related-errors"),
    ]

    private static let anyServer = server("5", headline: "Fault of the service", section: "")

    private static let client = CodeFamily(
        "4", headline: "Request refused", cause: "The hub refused what the client asked for.",
        shortAdvice: "Read the description in the log; check the client's request and credential.",
        transient: .sometimes("Not known for this class."), faults: [.clientLogic, .unknown], section: "")

    private static let unreadable = CodeFamily(
        "", headline: "A code that nobody has described",
        cause: "Neither this catalogue nor Microsoft's page knows the code or its class.",
        shortAdvice: "Read the description in the log and look at what the device did before and after.",
        resolution: [
            "Read the description in the log.", "Look at what the device did before and after: hubdrops device ID.",
            "Look the code up on Microsoft's page: it may be new.",
        ],
        transient: .sometimes("Not known."), faults: [.unknown], section: "")

    private static func server(_ prefix: String, headline: String, section: String) -> CodeFamily {
        CodeFamily(
            prefix, headline: headline, cause: "Something went wrong on the hub's side, most likely for a short time.",
            shortAdvice:
                "Nothing if the devices came back; otherwise check Resource Health and Azure Status for that time.",
            resolution: CatalogueTables.serverFaultSteps,
            transient: .always("Most likely yes: a retry succeeds."), faults: [.service], section: section)
    }
}
