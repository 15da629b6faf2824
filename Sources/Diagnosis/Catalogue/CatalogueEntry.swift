/// Who can end an error: where an operator should look first.
package enum Fault: String, Codable, Sendable, CaseIterable {
    case device
    case credential
    case network
    case clientLogic = "client logic"
    case registry
    case throttling
    case service
    case configuration
    case unknown
}

/// Whether an error goes away without anybody's doing, and in words when and how.
package struct Transience: Sendable, Equatable, Codable {
    package enum Degree: String, Sendable, Codable {
        case always, sometimes, never
    }

    package let degree: Degree
    /// The answer to "Does it pass by itself?", a sentence or two.
    package let words: String

    static func always(_ words: String) -> Transience { Transience(degree: .always, words: words) }
    static func sometimes(_ words: String) -> Transience { Transience(degree: .sometimes, words: words) }
    static func never(_ words: String) -> Transience { Transience(degree: .never, words: words) }
}

/// Whether a code can stand on a record of category Connections.
package enum ConnectionsUse: String, Sendable, Codable {
    /// Microsoft's documentation ties it to connects and disconnects of devices.
    case documented
    /// It fits a connect or disconnect, but no document says so.
    case plausible
    /// Documented for other operations; it may stand in other log categories with another meaning.
    case otherOperations = "other operations"
}

/// One of several things that a code can mean, told apart by what the log shows around it.
package struct Picture: Sendable, Equatable, Codable {
    /// What the log shows.
    package let when: String
    package let meaning: String
    package let action: String
}

/// A page that says more, with its title.
package struct Reference: Sendable, Equatable, Codable {
    package let title: String
    package let address: String
}

/// What is known of one error code, in words for operators.
///
/// All texts are plain: nothing is escaped for any format.
package struct CatalogueEntry: Sendable, Equatable, Codable {
    /// Six digits, or `(none)` for an error without a code; for an unknown code what the log says, at most 64 characters.
    package internal(set) var code: String
    /// Microsoft's name; for an unknown code the description that the log gives, or "unknown".
    package internal(set) var name: String
    /// At most about eight words.
    package internal(set) var headline: String
    package internal(set) var cause: String
    /// One sentence for a line of a report.
    package internal(set) var shortAdvice: String
    /// Steps, imperative, in order.
    package internal(set) var resolution: [String]
    package internal(set) var transient: Transience
    /// Most likely first; never empty.
    package internal(set) var faults: [Fault]
    package internal(set) var inConnections: ConnectionsUse
    /// The section of Microsoft's page on error codes.
    package internal(set) var link: String
    /// Pages that the steps speak of, in their order.
    package internal(set) var references: [Reference]
    /// Empty where a code means one thing only.
    package internal(set) var pictures: [Picture]
    /// Other spellings of the name and misprints of the number.
    package internal(set) var aliases: [String]
    /// False where the text is that of the code's class, its first three digits.
    package internal(set) var isKnown: Bool
    /// What the log calls it where that is neither the name nor an alias; empty as a rule, at most 500 characters.
    package internal(set) var reportedAs: String
    /// The operator's own advice, as written in the settings.
    package internal(set) var ownAdvice: String?
    /// The operator's own runbook, as written in the settings.
    package internal(set) var runbook: String?

    /// Whether the general steps of `OtherSteps` can help: not where only the service or a limit is to blame.
    package var takesOtherSteps: Bool {
        guard inConnections != .otherOperations else { return false }
        return inConnections == .documented
            || faults.contains { [.device, .credential, .network, .registry, .unknown].contains($0) }
    }

    init(
        _ code: String, _ name: String, headline: String, cause: String, shortAdvice: String, resolution: [String],
        transient: Transience, faults: [Fault], inConnections: ConnectionsUse, section: String,
        references: [Reference] = [], pictures: [Picture] = [], aliases: [String] = [], isKnown: Bool = true
    ) {
        self.code = code
        self.name = name
        self.headline = headline
        self.cause = cause
        self.shortAdvice = shortAdvice
        self.resolution = resolution
        self.transient = transient
        self.faults = faults
        self.inConnections = inConnections
        link = section.isEmpty ? Links.errorCodes : Links.errorCodes + "#" + section
        self.references = references
        self.pictures = pictures
        self.aliases = aliases
        self.isKnown = isKnown
        reportedAs = ""
    }
}
