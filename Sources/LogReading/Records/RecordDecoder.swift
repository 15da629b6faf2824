import Model

/// What a record turned out to be.
enum Decoded: Equatable {
    case event(time: Instant, client: ClientID, eventType: EventTypeID)
    /// A record of another category.
    case otherCategory
    /// A record of this category whose operation is none that is known here; the decoder has its name.
    case otherOperation

    /// Whether the record itself says nothing of a connection.
    var isOther: Bool { self == .otherCategory || self == .otherOperation }
}

/// Turns the known fields of a record into an event, whatever form the record came in.
final class RecordDecoder {
    static let mostScalarsOfDevice = 128
    static let mostBytesOfField = 2048

    let interner: Interner
    let arena = Arena()
    let names = FieldNames.all
    /// The fields of the record or row itself; the readers fill it.
    let fields = RecordFields()
    /// The known field that was read last, which is the one a fault is in.
    private(set) var openMember: FieldName?
    /// What is wrong with a field, as the last record that was not decoded had it.
    private(set) var fault: FieldFault?
    /// How the times of the present source are written.
    var times = TimeStyle.zoned(nil)
    /// The operation of the last record that had one that is not known here.
    private(set) var otherOperation = ""
    private let inner = RecordFields()
    private let additional = RecordFields()
    private let defaultHub: [UInt8]

    init(interner: Interner, defaultHub: String?) {
        self.interner = interner
        self.defaultHub = Array((defaultHub ?? "").utf8)
    }

    /// Forgets the last record; decoding the next one needs at most seven times its bytes.
    func begin(bytes: Int) {
        arena.reset(for: 7 * bytes + defaultHub.count)
        fields.removeAll()
        openMember = nil
    }

    /// Decodes what the readers stored in `fields`.
    func decode() throws(RejectReason) -> Decoded {
        try readAdditional()
        guard try isConnections() else { return .otherCategory }
        guard let operation = try operation() else {
            otherOperation = try nameOfOperation()
            return .otherOperation
        }
        let time = try writtenTime()
        try readProperties()
        let code = try code()
        let level = try level(hasCode: code.count > 0)
        let (name, module) = try device()
        let sdk = try partyText(.sdk, .sdkColumn)
        let transport = try partyText(.transport, .transportColumn)
        let authentication = try partyText(.authentication, .authenticationColumn)
        let address = try partyText(.address, .addressColumn)
        let hub = try hub()
        let description = try description()
        // Only now: what stands in a rejected record is no word.
        let client = ClientDescription(
            device: interner.device(name: name, module: module), sdk: interner.text(sdk),
            transport: interner.text(transport), authentication: interner.text(authentication),
            address: interner.text(address))
        let eventType = EventType(
            hub: interned(hub), operation: operation, level: level, code: interner.text(code),
            description: interner.text(description))
        return .event(time: time, client: interner.client(client), eventType: interner.eventType(eventType))
    }

    /// The record's time as it is written, where it is a text.
    var timeText: Bytes? {
        guard let time = writtenTimeField, time.kind == .text else { return nil }
        return time.bytes
    }

    private var writtenTimeField: RecordFields.Value? {
        fields[.time] ?? fields[.timeGenerated] ?? fields[.timestamp]
    }

    /// Notes what is wrong with a field, for the words of the reject.
    private func wrongKind(_ name: FieldName, _ value: RecordFields.Value) -> RejectReason {
        fault = FieldFault(reason: .wrongKind, name: name, found: value.kind.words)
        return .wrongKind
    }

    /// What a reject says; what was noted of it is used up.
    func words(of reason: RejectReason) -> String {
        defer { fault = nil }
        return fault.flatMap { $0.reason == reason ? $0.words : nil } ?? reason.text
    }

    private func isConnections() throws(RejectReason) -> Bool {
        if let category = fields[.category] ?? additional[.category] {
            guard category.kind == .text else { throw wrongKind(.category, category) }
            if category.bytes.withoutBlanks.equalsIgnoringCase("connections") { return true }
            // Where a connection stands under no category there is, its name is misspelled, or the fields are shifted.
            if try operation() != nil, !isCategoryOfHubs(category.bytes) { throw .otherCategoryOfConnection }
            return false
        }
        // A projection may have left the category out; the two operations belong to this category alone.
        guard let operation = fields[.operation] ?? additional[.operation] else {
            throw fields[.error] == nil ? .noOperation : .queryFailed
        }
        guard operation.kind == .text else { throw wrongKind(.operation, operation) }
        return true
    }

    /// Whether a category is one of the others of IoT Hub (Azure Monitor, "Supported resource log categories").
    private func isCategoryOfHubs(_ name: Bytes) -> Bool {
        RecordDecoder.categories.contains { name.equalsIgnoringCase($0) }
    }

