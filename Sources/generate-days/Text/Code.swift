/// A result of a Connections record: one of IoT Hub's error codes, none, or an error without a code.
///
/// Names after https://learn.microsoft.com/azure/iot-hub/troubleshoot-error-codes. Raw values are places in a compact
/// table, never written anywhere.
enum Code: UInt8, CaseIterable, Sendable {
    case none
    case errorWithoutCode
    case takeoverMQTT
    case closedForUpgrade
    case refusedForUpgrade
    case unauthorized
    case deviceDisabled
    case deviceNotFound
    case closedRemotely
    case takeoverAMQP
    case throttled
    case backlogFull
    case deviceThrottled
    case serverError
    case genericTimeout
    case partitionNotFound
    case serverBusy
    case gatewayTimeout
    case invalidOperation
    case neverSeen
    case quotaExceeded

    var number: Int? { numberAndName.number }
    var name: String { numberAndName.name }

    private var numberAndName: (number: Int?, name: String) {
        switch self {
        case .none: (nil, "")
        case .errorWithoutCode: (nil, "InternalServerError")
        case .takeoverMQTT: (400_027, "ConnectionForcefullyClosedOnNewConnection")
        case .closedForUpgrade: (400_029, "ConnectionForcefullyClosedOnFaultInjection")
        case .refusedForUpgrade: (400_030, "ConnectionRejectedOnFaultInjection")
        case .unauthorized: (401_003, "IotHubUnauthorized")
        case .deviceDisabled: (403_012, "DeviceDisabled")
        case .deviceNotFound: (404_001, "DeviceNotFound")
        case .closedRemotely: (404_104, "DeviceConnectionClosedRemotely")
        case .takeoverAMQP: (409_002, "LinkCreationConflict")
        case .throttled: (429_001, "ThrottlingException")
        case .backlogFull: (429_002, "ThrottleBacklogLimitExceeded")
        case .deviceThrottled: (429_005, "DeviceThrottlingLimitExceeded")
        case .serverError: (500_001, "ServerError")
        case .genericTimeout: (500_008, "GenericTimeout")
        case .partitionNotFound: (503_003, "PartitionNotFound")
        case .serverBusy: (503_005, "ServerBusy")
        case .gatewayTimeout: (504_000, "GenericGatewayTimeout")
        case .invalidOperation: (400_003, "InvalidOperation")
        case .neverSeen: (418_731, "TeapotLinkSevered")
        case .quotaExceeded: (403_002, "IotHubQuotaExceeded")
        }
    }

    /// The text of `errorMessage`.
    ///
    /// Only that of 404104 is known from real records; the others follow its form.
    var message: String {
        guard let number else { return self == .none ? "" : "Internal server error" }
        return "Device disconnected, see cause and resolution at https://aka.ms/iothub\(number)"
    }

    /// The hub closed the older of two links of one identity.
    var isTakeover: Bool { self == .takeoverMQTT || self == .takeoverAMQP }
}
