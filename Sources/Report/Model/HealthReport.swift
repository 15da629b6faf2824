import Diagnosis
package import Model

/// What Azure itself says of its health on the day, beside what the records say.
package struct HealthReport: Sendable, Equatable, Codable {
    /// `Resource Health` or `Service Health`.
    package var source: String
    /// Nil where it speaks of a region or a service.
    package var hub: String?
    /// As Azure writes it: `Degraded`, `Unavailable`, `ServiceIssue`, `PlannedMaintenance` and so on.
    package var state: String
    package var title: String
    package var trackingID: String
    package var start: Instant
    /// Nil while it lasts, or unknown.
    package var end: Instant?
    /// Keys of the incidents of the same hub that it touches, or comes within an hour of.
    package var incidents: [String]

    /// Most events that a report lists.
    package static let most = 100

    /// How far an event may lie from an incident: Azure's reports come late, and their times are rounded.
    private static let reach: Int64 = 3600

    /// The events that touch a day, by start.
    static func of(_ events: [HealthEvent], day: TimeWindow, incidents: [IncidentReport]) -> [HealthReport] {
        events.filter { $0.start < day.end && ($0.end ?? day.end) > day.start }
            .sorted { ($0.start, $0.source.rawValue, $0.title) < ($1.start, $1.source.rawValue, $1.title) }
            .prefix(most).map { event in
                HealthReport(
                    source: event.source.rawValue, hub: event.hub, state: event.state, title: event.title,
                    trackingID: event.trackingID, start: event.start, end: event.end,
                    incidents: incidents.filter { incident in
                        (event.hub == nil || event.hub?.lowercased() == incident.hub)
                            && event.start < incident.end.advanced(bySeconds: reach)
                            && (event.end ?? incident.end) >= incident.start.advanced(bySeconds: -reach)
                    }.map(\.key))
            }
    }
}
