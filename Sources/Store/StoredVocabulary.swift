package import Model
import SQLite

extension Store {
    /// Reads the whole vocabulary: every text, device, client and event type that any event refers to.
    package func vocabulary() throws -> Vocabulary {
        try connection.snapshot {
            Vocabulary(
                texts: try readTexts(),
                devices: try readDevices(),
                clients: try readClients(),
                eventTypes: try readEventTypes()
            )
        }
    }

    private func readTexts() throws -> [String] {
        var texts: [String] = []
        texts.reserveCapacity(try rows(of: "text"))
        try readDense("text", "SELECT id, value FROM text ORDER BY id") {
            // An earlier version kept what records said as they said it.
            texts.append(Secrets.masked($0.text(1)))
        }
        return texts
    }

    private func readDevices() throws -> [Device] {
        var devices: [Device] = []
        devices.reserveCapacity(try rows(of: "device"))
        try readDense("device", "SELECT id, name, module FROM device ORDER BY id") {
            devices.append(Device(name: $0.text(1), module: $0.text(2)))
        }
        return devices
    }

    private func readClients() throws -> [ClientDescription] {
        var clients: [ClientDescription] = []
        clients.reserveCapacity(try rows(of: "client"))
        let sql = "SELECT id, device, sdk, transport, authentication, address FROM client ORDER BY id"
        try readDense("client", sql) {
            clients.append(
                ClientDescription(
                    device: try id($0, 1), sdk: try id($0, 2), transport: try id($0, 3), authentication: try id($0, 4),
                    address: try id($0, 5)))
        }
        return clients
    }

    /// The device of every client, by the number of the client.
    package func devicesOfClients() throws -> [DeviceID] {
        var devices: [DeviceID] = []
        try readDense("client", "SELECT id, device FROM client ORDER BY id") { devices.append(try id($0, 1)) }
        return devices
    }

    func readEventTypes() throws -> [EventType] {
        var eventTypes: [EventType] = []
        let sql = "SELECT id, hub, operation, level, code, description FROM head ORDER BY id"
        try readDense("head", sql) {
            guard let operation = UInt8(exactly: $0.integer(2)).flatMap(ConnectionOperation.init(rawValue:)),
                let level = UInt8(exactly: $0.integer(3)).flatMap(Level.init(rawValue:))
            else { throw StoreError.inconsistent(path: path, detail: "an unknown operation or level") }
            eventTypes.append(
                EventType(
                    hub: try id($0, 1), operation: operation, level: level, code: try id($0, 4),
                    description: try id($0, 5)))
        }
        return eventTypes
    }

    /// How many there will be: a list that grows would for a moment hold millions of them twice.
    private func rows(of table: String) throws -> Int {
        Int(try connection.integer("SELECT count(*) FROM \(table)") ?? 0)
    }

    /// Reads rows whose numbers must count up from 0 without a gap, because a number is a position.
    private func readDense(_ table: String, _ sql: String, body: (Statement) throws -> Void) throws {
        var next: Int64 = 0
        try connection.forEach(sql) { row in
            guard row.integer(0) == next else {
                throw StoreError.inconsistent(path: path, detail: "\(table) \(next) is missing")
            }
            next += 1
            try body(row)
        }
    }

    private func id(_ row: Statement, _ column: Int32) throws -> UInt32 {
        guard let id = UInt32(exactly: row.integer(column)) else {
            throw StoreError.inconsistent(path: path, detail: "a number out of range")
        }
        return id
    }
}
