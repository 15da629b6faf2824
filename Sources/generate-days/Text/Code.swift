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

    var number: Int? {
        switch self {
        case .none, .errorWithoutCode: nil
        case .takeoverMQTT: 400_027
        case .closedForUpgrade: 400_029
        case .refusedForUpgrade: 400_030
        case .unauthorized: 401_003
        case .deviceDisabled: 403_012
        case .deviceNotFound: 404_001
        case .closedRemotely: 404_104
        case .takeoverAMQP: 409_002
        case .throttled: 429_001
        case .backlogFull: 429_002
        case .deviceThrottled: 429_005
        case .serverError: 500_001
        case .genericTimeout: 500_008
        case .partitionNotFound: 503_003
        case .serverBusy: 503_005
        case .gatewayTimeout: 504_000
        case .invalidOperation: 400_003
        case .neverSeen: 418_731
        }
    }

    var name: String {
        switch self {
        case .none: ""
        case .errorWithoutCode: "InternalServerError"
        case .takeoverMQTT: "ConnectionForcefullyClosedOnNewConnection"
        case .closedForUpgrade: "ConnectionForcefullyClosedOnFaultInjection"
        case .refusedForUpgrade: "ConnectionRejectedOnFaultInjection"
        case .unauthorized: "IotHubUnauthorized"
        case .deviceDisabled: "DeviceDisabled"
        case .deviceNotFound: "DeviceNotFound"
        case .closedRemotely: "DeviceConnectionClosedRemotely"
        case .takeoverAMQP: "LinkCreationConflict"
        case .throttled: "ThrottlingException"
        case .backlogFull: "ThrottleBacklogLimitExceeded"
        case .deviceThrottled: "DeviceThrottlingLimitExceeded"
        case .serverError: "ServerError"
        case .genericTimeout: "GenericTimeout"
        case .partitionNotFound: "PartitionNotFound"
        case .serverBusy: "ServerBusy"
        case .gatewayTimeout: "GenericGatewayTimeout"
        case .invalidOperation: "InvalidOperation"
        case .neverSeen: "TeapotLinkSevered"
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
