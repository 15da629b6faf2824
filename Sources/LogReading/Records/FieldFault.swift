import Model

/// What is wrong with a field of a record that was not decoded: which one it is, and what stands there.
struct FieldFault {
    let reason: RejectReason
    let name: FieldName
    let found: String

    /// One clause, as that of the reason.
    var words: String {
        switch reason {
        case .wrongKind: "\(name.shown) is \(found), expected a text"
        case .badTime, .numericTime, .timeOutOfRange, .unknownLevel:
            reason.text + Rejection.found(found, in: name.shown)
        default: reason.text
        }
    }
}

extension FieldKind {
    /// What a value of this kind is, with its article.
    var words: String {
        switch self {
        case .null: "null"
        case .text: "a text"
        case .number: "a number"
        case .object: "an object"
        case .other: "a list or a truth value"
        }
    }
}

extension Bytes {
    /// As much of a field as a reject shows, in which a secret that begins there can be seen whole.
    var beginning: String { slice(from: 0, to: min(count, Rejection.mostBytesSeen)).text }
}

extension FieldName {
    /// As it is written where it is documented.
    var shown: String {
        switch self {
        case .timeGenerated: "TimeGenerated"
        case .operation: "operationName"
        case .code: "resultType"
        case .description: "resultDescription"
        case .resourceId, .resourceIdColumn: "resourceId"
        case .device, .deviceColumn: "deviceId"
        case .module, .moduleColumn: "moduleId"
        case .sdk, .sdkColumn: "sdkVersion"
        case .authentication, .authenticationColumn: "authType"
        case .address, .addressColumn: "maskedIpAddress"
        default: text.description
        }
    }
}
