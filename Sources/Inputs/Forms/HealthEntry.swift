import LogReading

/// One entry of Azure's health, whatever it is packed in: an item of a list, a record of the activity log, an alert about
/// one, or a row of a query.
struct HealthEntry {
    enum Kind { case resource, service, other, unknown }

    let value: JSONValue
    let properties: JSONValue?
    let kind: Kind
    /// The resource's path.
    let resource: String?
    /// When it was told; nil in lists.
    let told: String?

    init(_ entry: JSONValue) {
        let data = entry["data"]
        let value = data?["alertContext"] ?? data?["context"]?["activityLog"] ?? entry
        self.value = value
        let properties = HealthEntry.properties(value["properties"])
        self.properties = properties
        told = value["eventTimestamp"]?.text ?? value["time"]?.text ?? value["TimeGenerated"]?.text
        let targets = data?["essentials"]?["alertTargetIDs"]?.elements ?? []
        resource =
            properties?["targetResourceId"]?.text ?? value["resourceId"]?.text ?? value["_ResourceId"]?.text
            ?? targets.first?.text ?? value["id"]?.text
        kind = HealthEntry.kind(value, properties, service: data?["essentials"]?["monitoringService"]?.text)
    }

    /// The activity log packs them into a text, an object inside, or both.
    private static func properties(_ value: JSONValue?) -> JSONValue? {
        let value = value?.text.flatMap(JSONValue.init(json:)) ?? value
        return value?["eventProperties"] ?? value
    }

    private static func kind(_ value: JSONValue, _ properties: JSONValue?, service: String?) -> Kind {
        let category =
            value["category"]?["value"]?.text ?? value["category"]?.text ?? value["CategoryValue"]?.text ?? service
            ?? value["eventSource"]?.text
        if let category {
            switch category.lowercased().filter({ $0 != " " }) {
            case "resourcehealth": return .resource
            case "servicehealth": return .service
            // What is neither may still say what it is by what it holds.
            default: if properties?["currentHealthStatus"] == nil { return .other }
            }
        }
        if properties?["availabilityState"]?.text != nil || properties?["currentHealthStatus"]?.text != nil {
            return .resource
        }
        return properties?["eventType"]?.text != nil || properties?["incidentType"]?.text != nil ? .service : .unknown
    }
}

extension JSONValue {
    /// The first value of a JSON text.
    init?(json text: String) {
        var found: JSONValue?
        let source = LogSource(name: "text", bytes: Array(("{\"value\":[" + text + "]}").utf8))
        var summary = InputSummary()
        guard let entries = try? InputEntries(source, shape: JSONValue.anything) else { return nil }
        try? entries.forEach(&summary) { value, _, _ in found = found ?? value }
        guard let found else { return nil }
        self = found
    }

    /// What of the properties of health is read.
    private static let anything: [String: Shape] = Dictionary(
        uniqueKeysWithValues: [
            "eventProperties", "availabilityState", "title", "summary", "occuredTime", "occurredTime", "resolvedTime",
            "currentHealthStatus", "previousHealthStatus", "cause", "eventType", "incidentType", "status", "stage",
            "trackingId", "impactStartTime", "impactMitigationTime", "service", "impactedServices", "impact",
            "targetResourceId", "recentlyResolved",
        ].map { ($0, Shape.all) })
}