    private static let categories: [StaticString] = [
        "devicetelemetry", "c2dcommands", "deviceidentityoperations", "fileuploadoperations", "routes",
        "d2ctwinoperations", "c2dtwinoperations", "twinqueries", "jobsoperations", "directmethods",
        "distributedtracing", "configurations", "devicestreams",
    ]

    private func writtenTime() throws(RejectReason) -> Instant {
        guard let time = writtenTimeField else { throw .noTime }
        do throws(RejectReason) {
            guard time.kind == .text else { throw time.kind == .number ? .numericTime : .badTime }
            return try times.instant(time.bytes)
        } catch {
            let name = [FieldName.time, .timeGenerated].first { fields[$0] != nil } ?? .timestamp
            fault = FieldFault(reason: error, name: name, found: time.bytes.beginning)
            throw error
        }
    }

    /// Checks the time of a record that is of no interest but for that.
    func checkTime() throws(RejectReason) { _ = try writtenTime() }

    /// Nil for an operation that is none of those that connect and disconnect.
    ///
    /// Modules have operations of their own (records of the operations monitoring show `moduleDisconnect`).
    private func operation() throws(RejectReason) -> ConnectionOperation? {
        guard let written = fields[.operation] ?? additional[.operation], written.kind == .text else {
            throw .operationMissing
        }
        let name = written.bytes.withoutBlanks
        if name.equalsIgnoringCase("deviceconnect") { return .connect }
        if name.equalsIgnoringCase("devicedisconnect") { return .disconnect }
        if name.equalsIgnoringCase("moduleconnect") { return .connect }
        return name.equalsIgnoringCase("moduledisconnect") ? .disconnect : nil
    }

    private func nameOfOperation() throws(RejectReason) -> String {
        guard let written = fields[.operation] ?? additional[.operation] else { throw .operationMissing }
        try check(written.bytes, limited: true)
        return written.bytes.text
    }

    private func level(hasCode: Bool) throws(RejectReason) -> Level {
        guard let written = fields[.level] ?? additional[.level] else { return hasCode ? .error : .information }
        guard written.kind == .text || written.kind == .number, let level = Level(written: written.bytes.withoutBlanks)
        else {
            fault = FieldFault(reason: .unknownLevel, name: .level, found: written.bytes.beginning)
            throw .unknownLevel
        }
        return level
    }

    private func description() throws(RejectReason) -> Bytes {
        let text = try anyText(of: .description, .statusDescription)
        return text.isWordForNothing ? nothing : text
    }

    private func code() throws(RejectReason) -> Bytes {
        try anyText(of: .code, .statusType).code(arena)
    }

    private func device() throws(RejectReason) -> (name: Bytes, module: Bytes) {
        let name = try partyText(.device, .deviceColumn, limited: false)
        guard name.count > 0 else { throw .noDevice }
        guard name.scalars <= RecordDecoder.mostScalarsOfDevice else { throw .deviceTooLong }
        let module = try partyText(.module, .moduleColumn, limited: false)
        guard module.scalars <= RecordDecoder.mostScalarsOfDevice else { throw .moduleTooLong }
        return (name, module)
    }

    private func interned(_ hub: Bytes) -> TextID {
        let id = interner.text(hub)
        if let path = fields[.resourceId] ?? fields[.resourceIdColumn] { interner.resource(path.bytes, of: id) }
        return id
    }

    /// The hub's name in small letters: the last part of the resource's path.
    ///
    /// It is never guessed from anything else.
    private func hub() throws(RejectReason) -> Bytes {
        if let path = fields[.resourceId] ?? fields[.resourceIdColumn] {
            guard path.kind == .text else { throw wrongKind(.resourceId, path) }
            return try lowerCase(path.bytes.lastPathComponent)
        }
        if let name = fields[.resource] {
            guard name.kind == .text else { throw wrongKind(.resource, name) }
            return try lowerCase(name.bytes)
        }
        let mark = arena.used
        for byte in defaultHub { arena.append(lowerCased(byte)) }
        return arena.bytes(since: mark)
    }

    private func lowerCase(_ bytes: Bytes) throws(RejectReason) -> Bytes {
        try check(bytes, limited: true)
        let mark = arena.used
        for index in 0..<bytes.count { arena.append(lowerCased(bytes[index])) }
        return arena.bytes(since: mark)
    }

    // MARK: Texts

    private var nothing: Bytes { arena.bytes(since: arena.used) }

    /// A text or number of the record, by the first of two names that has one.
    private func anyText(of first: FieldName, _ second: FieldName) throws(RejectReason) -> Bytes {
        guard let value = fields[first] ?? additional[first] ?? fields[second] else { return nothing }
        guard value.kind == .text || value.kind == .number else { throw wrongKind(first, value) }
        try check(value.bytes, limited: true)
        return value.bytes
    }

