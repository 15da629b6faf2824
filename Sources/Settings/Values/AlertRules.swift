/// The names of the alerts, as in `alerts` and `fail-on`.
package enum AlertName: String, CaseIterable, Sendable {
    case connectedBelow = "connected-below"
    case connectedDownPercent = "connected-down-percent"
    case dropsOver = "drops-over"
    case dropsOverUsual = "drops-over-usual"
    case newCode = "new-code"
    case deviceNotBack = "device-not-back"
    case serviceIncident = "service-incident"
    case inputMissing = "input-missing"
}

/// What fires an alert; nothing does by default.
package struct AlertRules: Equatable, Sendable {
    /// Fires when fewer identities than this are connected to a hub.
    package var connectedBelow: Int?
    /// Fires when the connected identities of a hub fall by this share, in percent, within `within`.
    package var connectedDownPercent: Double?
    package var within = TimeSpan(seconds: 900)
    /// Fires when a hub has more drops than this on the day, expected ones not counted.
    package var dropsOver: Int?
    /// Fires when a hub has more than this many times its usual drops.
    package var dropsOverUsual: Double?
    /// Fires when a code is met that the database has not seen before.
    package var newCode = false
    /// Fires when one of these devices is down at the end of the data; the ids are case-sensitive.
    package var deviceNotBack: [String] = []
    package var serviceIncident = false
    package var inputMissing = false

    package init() {}
}
