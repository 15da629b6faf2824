package import Model

/// Records of one report day, counted as they stand in the logs: what a query over the same records counts.
///
/// Records are not drops: one drop may leave several records, and a token renewal leaves records as well.
package struct DayCounts: Sendable, Equatable, Codable {
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
        part.identitiesOfHubs = identitiesOfHubs.filter { $0.key == hub }
        return part
    }

    /// Puts together the counts of hubs that share no device, of one day.
    package static func merged(_ parts: [DayCounts]) -> DayCounts {
        var all = DayCounts(windows: parts.map(\.windows).max() ?? 0)
        all.codes = parts.flatMap(\.codes).sorted(by: CodeCounts.isBefore)
        all.sdks = parts.flatMap(\.sdks).sorted(by: SDKCounts.isBefore)
        let rows = parts.flatMap(\.devices).sorted(by: DeviceRecords.isBefore)
        all.devices = kept(rows)
        for part in parts { all.identitiesOfHubs.merge(part.identitiesOfHubs, uniquingKeysWith: +) }
        all.identities = parts.reduce(0) { $0 + $1.identities }
        return all
    }

    /// Of rows in their order the first, and after them those that are among the first of their hub.
    private static func kept(_ rows: [DeviceRecords]) -> [DeviceRecords] {
        var room: [String: Int] = [:]
        return rows.enumerated().filter { position, row in
            let left = room[row.hub] ?? mostDevicesOfHub
            room[row.hub] = left - 1
            return position < mostDevices || left > 0
        }.map(\.element)
    }
}

/// The records of one hub, operation, level and code.
package struct CodeCounts: Sendable, Equatable, Codable {
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

    static func isBefore(_ left: CodeCounts, _ right: CodeCounts) -> Bool {
        let (one, other) = (
            (left.hub, left.operation.rawValue, left.level.rawValue, left.code),
            (right.hub, right.operation.rawValue, right.level.rawValue, right.code)
        )
        return one == other ? left.code.hasBytes(before: right.code) : one < other
    }
}

/// Devices whose latest successful connect of the day named one SDK version.
package struct SDKCounts: Sendable, Equatable, Codable {
    package var hub: String
    /// `sdkVersion` as written; empty where the connect named none.
    package var sdk: String
    package var devices: Int
    /// Disconnect records of those devices.
    package var disconnects: Int

    static func isBefore(_ left: SDKCounts, _ right: SDKCounts) -> Bool {
        let (one, other) = ((right.devices, left.hub, left.sdk), (left.devices, right.hub, right.sdk))
        return one == other ? left.sdk.hasBytes(before: right.sdk) : one < other
    }
}

/// Records of one identity.
package struct DeviceRecords: Sendable, Equatable, Codable {
    package var hub: String
    package var device: Device
    package var disconnects: Int
    package var failedConnects: Int

    /// Ties go by name, so that the order does not hang on the order of import.
    static func isBefore(_ left: DeviceRecords, _ right: DeviceRecords) -> Bool {
        if left.disconnects != right.disconnects { return left.disconnects > right.disconnects }
        if left.failedConnects != right.failedConnects { return left.failedConnects > right.failedConnects }
        let one = (left.hub, left.device.name, left.device.module)
        let other = (right.hub, right.device.name, right.device.module)
        guard one == other else { return one < other }
        return left.device.name.hasBytes(before: right.device.name)
            || !right.device.name.hasBytes(before: left.device.name)
                && left.device.module.hasBytes(before: right.device.module)
    }
}
