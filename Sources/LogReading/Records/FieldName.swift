/// The names of fields that mean something, in the spellings of all forms, without regard to capital letters.
///
/// Sources: "Azure IoT Hub monitoring data reference" (Connections), "AzureDiagnostics" table reference, "Stream
/// Azure monitoring data to an event hub", "Log Analytics query API response format", Kusto "query/response" pages;
/// `statusType` and `statusDescription` are those of the operations monitoring of 2016. A column may carry the suffix
/// `_s` that AzureDiagnostics gives to texts.
enum FieldName: UInt8, CaseIterable {
    case time, timeGenerated, timestamp
    case operation, category, level
    case code, statusType, description, statusDescription
    case properties, propertiesColumn, additionalFields
    case resourceId, resourceIdColumn, resource
    case device, deviceColumn, module, moduleColumn
    case sdk, sdkColumn, transport, transportColumn
    case authentication, authenticationColumn, address, addressColumn
    case records, tables, body, rows, columns, fields, error, tableName, columnName, name, frameType, hasErrors
    case nextLink, skipToken, isTruncated

    /// Those whose values hold records, or tables of them.
    static let containers: [FieldName] = [.records, .tables, .rows, .body]

    /// Whether a member says that an answer goes on elsewhere (REST guidelines, "Pagination"; Resource Graph,
    /// `resultTruncated` and `$skipToken`).
    static func isContinued(_ name: FieldName, _ value: Bytes) -> Bool {
        switch name {
        case .nextLink, .skipToken: value.count > 0 && !value.equals("null")
        case .isTruncated: value.equalsIgnoringCase("true")
        default: false
        }
    }

    /// Whether this says something of the party: a member of the properties, or the column of its name.
    private var isOfParty: Bool {
        rawValue >= FieldName.device.rawValue && rawValue <= FieldName.addressColumn.rawValue
    }

    /// Where a shipper that flattens leaves this member of the properties; nil for what is none.
    ///
    /// That is the column of its name, so that a copy beside it, which the shipper made for itself, is no second one.
    var flattened: FieldName? { isOfParty ? FieldName(rawValue: rawValue | 1) : nil }

    /// Whether two names may mean this: `deviceId_s` and `properties.deviceId`.
    var hasTwoSpellings: Bool { flattened == self }

    var text: StaticString {
        switch self {
        case .time: "time"
        case .timeGenerated: "timegenerated"
        case .timestamp: "timestamp"
        case .operation: "operationname"
        case .category: "category"
        case .level: "level"
        case .code: "resulttype"
        case .statusType: "statustype"
        case .description: "resultdescription"
        case .statusDescription: "statusdescription"
        case .properties: "properties"
        case .propertiesColumn: "properties_s"
        case .additionalFields: "additionalfields"
        case .resourceId: "resourceid"
        case .resourceIdColumn: "_resourceid"
        case .resource: "resource"
        case .device: "deviceid"
        case .deviceColumn: "deviceid_s"
        case .module: "moduleid"
        case .moduleColumn: "moduleid_s"
        case .sdk: "sdkversion"
        case .sdkColumn: "sdkversion_s"
        case .transport: "protocol"
        case .transportColumn: "protocol_s"
        case .authentication: "authtype"
        case .authenticationColumn: "authtype_s"
        case .address: "maskedipaddress"
        case .addressColumn: "maskedipaddress_s"
        case .records: "records"
        case .tables: "tables"
        case .body: "body"
        case .rows: "rows"
        case .columns: "columns"
        case .fields: "fields"
        case .error: "error"
        case .tableName: "tablename"
        case .columnName: "columnname"
        case .name: "name"
        case .frameType: "frametype"
        case .hasErrors: "haserrors"
        case .nextLink: "nextlink"
        case .skipToken: "$skiptoken"
        case .isTruncated: "resulttruncated"
        }
    }
}

/// Finds a `FieldName` by its bytes.
///
/// The table is made once and stays: a copy costs nothing, and no count of who uses it.
@safe struct FieldNames: Sendable {
    private struct Candidate {
        let words: (UInt64, UInt64, UInt64)
        let name: FieldName
    }

    static let all = FieldNames()

    private static let longest = 24
    /// The length of `properties`.
    private static let prefix = 10
    private nonisolated(unsafe) let candidates: UnsafeMutablePointer<Candidate>
    /// For each length, where its candidates begin.
    private nonisolated(unsafe) let firstOfLength: UnsafeMutablePointer<Int>

