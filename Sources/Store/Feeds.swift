import Model
import SQLite

/// The tables in memory that bulk inserts read from.
struct Feeds {
    let events: RowFeed<Event>
    let clients: RowFeed<Client>
    let deviceDays: RowFeed<DeviceDay>
    let dropTimes: RowFeed<DropTime>
    let firstSeen: RowFeed<FirstSeen>

    init(on connection: Connection) throws {
        events = try RowFeed(
            "feed_event",
            columns: [.int64(\.time.ticks), .uint32(\.client), .uint32(\.head)],
            on: connection)
        clients = try RowFeed(
            "feed_client",
            columns: [
                .uint32(\.device), .uint32(\.sdk), .uint32(\.transport), .uint32(\.authentication), .uint32(\.address),
            ],
            on: connection)
        deviceDays = try RowFeed(
            "feed_device_day",
            columns: [
                .uint32(\.hub), .uint32(\.device), .int64(\.drops), .int64(\.renewals), .int64(\.downtimeSeconds),
                .bool(\.isOpen), .int64(\.failedConnects),
            ],
            on: connection)
        dropTimes = try RowFeed(
            "feed_drop_time", columns: [.uint32(\.hub), .uint32(\.device), .int64(\.start)], on: connection)
        firstSeen = try RowFeed(
            "feed_first_seen", columns: [.uint32(\.hub), .uint32(\.device), .int64(\.time)], on: connection)
    }
}

extension Store {
    /// The feeds of this connection, made when first needed: a reader needs none.
    func bulkFeeds() throws -> Feeds {
        if let feeds { return feeds }
        let made = try Feeds(on: connection)
        feeds = made
        return made
    }
}
