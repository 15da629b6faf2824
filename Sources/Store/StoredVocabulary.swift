package import Model
import SQLite

extension Store {
    /// Reads the whole vocabulary: every text, device, client and event type that any event refers to.
    package func vocabulary() throws -> Vocabulary {
        try connection.snapshot {
            var all = VocabularyAdditions()
            // Their count is asked for first: a list that grows would for a moment hold millions of them twice.
            all.devices.reserveCapacity(Int(try connection.integer("SELECT count(*) FROM device") ?? 0))
            all.clients.reserveCapacity(Int(try connection.integer("SELECT count(*) FROM client") ?? 0))
            try forEachWords { words in
                all.texts += words.texts
                all.devices += words.devices
                all.clients += words.clients
                all.eventTypes += words.eventTypes
            }
            return Vocabulary(
                texts: all.texts, devices: all.devices, clients: all.clients, eventTypes: all.eventTypes)
        }
    }

    /// Hands over the same piece by piece, in the order of the numbers: who makes something else of millions of words needs no
    /// memory for all of them at once.
    package func forEachWords(_ take: (VocabularyAdditions) throws -> Void) throws {
        try connection.snapshot {
            try forEachPiece("text", "value", row: maskedText) { try take(VocabularyAdditions(texts: $0)) }
            try forEachPiece("device", "name, module", row: namedDevice) {
                try take(VocabularyAdditions(devices: $0))
            }
            try forEachPiece("client", "device, sdk, transport, authentication, address", row: describedClient) {
                try take(VocabularyAdditions(clients: $0))
            }
            try take(VocabularyAdditions(eventTypes: readEventTypes()))
        }
    }

    /// An earlier version kept what records said as they said it.
    private func maskedText(_ row: Statement) -> String { Secrets.masked(row.text(1)) }

    private func namedDevice(_ row: Statement) -> Device { Device(name: row.text(1), module: row.text(2)) }

    private func describedClient(_ row: Statement) throws -> ClientDescription {
        ClientDescription(
            device: try id(row, 1), sdk: try id(row, 2), transport: try id(row, 3), authentication: try id(row, 4),
            address: try id(row, 5))
    }

    /// The words of a part of the database: all texts and event types, some clients with their devices, and some
    /// devices more.
    ///
    /// A device is there with its modules, also those of other hubs: they are one device wherever they are.
    package func vocabulary(clients: NumberSet, devices: NumberSet) throws -> Vocabulary {
        try connection.snapshot {
            let texts = try readDense("text", "value", row: maskedText)
            var devices = devices
            let described = try readSome("client", "device, sdk, transport, authentication, address", clients) {
                let client = try describedClient($0)
                devices.insert(client.device)
                return client
            }
            return Vocabulary(
                texts: texts, devices: try readSomeDevices(devices),
                clients: NumberedList(
                    described.values, of: clients, count: described.count,
                    absent: ClientDescription(device: 0, sdk: 0, transport: 0, authentication: 0, address: 0)),
                eventTypes: try readEventTypes())
        }
    }

    private func readSomeDevices(_ wanted: NumberSet) throws -> NumberedList<Device> {
        var numbers = wanted
        // Names of modules that nobody asked for, with their numbers.
        var others: [String: [DeviceID]] = [:]
        try connection.forEach("SELECT id, name FROM device WHERE module <> ''") { row in
            guard let number = DeviceID(exactly: row.integer(0)), !wanted.contains(number) else { return }
            others[row.text(1), default: []].append(number)
        }
        if !others.isEmpty {
            try connection.forEach("SELECT id, name FROM device") { row in
                guard let number = DeviceID(exactly: row.integer(0)), wanted.contains(number) else { return }
                for module in others[row.text(1)] ?? [] { numbers.insert(module) }
            }
        }
        let devices = try readSome("device", "name, module", numbers, row: namedDevice)
        return NumberedList(devices.values, of: numbers, count: devices.count, absent: Device(name: ""))
    }

    /// Reads the rows of some numbers; each must be there.
    private func readSome<Row>(
        _ table: String, _ columns: String, _ numbers: NumberSet, row make: (Statement) throws -> Row
    ) throws -> (values: [Row], count: Int) {
        var rows: [Row] = []
        let wanted = numbers.count
        rows.reserveCapacity(wanted)
        var count: Int64 = 0
        try connection.forEach("SELECT id, \(columns) FROM \(table) ORDER BY id") { row in
            guard row.integer(0) == count else {
                throw StoreError.inconsistent(path: path, detail: "\(table) \(count) is missing")
            }
            count += 1
            if numbers.contains(UInt32(truncatingIfNeeded: count - 1)) { rows.append(try make(row)) }
        }
        guard rows.count == wanted else {
            throw StoreError.inconsistent(path: path, detail: "\(table) lacks rows that others refer to")
        }
        return (rows, Int(count))
    }

    /// The device of every client, by the number of the client.
    package func devicesOfClients() throws -> [DeviceID] {
        try readDense("client", "device") { try id($0, 1) }
    }

    /// The resources of hubs by the hub's name, where records said them.
    package func hubResources(_ vocabulary: Vocabulary) throws -> [String: HubResource] {
        var resources: [String: HubResource] = [:]
        try connection.forEach("SELECT hub, resource FROM hub_resource") { row in
            guard let hub = TextID(exactly: row.integer(0)) else { return }
            resources[vocabulary.text(hub)] = HubResource(row.text(1))
        }
        return resources
    }

    func readEventTypes() throws -> [EventType] {
        try readDense("head", "hub, operation, level, code, description") {
            guard let operation = UInt8(exactly: $0.integer(2)).flatMap(ConnectionOperation.init(rawValue:)),
                let level = UInt8(exactly: $0.integer(3)).flatMap(Level.init(rawValue:))
            else { throw StoreError.inconsistent(path: path, detail: "an unknown operation or level") }
            return EventType(
                hub: try id($0, 1), operation: operation, level: level, code: try id($0, 4),
                description: try id($0, 5))
        }
    }

    /// Reads rows whose numbers must count up from 0 without a gap, because a number is a position.
    ///
    /// Their count is asked for first: a list that grows would for a moment hold millions of them twice.
    private func readDense<Row>(_ table: String, _ columns: String, row make: (Statement) throws -> Row) throws -> [Row]
    {
        var rows: [Row] = []
        rows.reserveCapacity(Int(try connection.integer("SELECT count(*) FROM \(table)") ?? 0))
        try forEachPiece(table, columns, row: make) { rows += $0 }
        return rows
    }

    /// Hands over such rows, some thousand at a time.
    private func forEachPiece<Row>(
        _ table: String, _ columns: String, row make: (Statement) throws -> Row, _ take: ([Row]) throws -> Void
    ) throws {
        var rows: [Row] = []
        var count: Int64 = 0
        try connection.forEach("SELECT id, \(columns) FROM \(table) ORDER BY id") { row in
            guard row.integer(0) == count else {
                throw StoreError.inconsistent(path: path, detail: "\(table) \(count) is missing")
            }
            count += 1
            rows.append(try make(row))
            guard rows.count == 8192 else { return }
            try take(rows)
            rows.removeAll(keepingCapacity: true)
        }
        if !rows.isEmpty { try take(rows) }
    }

    private func id(_ row: Statement, _ column: Int32) throws -> UInt32 {
        guard let id = UInt32(exactly: row.integer(column)) else {
            throw StoreError.inconsistent(path: path, detail: "a number out of range")
        }
        return id
    }
}
