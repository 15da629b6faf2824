import Diagnosis
import LogReading
import Model

/// What Service Health says of an incident or maintenance; several entries may tell of the same one.
struct ServiceEvent {
    let trackingID: String
    /// `ServiceIssue` or `Incident`, `PlannedMaintenance` and so on, as written.
    let type: String
    let title: String
    let start: Instant
    let end: Instant?
    /// When this was told; nil in lists.
    let told: Instant?
    private let services: [String]

    /// Nil where the entry lacks what makes it one.
    init?(_ entry: HealthEntry) {
        let properties = entry.properties
        guard let id = properties?["trackingId"]?.text ?? entry.value["name"]?.text, id.utf8.count <= 128,
            let start = properties?["impactStartTime"]?.text.flatMap(Instant.init(written:))
        else { return nil }
        trackingID = id
        type = shortened(properties?["eventType"]?.text ?? properties?["incidentType"]?.text ?? "ServiceIssue", to: 64)
        title = shortened(properties?["title"]?.text ?? properties?["summary"]?.text ?? id)
        self.start = start
        told = entry.told.flatMap(Instant.init(written:))
        let mitigated = properties?["impactMitigationTime"]?.text.flatMap(Instant.init(written:))
        let stage = (properties?["stage"]?.text ?? properties?["status"]?.text ?? "").lowercased()
        let isOver = stage == "resolved" || stage == "complete"
        let end = mitigated ?? (isOver ? told : nil)
        self.end = end.flatMap { $0 > start ? $0 : nil }
        services = ServiceEvent.services(of: properties)
    }

    /// Whether it names IoT Hub among its services, or no service at all.
    var touchesIoTHub: Bool {
        services.isEmpty || services.contains { $0.lowercased().contains("iot hub") }
    }

    /// The list form has `impact`; the activity log has `service` and, as JSON inside a text, `impactedServices`.
    private static func services(of properties: JSONValue?) -> [String] {
        var services = (properties?["impact"]?.elements ?? []).compactMap { $0["impactedService"]?.text }
        if let service = properties?["service"]?.text { services.append(service) }
        if let inner = properties?["impactedServices"]?.text {
            var summary = InputSummary()
            let source = LogSource(name: "impactedServices", bytes: Array(inner.utf8))
            if let entries = try? InputEntries(source, shape: ["ServiceName": .scalar]) {
                try? entries.forEach(&summary) { value, _, _ in
                    if let name = value["ServiceName"]?.text { services.append(name) }
                }
            }
        }
        return services
    }

    /// One event for each tracking id: its earliest start, and of the rest what was told last.
    static func events(_ all: [ServiceEvent]) -> [HealthEvent] {
        Dictionary(grouping: all, by: \.trackingID).compactMap { id, told in
            let ordered = told.sorted { ($0.told ?? $0.start, $0.title) < ($1.told ?? $1.start, $1.title) }
            guard let last = ordered.last, let start = ordered.map(\.start).min() else { return nil }
            return HealthEvent(
                source: .serviceHealth, state: last.type, title: last.title, trackingID: id, start: start,
                end: ordered.compactMap(\.end).max())
        }
    }
}
