/// What a record of category Connections says happened; the two names are the only ones documented or seen
/// (Azure IoT Hub monitoring data reference, "Connections").
package enum ConnectionOperation: UInt8, Sendable, BitwiseCopyable, CaseIterable, Codable {
    case connect = 0
    case disconnect = 1

    /// The `operationName` of the record.
    package var name: String {
        switch self {
        case .connect: "deviceConnect"
        case .disconnect: "deviceDisconnect"
        }
    }
}

/// The severity of a record.
///
/// Real records of the category have Information and Error; the common Azure schema also has Warning and Critical
/// (Azure Monitor, "Resource logs schema").
package enum Level: UInt8, Sendable, BitwiseCopyable, CaseIterable, Codable {
    case information = 0
    case warning = 1
    case error = 2
    case critical = 3

    /// The spelling that the Connections category uses.
    package var name: String {
        switch self {
        case .information: "Information"
        case .warning: "Warning"
        case .error: "Error"
        case .critical: "Critical"
        }
    }

    /// Whether the record tells of a failure.
    package var isError: Bool { self == .error || self == .critical }
}
