/// The names of the alerts, as in `alerts` and `fail-on`; an alert that fired carries its name as `rule`.
package enum AlertName: String, CaseIterable, Codable, Sendable {
    case connectedBelow = "connected-below"
    case connectedDownPercent = "connected-down-percent"
    case dropsOver = "drops-over"
    case dropsOverUsual = "drops-over-usual"
    case newCode = "new-code"
    case deviceNotBack = "device-not-back"
    case serviceIncident = "service-incident"
    case inputMissing = "input-missing"
}
