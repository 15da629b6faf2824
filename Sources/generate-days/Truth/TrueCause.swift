/// Why a connection was lost: what the truth says of each drop.
enum TrueCause: String, CaseIterable, Sendable {
    case tokenRenewal = "token-renewal"
    case networkLoss = "network-loss"
    case siteOutage = "site-outage"
    case serviceIncident = "service-incident"
    case platformUpgrade = "platform-upgrade"
    case duplicateIdentity = "duplicate-identity"
    case credentialRefused = "credential-refused"
    case deviceDisabled = "device-disabled"
    case throttled
    case cleanClose = "clean-close"
    case unknown
}
