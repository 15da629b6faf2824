import Diagnosis
import LogReading
import Model

/// What Resource Health says of a resource from a moment on.
struct ResourceStatus: Hashable {
    let resource: String
    /// `Available`, `Degraded`, `Unavailable` or `Unknown`, as written.
    let state: String
    let title: String
    let time: Instant

    /// Nil where the entry lacks what makes it one.
    init?(_ value: JSONValue) {
        let properties = value["properties"]
        let text =
            properties?["occuredTime"]?.text ?? properties?["occurredTime"]?.text ?? value["eventTimestamp"]?.text
        guard let resource = value["resourceId"]?.text ?? value["id"]?.text,
            let state = properties?["availabilityState"]?.text ?? properties?["currentHealthStatus"]?.text,
            state.utf8.count <= 64, let time = text.flatMap(Instant.init(exported:))
        else { return nil }
        self.resource = resource
        self.state = state
        title = shortened(properties?["title"]?.text ?? properties?["summary"]?.text ?? state)
        self.time = time
    }

    /// Nil for a resource that is no IoT hub.
    var ofHub: ResourceStatus? { hub(ofResource: resource) == nil ? nil : self }

    private var isAvailable: Bool { state.lowercased() == "available" }

    /// One event for each time that a hub was not available, ended by its next status.
    ///
    /// The same status told twice is one.
    static func events(_ statuses: [ResourceStatus]) -> [HealthEvent] {
        var byHub: [String: Set<ResourceStatus>] = [:]
        for status in statuses {
            if let hub = hub(ofResource: status.resource) { byHub[hub, default: []].insert(status) }
        }
        var events: [HealthEvent] = []
        for (hub, statuses) in byHub {
            let ordered = statuses.sorted { ($0.time, $0.state, $0.title) < ($1.time, $1.state, $1.title) }
            var open: HealthEvent?
            for status in ordered {
                if open?.state == status.state { continue }
                open?.end = status.time
                if let open { events.append(open) }
                open = nil
                if !status.isAvailable {
                    open = HealthEvent(
                        source: .resourceHealth, hub: hub, state: status.state, title: status.title, start: status.time)
                }
            }
            if let open { events.append(open) }
        }
        return events
    }
}