    /// A text that says something of the party: in the properties, else in a column of its own.
    private func partyText(_ name: FieldName, _ column: FieldName, limited: Bool = true) throws(RejectReason) -> Bytes {
        guard let value = inner[name] ?? fields[column] ?? fields[name] ?? additional[column] ?? additional[name] else {
            return nothing
        }
        var bytes = value.bytes
        if value.kind == .object, name == .authentication {
            bytes = compact(bytes)
        } else if value.kind != .text {
            throw wrongKind(name, value)
        }
        try check(bytes, limited: limited)
        return bytes
    }

    private func check(_ bytes: Bytes, limited: Bool) throws(RejectReason) {
        if limited, bytes.count > RecordDecoder.mostBytesOfField { throw .fieldTooLong }
        if bytes.firstIndex(of: 0, from: 0, to: bytes.count) >= 0 { throw .zeroCharacter }
    }

    /// A JSON object without the white space between its parts, as the logs write it.
    private func compact(_ json: Bytes) -> Bytes {
        let mark = arena.used
        var insideText = false
        var index = 0
        while index < json.count {
            let byte = json[index]
            if byte == UInt8(ascii: "\"") { insideText.toggle() }
            if insideText || byte > 0x20 { arena.append(byte) }
            if insideText, byte == UInt8(ascii: "\\") {
                index += 1
                arena.append(json[index])
            }
            index += 1
        }
        return arena.bytes(since: mark)
    }

    // MARK: Objects inside the record

    private func readProperties() throws(RejectReason) {
        inner.removeAll()
        guard
            let value = fields[.properties] ?? fields[.propertiesColumn] ?? additional[.properties]
                ?? additional[.propertiesColumn]
        else { return }
        try read(value, into: inner)
    }

    /// The dynamic column that takes what no longer fits a workspace's 500 columns.
    private func readAdditional() throws(RejectReason) {
        additional.removeAll()
        guard let value = fields[.additionalFields] else { return }
        try read(value, into: additional)
    }

    /// Reads an object, or a text that holds one, or null.
    private func read(_ value: RecordFields.Value, into target: RecordFields) throws(RejectReason) {
        guard value.kind == .text || value.kind == .object else { throw .badProperties }
        var reader = JSONReader(value.bytes, from: 0, to: value.bytes.count, arena: arena)
        do throws(RejectReason) {
            if try reader.peek() == UInt8(ascii: "{") {
                try readMembers(&reader, into: target)
            } else if try reader.word().kind != .null {
                throw .badProperties
            }
            reader.skipSpace()
            guard reader.at == reader.end else { throw .badProperties }
        } catch {
            throw error == .endsTooEarly || error == .endsInsideText || error == .notJSON ? .badProperties : error
        }
    }

    /// Reads the object that begins here, storing the fields that have a known name.
    func readMembers(_ reader: inout JSONReader, into target: RecordFields) throws(RejectReason) {
        guard try reader.open(closing: UInt8(ascii: "}")) else { return }
        repeat {
            let key = try reader.key()
            let first = try reader.peek()
            guard let name = names.find(key) else {
                try reader.skipMember(first)
                continue
            }
            openMember = name
            try readValue(&reader, first, named: name, into: target)
        } while try reader.more(closing: UInt8(ascii: "}"))
    }

    @inline(__always)
    func readValue(
        _ reader: inout JSONReader, _ first: UInt8, named name: FieldName, into target: RecordFields
    ) throws(RejectReason) {
        switch first {
        case UInt8(ascii: "\""):
            try target.set(name, .text, try reader.text())
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let from = reader.at
            try reader.skipValue()
            let kind: FieldKind = first == UInt8(ascii: "{") ? .object : .other
            try target.set(name, kind, reader.bytes.slice(from: from, to: reader.at))
        default:
            let word = try reader.word()
            try target.set(name, word.kind, word.bytes)
        }
    }
}

extension JSONReader {
    /// Steps over a member's value, of which the first byte is known.
    @inline(__always)
    mutating func skipMember(_ first: UInt8) throws(RejectReason) {
        if first == UInt8(ascii: "\"") {
            try skipText()
        } else {
            try skipValue()
        }
    }
}

extension Bytes {
    /// How many Unicode scalars valid UTF-8 has.
    var scalars: Int {
        var total = 0
        for index in 0..<count where self[index] & 0xc0 != 0x80 { total += 1 }
        return total
    }

    /// What stands after the last slash, closing slashes aside.
    var lastPathComponent: Bytes {
        var end = count
        while end > 0, self[end - 1] == UInt8(ascii: "/") { end -= 1 }
        var start = end
        while start > 0, self[start - 1] != UInt8(ascii: "/") { start -= 1 }
        return slice(from: start, to: end)
    }
}
