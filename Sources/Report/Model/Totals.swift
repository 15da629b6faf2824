import Model

/// The day in numbers.
///
/// Records and drops are counted apart and never added together.
package struct Totals: Sendable, Equatable, Codable {
    package var records = 0
    package var connectRecords = 0
    package var failedConnectRecords = 0
    package var disconnectRecords = 0
    /// Identities with at least one record.
    package var identities = 0
    package var activeDevices = 0
    /// Drops that are not expected.
    package var drops = 0
    package var renewals = 0
    package var cleanCloses = 0
    package var devicesThatDropped = 0
    /// Absent for input without connects.
    package var downtimeSeconds: Int64?
    package var stillDown: Int?
    package var availability: Double?

    package init() {}
}

/// Records of one operation, level and code, over all hubs.
package struct CodeTotal: Sendable, Equatable, Codable {
    /// `deviceConnect` or `deviceDisconnect`.
    package var operation: String
    /// As the logs spell it: `Information`, `Error`.
    package var level: String
    /// Empty for records without a code.
    package var code: String
    /// What the records call it.
    package var description: String
    package var records: Int
    package var devices: Int
    package var previousRecords: Int?
    package var usualRecords: Double?
    package var perWindow: [Int]
    /// Records per hub, where the report has several.
    package var perHub: [HubCount] = []

    package struct HubCount: Sendable, Equatable, Codable {
        package var hub: String
        package var records: Int
    }

    package var isDisconnect: Bool { operation == ConnectionOperation.disconnect.name }
    /// The code, or `(none)`.
    package var codeName: String { code.isEmpty ? "(none)" : code }
}

/// Devices of one SDK version.
package struct SDKTotal: Sendable, Equatable, Codable {
    package var hub: String
    /// Empty where the connect named none.
    package var sdk: String
    package var devices: Int
    /// Disconnect records of those devices.
    package var disconnectRecords: Int
}

/// Records of one identity.
package struct DeviceRecordTotal: Sendable, Equatable, Codable {
    package var hub: String
    package var device: String
    package var module: String
    package var disconnectRecords: Int
    package var failedConnectRecords: Int
}
