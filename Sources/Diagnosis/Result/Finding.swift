package import Model

/// Something the diagnosis says about one device or a group of devices, with evidence and what to do.
package struct Finding: Sendable, Equatable, Codable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case flapping = "flapping"
        case notBack = "not-back"
        case credentialRefused = "credential-refused"
        case clockDrift = "clock-drift"
        case duplicateIdentity = "duplicate-identity"
        case disabledInRegistry = "disabled-in-registry"
        case unknownToRegistry = "unknown-to-registry"
        case sleepyByDesign = "sleepy-by-design"
        case fixedTimeOfDay = "fixed-time-of-day"
        case worseThanBaseline = "worse-than-baseline"
        case risingDropRate = "rising-drop-rate"
        case newDevice = "new-device"
        case oldSDK = "old-sdk"
        case slowRenewal = "slow-renewal"
        case idleTimeout = "idle-timeout"
        case throttled = "throttled"
        case connectLimit = "connect-limit"
        case newCode = "new-code"
        case hubWithoutRecords = "hub-without-records"
        case newHub = "new-hub"
        case secondParty = "second-party"
        case moved = "moved"
        case leftFleet = "left-fleet"
        case registryDisagrees = "registry-disagrees"
        case incident = "incident"
    }

    /// Stable over days for the same matter: kind, hub and device or group.
    package var key: String
    package var kind: Kind
    package var confidence: Confidence
    package var hub: String
    /// One sentence, with numbers.
    package var headline: String
    /// Facts in words and numbers, each a sentence.
    package var evidence: [String] = []
    /// What to do, imperative, one step each.
    package var actions: [String] = []
    /// The devices it speaks of, worst first, at most 50 of `deviceCount`.
    package var devices: [String] = []
    package var deviceCount: Int
    /// What acting on it would save: drops of the day, and seconds of downtime.
    package var drops: Int = 0
    package var downtimeSeconds: Int64 = 0
    /// Error codes it rests on, for links to the catalogue.
    package var codes: [String] = []
    /// False for what needs no action (sleepy devices, a new device).
    package var needsAction: Bool = true
}

/// A setting of the operator that fired, such as "drops over 500".
package struct Alert: Sendable, Equatable, Codable {
    /// The setting that fired.
    package var rule: AlertName
    package var hub: String
    /// One sentence with the measured value, the limit and the time.
    package var message: String
    package var measured: Double
    package var limit: Double
    package var at: Instant?
}
