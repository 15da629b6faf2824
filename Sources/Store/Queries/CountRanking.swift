import Model
import SQLite

/// The order of counts as one number: hub, device and module in its high bits, then operation, level and code.
///
/// Names compare as bytes of UTF-8, as SQLite's BINARY collation does.
struct CountRanking {
    /// Bits of a key that tell operation, level and code.
    let groupBits: UInt64
    /// Bits of a key above these.
    let identityBits: UInt64
    private let deviceBits: UInt64
    /// Place of a device among all devices, by its number, and back.
    private let deviceRank: [UInt32]
    private let deviceAtRank: [DeviceID]
    /// Place of an event type's hub, and of its operation, level and code, by the number of the event type.
    ///
    /// Heads that differ in their description alone share both.
    private let hubRank: [UInt64]
    private let groupRank: [UInt64]
    private let hubAtRank: [TextID]
    /// A head of each place of operation, level and code.
    private let eventTypeAtRank: [EventType]
    private let path: String

    init(_ store: Store) throws {
        path = store.path
        let eventTypes = try store.readEventTypes()
        hubRank = try Self.headRanks(store.connection, Self.hubOrder, eventTypes.count)
        groupRank = try Self.headRanks(store.connection, Self.groupOrder, eventTypes.count)
        hubAtRank = Self.inverse(hubRank, eventTypes.map(\.hub))
        eventTypeAtRank = Self.inverse(groupRank, eventTypes)
        deviceAtRank = try store.numbers("SELECT id FROM device ORDER BY name, module").map(
            UInt32.init(truncatingIfNeeded:))
        var ranks = [UInt32](repeating: 0, count: deviceAtRank.count)
        for (rank, device) in deviceAtRank.enumerated() {
            guard Int(device) < ranks.count else {
                throw StoreError.inconsistent(path: path, detail: "the numbers of devices have a gap")
            }
            ranks[Int(device)] = UInt32(rank)
        }
        deviceRank = ranks
        groupBits = Self.bits(UInt64(eventTypeAtRank.count))
        deviceBits = Self.bits(UInt64(deviceAtRank.count))
        identityBits = Self.bits(UInt64(hubAtRank.count)) + deviceBits
    }

    func key(device: DeviceID, eventType: EventTypeID) throws -> UInt64 {
        guard Int(device) < deviceRank.count, Int(eventType) < hubRank.count else {
            throw StoreError.inconsistent(path: path, detail: "a count of an unknown device or head")
        }
        return (hubRank[Int(eventType)] << deviceBits | UInt64(deviceRank[Int(device)])) << groupBits
            | groupRank[Int(eventType)]
    }

    func device(_ key: UInt64) -> DeviceID {
        deviceAtRank[Int(key >> groupBits & ((1 << deviceBits) - 1))]
    }

    /// Hub, operation, level and code of a key; the description is that of any event type which has these.
    func eventType(_ key: UInt64) -> EventType {
        let eventType = eventTypeAtRank[Int(key & ((1 << groupBits) - 1))]
        let hub = hubAtRank[Int(key >> (groupBits + deviceBits))]
        return EventType(
            hub: hub, operation: eventType.operation, level: eventType.level, code: eventType.code,
            description: eventType.description)
    }

    private static let hubOrder = """
        SELECT id, dense_rank() OVER (ORDER BY value) - 1
        FROM (SELECT h.id, t.value FROM head h JOIN text t ON t.id = h.hub)
        """

    private static let groupOrder = """
        SELECT id, dense_rank() OVER (ORDER BY operation, level, code) - 1 FROM (
          SELECT h.id,
            CASE h.operation WHEN 0 THEN 'deviceConnect' ELSE 'deviceDisconnect' END AS operation,
            CASE h.level WHEN 0 THEN 'Information' WHEN 1 THEN 'Warning' WHEN 2 THEN 'Error' ELSE 'Critical' END
              AS level,
            t.value AS code
          FROM head h JOIN text t ON t.id = h.code)
        """

    private static func headRanks(_ connection: Connection, _ sql: String, _ count: Int) throws -> [UInt64] {
        var ranks = [UInt64](repeating: 0, count: count)
        var found = 0
        try connection.forEach(sql) { row in
            guard let id = Int(exactly: row.integer(0)), ranks.indices.contains(id) else { return }
            ranks[id] = UInt64(bitPattern: row.integer(1))
            found += 1
        }
        guard found == count else {
            throw StoreError.inconsistent(path: connection.path, detail: "a head refers to an unknown text")
        }
        return ranks
    }

    private static func inverse<Thing>(_ ranks: [UInt64], _ things: [Thing]) -> [Thing] {
        zip(ranks, things).sorted { $0.0 < $1.0 }.reduce(into: []) { inverse, pair in
            if pair.0 == UInt64(inverse.count) { inverse.append(pair.1) }
        }
    }

    private static func bits(_ number: UInt64) -> UInt64 {
        UInt64(64 - number.leadingZeroBitCount)
    }
}
