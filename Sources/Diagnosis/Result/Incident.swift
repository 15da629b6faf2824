package import Model

/// Many identities that dropped together.
package struct Incident: Sendable, Equatable, Codable {
    package enum Kind: String, CaseIterable, Codable, Sendable {
        case siteOutage = "site-outage"
        case serviceIncident = "service-incident"
        case platformUpgrade = "platform-upgrade"
        case reconnectStorm = "reconnect-storm"
        /// The hub has used up its messages of the day (403002).
        case dailyQuota = "daily-quota"
        /// It happened, and nothing in the records tells whose matter it was.
        case massDrop = "mass-drop"
    }

    /// What the devices of the incident have in common.
    package enum Scope: String, Codable, Sendable {
        case hub
        /// A masked address prefix.
        case addressPrefix = "address-prefix"
        /// A tag of the registry.
        case tag
        /// A version of an SDK.
        case sdk
    }

    /// Stable for the same hub, kind and start, so that a script can update a ticket: `pumps-weu-20260310T1307Z-site-outage`.
    package var key: String
    package var kind: Kind
    package var hub: String
    package var scope: Scope
    /// The prefix, `203.0.113` or `203.0`, `name=value` of the tag, or the SDK; empty for the whole hub.
    package var scopeValue: String = ""
    package var confidence: Confidence
    /// The first drop that belongs to it; the hub may have noticed late, see `startUncertaintySeconds`.
    package var start: Instant
    /// When most of the devices were back, nine tenths of those that came back at the latest.
    ///
    /// The end of the data where fewer than half were; the last drop where no return can be known.
    package var end: Instant
    /// The last drop that belongs to it.
    package var lastDrop: Instant?
    /// The true start may be this much earlier: 1.5 times the longest keep-alive of the SDKs involved (MQTT keep-alive
    /// rule of the IoT Hub documentation).
    package var startUncertaintySeconds: Int64 = 0
    package var devices: Int
    package var drops: Int
    /// Share of the hub's active identities, 0 to 1.
    package var shareOfFleet: Double = 0
    /// Codes of its records, most frequent first, with the number of drops that carry them.
    package var codes: [CodeCount] = []
    /// Seconds until half, and until nine tenths, of the devices were back; nil while not that many are back.
    package var medianBackSeconds: Int64?
    package var ninetiethBackSeconds: Int64?
    /// Devices without a successful connect after their drop, up to the end of the data; names of at most 50.
    package var notBack: Int = 0
    package var notBackDevices: [String] = []
    /// Facts that speak for the verdict and facts that speak against it, in words and numbers.
    package var evidenceFor: [String] = []
    package var evidenceAgainst: [String] = []
    /// What to do, imperative, one step each.
    package var actions: [String] = []
    /// Seconds that its devices were down; where some are not back, at least so many, counted to the end of the day.
    package var downtimeSeconds: Int64 = 0
    /// Number of drops a minute from `start`, for a small chart; at most 180 entries.
    package var dropsPerMinute: [Int] = []
}

/// How often something carries a code; the empty code stands for "no code".
package struct CodeCount: Sendable, Equatable, Codable {
    package var code: String
    package var count: Int
}