    private init() {
        let byLength = FieldName.allCases.sorted { $0.text.utf8CodeUnitCount < $1.text.utf8CodeUnitCount }
        unsafe candidates = .allocate(capacity: byLength.count)
        unsafe firstOfLength = .allocate(capacity: FieldNames.longest + 2)
        let arena = Arena()
        for (index, name) in byLength.enumerated() {
            arena.reset(for: FieldNames.longest)
            let bytes = arena.append(name.text.description)
            unsafe (candidates + index).initialize(to: Candidate(words: FieldNames.words(of: bytes), name: name))
        }
        for length in 0...FieldNames.longest + 1 {
            unsafe (firstOfLength + length).initialize(to: byLength.count { $0.text.utf8CodeUnitCount < length })
        }
    }

    @inline(__always)
    func find(_ bytes: Bytes) -> FieldName? {
        if let name = findWhole(bytes) { return name }
        guard bytes.count > FieldNames.prefix else { return nil }
        let mark = bytes[FieldNames.prefix]
        return mark == UInt8(ascii: ".") || mark == UInt8(ascii: "_") ? findFlattened(bytes) : nil
    }

    /// What a shipper that writes no objects in objects makes of a member of the properties: `properties.deviceId`.
    @inline(never)
    private func findFlattened(_ bytes: Bytes) -> FieldName? {
        guard bytes.slice(from: 0, to: FieldNames.prefix).equalsIgnoringCase("properties"),
            let name = findWhole(bytes.slice(from: FieldNames.prefix + 1, to: bytes.count))
        else { return nil }
        return name.flattened
    }

    @inline(__always)
    private func findWhole(_ bytes: Bytes) -> FieldName? {
        guard bytes.count <= FieldNames.longest else { return nil }
        let from = unsafe firstOfLength[bytes.count]
        let to = unsafe firstOfLength[bytes.count &+ 1]
        guard from < to else { return nil }
        let words = FieldNames.words(of: bytes)
        for index in from..<to {
            let candidate = unsafe candidates[index]
            if candidate.words == words { return candidate.name }
        }
        return nil
    }

    /// The bytes of a name with the bit set that tells small letters from capitals.
    ///
    /// Of the other bytes only the underscore is in a name, and nothing printable but the underscore becomes equal to
    /// it.
    @inline(__always)
    private static func words(of bytes: Bytes) -> (UInt64, UInt64, UInt64) {
        func word(_ index: Int) -> UInt64 {
            let left = bytes.count &- index
            guard left > 0 else { return 0 }
            let word = bytes.word(at: index) | 0x2020_2020_2020_2020
            return left >= 8 ? word : word & ((1 << UInt64(truncatingIfNeeded: left &* 8)) &- 1)
        }
        return (word(0), word(8), word(16))
    }
}

enum FieldKind: UInt8 {
    case null
    case text
    case number
    case object
    /// `true`, `false` or an array.
    case other
}

/// The fields of one record that have a known name.
@safe final class RecordFields {
    struct Value {
        var kind: FieldKind
        var bytes: Bytes

        @inline(__always)
        var isEmpty: Bool { kind == .null || kind == .text && bytes.count == 0 }
    }

    private var seen: UInt64 = 0
    private let values: UnsafeMutablePointer<Value>

    init() {
        unsafe values = .allocate(capacity: FieldName.allCases.count)
    }

    deinit { unsafe values.deallocate() }

    @inline(__always)
    func removeAll() { seen = 0 }

    @inline(__always)
    func has(_ name: FieldName) -> Bool { seen & (1 << UInt64(name.rawValue)) != 0 }

    /// Stores a field; a name that stands twice is a fault, because no reader could say which of them counts.
    @inline(__always)
    func set(_ name: FieldName, _ kind: FieldKind, _ bytes: Bytes) throws(RejectReason) {
        guard !has(name) else { return try setAgain(name, kind, bytes) }
        seen |= 1 << UInt64(name.rawValue)
        unsafe (values + Int(name.rawValue)).initialize(to: Value(kind: kind, bytes: bytes))
    }

    /// Stores what stands there in two spellings, if both say the same or one of them nothing.
    @inline(never)
    private func setAgain(_ name: FieldName, _ kind: FieldKind, _ bytes: Bytes) throws(RejectReason) {
        guard name.hasTwoSpellings else { throw .doubleKey }
        let value = Value(kind: kind, bytes: bytes)
        if value.isEmpty { return }
        if let known = self[name] {
            guard known.kind == kind, known.bytes.equals(bytes) else { throw .doubleKey }
        }
        unsafe values[Int(name.rawValue)] = value
    }

    /// The field, unless it is absent, null or an empty text.
    @inline(__always)
    subscript(name: FieldName) -> Value? {
        guard has(name) else { return nil }
        let value = unsafe values[Int(name.rawValue)]
        return value.isEmpty ? nil : value
    }
}
