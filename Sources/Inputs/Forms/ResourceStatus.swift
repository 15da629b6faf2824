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

    /// When it was over, where the entry itself says so.
    private let end: Instant?

    /// Nil where the entry lacks what makes it one.
    init?(_ entry: HealthEntry) {
        let properties = entry.properties
        let recent = properties?["recentlyResolved"]
        let isRecent = recent?["unavailableOccurredTime"]?.text != nil || recent?["unavailableOccuredTime"]?.text != nil
        let text =
            recent?["unavailableOccurredTime"]?.text ?? recent?["unavailableOccuredTime"]?.text
            ?? properties?["occuredTime"]?.text ?? properties?["occurredTime"]?.text ?? entry.told
        let state = properties?["availabilityState"]?.text ?? properties?["currentHealthStatus"]?.text
        guard let resource = entry.resource, let state = isRecent ? "Unavailable" : state, state.utf8.count <= 64,
            let time = text.flatMap(Instant.init(written:))
        else { return nil }
        self.resource = resource
        self.state = state
        let words = isRecent ? recent?["unavailabilitySummary"]?.text ?? recent?["unavailableSummary"]?.text : nil
        title = shortened(words ?? properties?["title"]?.text ?? properties?["summary"]?.text ?? state)
        self.time = time
        let over = recent?["resolvedTime"]?.text ?? properties?["resolvedTime"]?.text
        end = over.flatMap(Instant.init(written:)).flatMap { $0 > time ? $0 : nil }
    }

    private init(_ resource: String, availableFrom time: Instant) {
        self.resource = resource
        state = "Available"
        title = state
        self.time = time
        end = nil
    }

    /// What followed, where the entry says when.
    var resolved: ResourceStatus? { end.map { ResourceStatus(resource, availableFrom: $0) } }

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
