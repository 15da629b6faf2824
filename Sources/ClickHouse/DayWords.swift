import LogReading
import Model

/// The words of some hours of events, each with the hash by which the events that follow refer to it.
struct DayWords {
    private var clients: [UInt64: ClientID] = [:]
    private var types: [UInt64: EventTypeID] = [:]

    static let clientHash = "cityHash64(device, module, sdk, protocol, authentication, address)"
    static let typeHash = "cityHash64(hub, operation, level, code, description)"

    /// Reads the words of one server's events.
    mutating func read(
        from client: ClickHouseClient, _ table: String, where condition: String, into words: WordNumbers
    ) throws {
        try readClients(
            from: client,
            "SELECT \(DayWords.clientHash), device, module, sdk, protocol, authentication, address FROM \(table) "
                + "WHERE \(condition) GROUP BY device, module, sdk, protocol, authentication, address", words)
        try readTypes(
            from: client,
            "SELECT \(DayWords.typeHash), hub, operation, level, code, description FROM \(table) "
                + "WHERE \(condition) GROUP BY hub, operation, level, code, description", words)
    }

    private mutating func readClients(from client: ClickHouseClient, _ query: String, _ words: WordNumbers) throws {
        var found = clients
        clients = [:]
        try client.rows(query) { row in
            let hash = try row.unsigned()
            let device = Device(name: try row.text(), module: try row.text())
            let number = words.client(
                device, sdk: try row.text(), transport: try row.text(), authentication: try row.text(),
                address: try row.text())
            guard let number else { throw DayWords.tooLong(device.name) }
            let known = found.updateValue(number, forKey: hash)
            guard known == nil || known == number else { throw DayWords.sameHash("device '\(device.name)'") }
        }
        clients = found
    }

    private mutating func readTypes(from client: ClickHouseClient, _ query: String, _ words: WordNumbers) throws {
        var found = types
        types = [:]
        try client.rows(query) { row in
            let hash = try row.unsigned()
            let hub = try row.text()
            let operation = ConnectionOperation(rawValue: try row.byte())
            let level = Level(rawValue: try row.byte())
            let code = try row.text()
            let description = try row.text()
            guard let operation, let level else {
                throw ClickHouseError(
                    .inconsistent, "an event on hub '\(hub)' has an operation or a level that hubdrops does not write")
            }
            guard let number = words.eventType(hub: hub, operation, level, code: code, description: description)
            else { throw DayWords.tooLong(code) }
            let known = found.updateValue(number, forKey: hash)
            guard known == nil || known == number else { throw DayWords.sameHash("code '\(code)' on hub '\(hub)'") }
        }
        types = found
    }

    /// The event of a row; nil where its words were not among those that were read.
    func event(_ time: Int64, client: UInt64, type: UInt64) -> Event? {
        guard let client = clients[client], let type = types[type] else { return nil }
        return Event(time: Instant(ticks: time), client: client, eventType: type)
    }

    private static func sameHash(_ what: String) -> ClickHouseError {
        ClickHouseError(
            .inconsistent,
            "two descriptions share a hash, one of them of \(what), so events cannot be distinguished; please report this"
        )
    }

    private static func tooLong(_ text: String) -> ClickHouseError {
        ClickHouseError(
            .inconsistent,
            "an event has a name that no record can bring ('\(text.prefix(60))…'); did another program write it?")
    }
}
