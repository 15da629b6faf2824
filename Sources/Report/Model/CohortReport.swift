/// Devices that have something in common, held against the others and against their own days.
package struct CohortReport: Sendable, Equatable, Codable {
    /// Whom it did worse than, beyond chance.
    package enum Against: String, Sendable, Codable, CaseIterable {
        /// The devices of all other groups of its dimension.
        case others
        /// Its own complete days of the last thirty.
        case usual
    }

    /// `sdk`, `protocol`, `authentication`, or a tag of the registry, as in `tag:site`.
    package var dimension: String
    package var value: String
    /// Devices that were active.
    package var devices: Int
    package var devicesThatDropped: Int
    /// Drops that are not expected.
    package var drops: Int
    /// Absent where it cannot be known.
    package var availability: Double?
    /// Drops a device and availability on a day: the median of its own complete days, three at least.
    package var usualDropsPerDevice: Double?
    package var usualAvailability: Double?
    /// The same of the devices of all other groups of its dimension on the day.
    package var othersDropsPerDevice: Double?
    package var othersAvailability: Double?
    package var worseThan: [Against] = []

    package var dropsPerDevice: Double { devices > 0 ? Double(drops) / Double(devices) : 0 }
}
