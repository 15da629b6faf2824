/// Who can end an error: where an operator should look first.
package enum Fault: String, Sendable, CaseIterable {
    case device
    case credential
    case network
    case clientLogic = "client logic"
    case registry
    case throttling
    case service
    case configuration
    case unknown

    /// As pages and explanations call it.
    var word: String { self == .unknown ? "not known" : rawValue }
}

/// Whether to expect a code in a log of category Connections, as a sentence.
package enum ConnectionsUse: String, Sendable {
    case documented = "Yes: Microsoft documents it for connects and disconnects of devices."
    case plausible = "Possible: it fits a connect or disconnect, but no page says so."
    /// It may stand in other log categories with another meaning.
    case otherOperations = "Not expected: it is documented for other operations."

    /// Of a code that nobody described.
    static let notKnown = "Not known: no page ties this code to connects or disconnects."
}

/// One of several things that a code can mean, told apart by what the log shows around it.
package struct Picture: Sendable, Equatable {
    /// What the log shows.
    package let when: String
    package let meaning: String
    package let action: String
}

/// A page that says more, with its title.
package struct Reference: Sendable, Equatable {
    package let title: String
    package let address: String
}

/// What is known of one error code, in words for operators.
///
/// All texts are plain: nothing is escaped for any format.
package struct CatalogueEntry: Sendable, Equatable {
    /// Six digits, or `(none)` for an error without a code; for an unknown code what the log says, at most 64 characters.
    package internal(set) var code: String
    /// Microsoft's name; for an unknown code the description that the log gives, or "unknown".
    package internal(set) var name = ""
    /// At most about eight words.
    package internal(set) var headline = ""
    package internal(set) var cause = ""
    /// One sentence for a line of a report.
    package internal(set) var shortAdvice = ""
    /// The answer to "Does it pass by itself?", a sentence or two.
    package internal(set) var transient = ""
    /// Most likely first; never empty.
    package internal(set) var faults: [Fault] = []
    package internal(set) var inConnections = ConnectionsUse.plausible
    /// Other spellings of the name and misprints of the number.
    package internal(set) var aliases: [String] = []
    /// Empty where a code means one thing only.
    package internal(set) var pictures: [Picture] = []
    /// Steps, imperative, in order.
    package internal(set) var resolution: [String] = []
    /// What to try when the steps did not help; none where only the service or a limit is to blame.
    package internal(set) var otherSteps: [String] = []
    /// The section of Microsoft's page on error codes, and pages that the steps speak of.
    package internal(set) var references: [Reference] = []
    /// False where the text is that of the code's class, its first three digits.
    package internal(set) var isKnown = true
    /// What the log calls it where that is neither the name nor an alias; empty as a rule, at most 500 characters.
    package internal(set) var reportedAs = ""
    /// The operator's own advice, as written in the settings.
    package internal(set) var ownAdvice: String?
    /// The operator's own runbook, as written in the settings.
    package internal(set) var runbook: String?

    /// The section of Microsoft's page on error codes.
    package var link: String { references.first?.address ?? "" }

    /// The faults as one phrase: `network, device or service`.
    package var faultsInWords: String {
        let words = faults.map(\.word)
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
