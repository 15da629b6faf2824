package import Model

/// One minute of the metric `connectedDeviceCount` of a hub (Azure IoT Hub monitoring data reference, "Metrics").
package struct ConnectedMetric: Sendable, Equatable {
    package var hub: String
    package var time: Instant
    /// The average of the minute.
    package var value: Double

    package init(hub: String, time: Instant, value: Double) {
        self.hub = hub
        self.time = time
        self.value = value
    }
}

/// What Azure itself says of its health: an event of Resource Health or of Service Health.
package struct HealthEvent: Sendable, Equatable, Codable {
    package enum Source: String, Sendable, Codable {
        case resourceHealth = "Resource Health", serviceHealth = "Service Health"
    }

    package var source: Source
    /// The hub it speaks of, or nil for a region or a service.
    package var hub: String?
    /// `Degraded`, `Unavailable`, `ServiceIssue`, `PlannedMaintenance` and so on, as written.
    package var state: String
    package var title: String
    package var trackingID: String
    package var start: Instant
    /// Nil while it lasts, or unknown.
    package var end: Instant?

    package init(
        source: Source, hub: String? = nil, state: String, title: String, trackingID: String = "", start: Instant,
        end: Instant? = nil
    ) {
        self.source = source
        self.hub = hub
        self.state = state
        self.title = title
        self.trackingID = trackingID
        self.start = start
        self.end = end
    }
}
