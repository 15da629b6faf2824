import Model
import SQLite

/// The tables in memory that bulk inserts read from.
struct BulkInsertTables {
    let clients: ArrayTable<ClientDescription>
    let deviceDays: ArrayTable<StoredDeviceDay>
    let dropTimes: ArrayTable<DropTime>
    let firstSeen: ArrayTable<FirstSeen>

    init(on connection: Connection) throws {
        clients = try ArrayTable(
            "feed_client",
            columns: [
                .uint32(\.device), .uint32(\.sdk), .uint32(\.transport), .uint32(\.authentication), .uint32(\.address),
            ],
            on: connection)
        deviceDays = try ArrayTable(
            "feed_device_day",
            columns: [
                .uint32(\.hub), .uint32(\.device), .int64(\.drops), .int64(\.renewals), .int64(\.downtimeSeconds),
                .bool(\.isOpen), .int64(\.failedConnects),
            ],
            on: connection)
        dropTimes = try ArrayTable(
            "feed_drop_time", columns: [.uint32(\.hub), .uint32(\.device), .int64(\.start)], on: connection)
        firstSeen = try ArrayTable(
            "feed_first_seen", columns: [.uint32(\.hub), .uint32(\.device), .int64(\.time)], on: connection)
    }
}

extension Store {
    /// The feeds of this connection, made when first needed: a reader needs none.
    func bulkInsertTables() throws -> BulkInsertTables {
        if let bulkTables { return bulkTables }
        let made = try BulkInsertTables(on: connection)
        bulkTables = made
        return made
    }
}
