package import Diagnosis

/// One device or module on one day, for a page of its own.
package struct DeviceReport: Sendable, Equatable, Codable {
    /// An earlier day of the device.
    package struct Past: Sendable, Equatable, Codable {
        package var date: String
        /// Nil where no report was made of the day.
        package var drops: Int?
        package var renewals: Int
        package var downtimeSeconds: Int64
        /// Whether it was still down when that day's data ended.
        package var isOpen: Bool

        package init(
            date: String, drops: Int? = nil, renewals: Int = 0, downtimeSeconds: Int64 = 0, isOpen: Bool = false
        ) {
            self.date = date
            self.drops = drops
            self.renewals = renewals
            self.downtimeSeconds = downtimeSeconds
            self.isOpen = isOpen
        }
    }

    package var timeline: DeviceTimeline
    /// Its row in the report; nil for a device without anything unexpected, or beyond the rows that are kept.
    package var row: DeviceDay?
    /// The fourteen days before, oldest first.
    package var past: [Past]

    package init(timeline: DeviceTimeline, row: DeviceDay?, past: [Past]) {
        self.timeline = timeline
        self.row = row
        self.past = past
    }
}
