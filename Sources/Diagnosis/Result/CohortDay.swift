/// Devices of one hub that have something in common, on one day.
package struct CohortDay: Sendable, Equatable, Codable {
    package var hub: String
    /// What they have in common: `sdk`, `protocol`, `authentication`, or a tag of the registry, as in `tag:site`.
    package var dimension: String
    package var value: String
    /// Devices that were active; a device with its modules counts once.
    package var devices = 0
    package var devicesThatDropped = 0
    /// Drops that are not expected.
    package var drops = 0
    /// Seconds of those drops; nil where they cannot be known.
    package var downtimeSeconds: Int64?
    /// Seconds in which the devices could have been connected; nil where downtime is.
    package var activeSeconds: Int64?

    /// Smaller groups show chance and nothing else.
    package static let fewestDevices = 3
    /// The largest of each hub are kept.
    package static let mostOfHub = 200

    package init(hub: String, dimension: String, value: String) {
        self.hub = hub
        self.dimension = dimension
        self.value = value
    }
}
