/// Why a connection was lost.
///
/// Every drop has exactly one cause.
package enum Cause: String, CaseIterable, Codable, Sendable, BitwiseCopyable {
    case tokenRenewal = "token-renewal"
    case networkLoss = "network-loss"
    case siteOutage = "site-outage"
    case serviceIncident = "service-incident"
    case platformUpgrade = "platform-upgrade"
    case duplicateIdentity = "duplicate-identity"
    case credentialRefused = "credential-refused"
    case deviceDisabled = "device-disabled"
    case throttled = "throttled"
    case cleanClose = "clean-close"
    case unknown = "unknown"

    /// Whether operators can leave drops of this cause alone: they are counted apart and never hidden.
    package var isExpected: Bool { self == .tokenRenewal || self == .cleanClose }
}

/// How sure a rule is of what it says.
package enum Confidence: String, CaseIterable, Codable, Sendable, Comparable, BitwiseCopyable {
    case low, medium, high

    package static func < (left: Confidence, right: Confidence) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        }
    }
}
