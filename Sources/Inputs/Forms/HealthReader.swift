package import Diagnosis
package import LogReading
import Model

/// Reads what Azure says of its own health: lists of Resource Health and Service Health, and the events of either in
/// the activity log, in alerts about it, and in rows of a query (Azure Resource Health REST API, "Availability Statuses"
/// and "Events"; Azure Monitor documentation, "Activity log event schema", "Common alert schema").
package struct HealthReader {
    /// Events by start, and what reading them gave.
    package struct Result: Sendable {
        package var events: [HealthEvent]
        package var summary: InputSummary
    }

    private static let expected = "events of Resource Health or Service Health"
    private static let shape: [String: Shape] = [
        "id": .scalar, "name": .scalar, "resourceId": .scalar, "_ResourceId": .scalar, "eventTimestamp": .scalar,
        "time": .scalar, "TimeGenerated": .scalar, "category": .all, "CategoryValue": .scalar, "eventSource": .scalar,
        "properties": .all, "data": .all,
    ]

    package init() {}

    package func read(_ source: LogSource) throws(InputError) -> Result {
        var statuses: [ResourceStatus] = []
        var services: [ServiceEvent] = []
        var summary = InputSummary()
        var records = 0
        let entries = try InputEntries(source, shape: HealthReader.shape) {
            $0["properties"] != nil || $0["data"] != nil
        }
        try entries.forEach(&summary) { value, line, summary in
            let told = HealthEntry(value)
            switch told.kind {
            case .resource:
                guard let status = ResourceStatus(told) else {
                    summary.countBad(line: line, "expected a resource id, an availability state and its time")
                    return
                }
                guard let status = status.ofHub else {
                    summary.others += 1
                    return
                }
                summary.entries += 1
                statuses.append(status)
                if let resolved = status.resolved { statuses.append(resolved) }
            case .service:
                guard let event = ServiceEvent(told) else {
                    summary.countBad(line: line, "expected a tracking id and an impactStartTime")
                    return
                }
                guard event.touchesIoTHub else {
                    summary.others += 1
                    return
                }
                summary.entries += 1
                services.append(event)
            case .other:
                summary.others += 1
                if value["category"]?.text?.lowercased() == "connections" { records += 1 }
            case .unknown: summary.countBad(line: line, "expected an event of Resource Health or Service Health")
            }
        }
        if summary.entries == 0, summary.others == 0, summary.bad > 0 {
            throw .notRecognised(file: source.name, expected: HealthReader.expected)
        }
        if summary.entries == 0, records > 0 {
            throw .unusable(file: source.name, reason: "records of connections; give it with --logs")
        }
        let events = ResourceStatus.events(statuses) + ServiceEvent.events(services)
        return Result(events: events.sorted(by: HealthReader.isBefore), summary: summary)
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
