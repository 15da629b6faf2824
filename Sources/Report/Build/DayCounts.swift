package import Model

/// Records of one report day, counted as they stand in the logs: what a query over the same records counts.
///
/// Records are not drops: one drop may leave several records, and a token renewal leaves records as well.
package struct DayCounts: Sendable, Equatable {
    /// Length of a window in seconds; windows follow one another from the start of the day.
    package static let windowSeconds: Int64 = 900

    /// Number of windows: 96 on a day of 24 hours.
    package var windows: Int
    /// One row per hub, operation, level and code, sorted in that order.
    package var codes: [CodeCounts] = []
    /// SDK versions of devices that connected, per hub, most devices first.
    package var sdks: [SDKCounts] = []
    /// Devices with the most disconnect records, most first, at most `mostDevices`; after them those that are among the
    /// first `mostDevicesOfHub` of their hub.
    package var devices: [DeviceRecords] = []
    /// Identities with at least one record on the day.
    package var identities: Int = 0
    /// The same of each hub that has any.
    package var identitiesOfHubs: [String: Int] = [:]

    package static let mostDevices = 200
    package static let mostDevicesOfHub = 20

    /// All records of the day.
    package var records: Int { codes.reduce(0) { $0 + $1.records } }
}

extension DayCounts {
    /// The part that is of one hub.
    package func part(of hub: String) -> DayCounts {
        var part = DayCounts(windows: windows)
        part.codes = codes.filter { $0.hub == hub }
        part.sdks = sdks.filter { $0.hub == hub }
        part.devices = devices.filter { $0.hub == hub }
        part.identities = identitiesOfHubs[hub] ?? 0
        return part
    }
}

/// The records of one hub, operation, level and code.
package struct CodeCounts: Sendable, Equatable {
    package var hub: String
    package var operation: ConnectionOperation
    package var level: Level
    /// `resultType`, or empty.
    package var code: String
    /// `resultDescription` of its records: the first in alphabetical order where they differ.
    package var description: String
    /// Distinct identities.
    package var devices: Int
    /// Records per window of the day.
    package var perWindow: [Int]

    package var records: Int { perWindow.reduce(0, +) }
}

/// Devices whose latest successful connect of the day named one SDK version.
package struct SDKCounts: Sendable, Equatable {
    package var hub: String
    /// `sdkVersion` as written; empty where the connect named none.
    package var sdk: String
    package var devices: Int
    /// Disconnect records of those devices.
    package var disconnects: Int
}

/// Records of one identity.
package struct DeviceRecords: Sendable, Equatable {
    package var hub: String
    package var device: Device
    package var disconnects: Int
    package var failedConnects: Int
}
