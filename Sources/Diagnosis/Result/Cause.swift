import Model

/// Why a connection was lost.
///
/// Every drop has exactly one cause.
package enum Cause: UInt8, NamedByte, BitwiseCopyable {
    case tokenRenewal, networkLoss, siteOutage, serviceIncident, platformUpgrade, duplicateIdentity, credentialRefused
    case deviceDisabled, throttled, cleanClose, unknown

    package var name: String {
        switch self {
        case .tokenRenewal: "token-renewal"
        case .networkLoss: "network-loss"
        case .siteOutage: "site-outage"
        case .serviceIncident: "service-incident"
        case .platformUpgrade: "platform-upgrade"
        case .duplicateIdentity: "duplicate-identity"
        case .credentialRefused: "credential-refused"
        case .deviceDisabled: "device-disabled"
        case .throttled: "throttled"
        case .cleanClose: "clean-close"
        case .unknown: "unknown"
        }
    }

    /// The position in `allCases`.
    package var index: Int { Int(rawValue) }

    /// Whether operators can leave drops of this cause alone: they are counted apart and never hidden.
    package var isExpected: Bool { self == .tokenRenewal || self == .cleanClose }
}

/// How sure a rule is of what it says, in order of certainty.
package enum Confidence: UInt8, NamedByte, Comparable, BitwiseCopyable {
    case low, medium, high

    package var name: String {
        switch self {
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    /// The position in `allCases`.
    package var index: Int { Int(rawValue) }

    package static func < (left: Confidence, right: Confidence) -> Bool {
        left.rawValue < right.rawValue
    }
}
