package import Model
import SQLite

extension Store {
    /// Reads the whole vocabulary: every text, device, client and event type that any event refers to.
    package func vocabulary() throws -> Vocabulary {
        try connection.snapshot {
            Vocabulary(
                // An earlier version kept what records said as they said it.
                texts: try readDense("text", "value") { Secrets.masked($0.text(1)) },
                devices: try readDense("device", "name, module") { Device(name: $0.text(1), module: $0.text(2)) },
                clients: try readDense("client", "device, sdk, transport, authentication, address") {
                    ClientDescription(
                        device: try id($0, 1), sdk: try id($0, 2), transport: try id($0, 3),
                        authentication: try id($0, 4), address: try id($0, 5))
                },
                eventTypes: try readEventTypes())
        }
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
        try connection.forEach("SELECT id, \(columns) FROM \(table) ORDER BY id") { row in
            guard row.integer(0) == Int64(rows.count) else {
                throw StoreError.inconsistent(path: path, detail: "\(table) \(rows.count) is missing")
            }
            rows.append(try make(row))
        }
        return rows
    }

    private func id(_ row: Statement, _ column: Int32) throws -> UInt32 {
        guard let id = UInt32(exactly: row.integer(column)) else {
            throw StoreError.inconsistent(path: path, detail: "a number out of range")
        }
        return id
    }
}
