package import Diagnosis
package import LogReading
import Model

/// Reads what Azure says of its own health: lists of Resource Health and Service Health, and the events of either in
/// the activity log (Azure Resource Health REST API, "Availability Statuses" and "Events"; Azure Monitor
/// documentation, "Activity log event schema").
package struct HealthReader {
    /// Events by start, and what reading them gave.
    package struct Result: Sendable {
        package var events: [HealthEvent]
        package var summary: InputSummary
    }

    private static let expected = "events of Resource Health or Service Health"
    private static let properties: [String: Shape] = [
        // Resource Health, list and activity log
        "availabilityState": .scalar, "title": .scalar, "summary": .scalar, "occuredTime": .scalar,
        "occurredTime": .scalar, "currentHealthStatus": .scalar, "cause": .scalar,
        // Service Health, list and activity log
        "eventType": .scalar, "incidentType": .scalar, "status": .scalar, "stage": .scalar, "trackingId": .scalar,
        "impactStartTime": .scalar, "impactMitigationTime": .scalar, "service": .scalar, "impactedServices": .scalar,
        "impact": .array(.object(["impactedService": .scalar])),
    ]
    private static let shape: [String: Shape] = [
        "id": .scalar, "name": .scalar, "resourceId": .scalar, "eventTimestamp": .scalar,
        "category": .object(["value": .scalar]), "properties": .object(properties),
    ]

    package init() {}

    package func read(_ source: LogSource) throws(InputError) -> Result {
        var statuses: [ResourceStatus] = []
        var services: [ServiceEvent] = []
        var summary = InputSummary()
        let entries = try InputEntries(source, shape: HealthReader.shape)
        try entries.forEach(&summary) { value, line, summary in
            switch HealthReader.kind(of: value) {
            case .resource:
                guard let status = ResourceStatus(value) else {
                    summary.countBad(line: line, "expected a resource id, an availability state and its time")
                    return
                }
                guard let status = status.ofHub else {
                    summary.others += 1
                    return
                }
                summary.entries += 1
                statuses.append(status)
            case .service:
                guard let event = ServiceEvent(value) else {
                    summary.countBad(line: line, "expected a tracking id and an impactStartTime")
                    return
                }
                guard event.touchesIoTHub else {
                    summary.others += 1
                    return
                }
                summary.entries += 1
                services.append(event)
            case .other: summary.others += 1
            case .unknown: summary.countBad(line: line, "expected an event of Resource Health or Service Health")
            }
        }
        if summary.entries == 0, summary.others == 0, summary.bad > 0 {
            throw .notRecognised(file: source.name, expected: HealthReader.expected)
        }
        let events = ResourceStatus.events(statuses) + ServiceEvent.events(services)
        return Result(events: events.sorted(by: HealthReader.isBefore), summary: summary)
    }

    private enum Kind { case resource, service, other, unknown }

    private static func kind(of value: JSONValue) -> Kind {
        if let category = value["category"]?["value"]?.text?.lowercased() {
            return category == "resourcehealth" ? .resource : category == "servicehealth" ? .service : .other
        }
        if value["properties"]?["availabilityState"]?.text != nil { return .resource }
        if value["properties"]?["eventType"]?.text != nil { return .service }
        return .unknown
    }

    private static func isBefore(_ left: HealthEvent, _ right: HealthEvent) -> Bool {
        if left.start != right.start { return left.start < right.start }
        return (left.hub ?? "", left.source.rawValue, left.trackingID, left.state)
            < (right.hub ?? "", right.source.rawValue, right.trackingID, right.state)
    }
}

/// Cuts a text of Azure's to what a report has room for, secrets masked.
func shortened(_ text: String, to most: Int = 500) -> String {
    let text = Secrets.masked(text)
    return text.unicodeScalars.count <= most
        ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(most))) + "…"
}
