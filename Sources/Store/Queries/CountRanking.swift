import Model
import SQLite

/// The order of the counts as numbers: hub, device and module first, then operation, level and code. Names compare
/// as bytes of UTF-8, as SQLite's BINARY collation does.
struct CountRanking {
    let heads: [Head]
    /// Bits of `group`.
    let groupBits: UInt64
    /// Bits of `identity`.
    let identityBits: UInt64
    /// Place of a device among all devices, by its number.
    private let deviceRank: [UInt32]
    private let deviceBits: UInt64
    /// Place of a head's hub among all hubs, by the number of the head.
    private let hubRank: [UInt64]
    /// Place of a head's operation, level and code, by the number of the head; the same for heads that differ in
    /// their hub or description alone.
    private let groupRank: [UInt64]
    private let path: String

    init(_ store: Store) throws {
        path = store.path
        heads = try store.readHeads()
        deviceRank = try Self.ranks(store.connection, "SELECT id FROM device ORDER BY name, module", "device")
        hubRank = try Self.headRanks(
            store.connection,
            "SELECT id, dense_rank() OVER (ORDER BY value) FROM (SELECT h.id, t.value FROM head h JOIN text t ON t.id = h.hub)",
            heads.count)
        groupRank = try Self.headRanks(
            store.connection,
            """
            SELECT id, dense_rank() OVER (ORDER BY operation, level, code) FROM (
              SELECT h.id,
                CASE h.operation WHEN 0 THEN 'deviceConnect' ELSE 'deviceDisconnect' END AS operation,
                CASE h.level WHEN 0 THEN 'Information' WHEN 1 THEN 'Warning' WHEN 2 THEN 'Error' ELSE 'Critical' END
                  AS level,
                t.value AS code
              FROM head h JOIN text t ON t.id = h.code)
            """,
            heads.count)
        groupBits = Self.bits(groupRank.max() ?? 0)
        deviceBits = Self.bits(UInt64(deviceRank.count))
        identityBits = Self.bits(hubRank.max() ?? 0) + deviceBits
    }

    /// Place of a row's hub, device and module.
    func identity(_ row: CountedRow) throws -> UInt64 {
        guard Int(row.device) < deviceRank.count, Int(row.head) < heads.count else {
            throw StoreError.inconsistent(path: path, detail: "a count refers to an unknown device or head")
        }
        return hubRank[Int(row.head)] << deviceBits | UInt64(deviceRank[Int(row.device)])
    }

    /// Place of a row's operation, level and code; call `identity` first, which checks the row.
    func group(_ row: CountedRow) -> UInt64 {
        groupRank[Int(row.head)]
    }

    private static func bits(_ number: UInt64) -> UInt64 {
        UInt64(64 - number.leadingZeroBitCount)
    }

    /// The place of each number in a query that lists all of them in order.
    private static func ranks(_ connection: Connection, _ sql: String, _ table: String) throws -> [UInt32] {
        let count = Int(try connection.integer("SELECT count(*) FROM \(table)") ?? 0)
        var ranks = [UInt32](repeating: 0, count: count)
        var next: UInt32 = 0
        try connection.forEach(sql) { row in
            let id = row.integer(0)
            guard id >= 0, id < Int64(count) else {
                throw StoreError.inconsistent(path: connection.path, detail: "\(table) numbers have a gap")
            }
            ranks[Int(id)] = next
            next += 1
        }
        return ranks
    }

    private static func headRanks(_ connection: Connection, _ sql: String, _ count: Int) throws -> [UInt64] {
        var ranks = [UInt64](repeating: 0, count: count)
        try connection.forEach(sql) { row in
            guard let id = Int(exactly: row.integer(0)), ranks.indices.contains(id) else { return }
            ranks[id] = UInt64(bitPattern: row.integer(1))
        }
        return ranks
    }
}
