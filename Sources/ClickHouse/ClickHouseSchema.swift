/// The tables of a ClickHouse database, in words that 18.16 and today's versions both take; `docs/clickhouse.md` explains
/// them to those who query them.
///
/// Every row is its own identity, so a row that comes twice is one, and what importers send again, overlapping or late, is a
/// union of sets. With a cluster a table is replicated and spread by a hash; without one it is a plain table.
struct ClickHouseSchema {
    struct Table {
        let name: String
        let columns: String
        /// What tells rows apart; of rows that agree in it, that with the highest `version` stays.
        let key: String
        var version = ""
        var partition = ""
        /// What spreads the rows over shards.
        let shard: String
    }

    /// Ticks of 100 ns in a day.
    static let ticksPerDay: Int64 = 864_000_000_000
    static let ticksPerHour: Int64 = 36_000_000_000

    static let eventColumns =
        "hub, time, device, module, operation, level, code, description, sdk, protocol, authentication, address"

    /// Events: device after device, which packs a record into some 8 bytes.
    static let event = Table(
        name: "event",
        columns: "hub String, time Int64, device String, module String, operation UInt8, level UInt8, code String, "
            + "description String, sdk String, protocol String, authentication String, address String",
        key: "hub, device, module, time, operation, level, code, description, sdk, protocol, authentication, address",
        partition: "intDiv(time, \(ticksPerDay))", shard: "cityHash64(device)")

    /// The ledger: what was read of each file.
    static let file = Table(
        name: "file", columns: "path String, version UInt64, run UInt64, record String", key: "path",
        version: "version",
        shard: "cityHash64(path)")

    /// Files that could not be read; an empty reason is one that was read since, or is gone.
    static let unreadable = Table(
        name: "unreadable", columns: "path String, version UInt64, reason String", key: "path", version: "version",
        shard: "cityHash64(path)")

    static let resource = Table(
        name: "hub_resource", columns: "hub String, resource String", key: "hub, resource", shard: "cityHash64(hub)")

    /// The highest number of events that somebody knew to be in an hour: an answer with fewer is short.
    static let count = Table(
        name: "hour_count", columns: "hub String, hour Int64, events UInt64", key: "hub, hour", version: "events",
        partition: "intDiv(hour, 24)", shard: "cityHash64(hub, hour)")

    /// Single facts: which database this is, and from when on it is complete.
    static let fact = Table(
        name: "fact", columns: "name String, version UInt64, value String", key: "name", version: "version",
        shard: "cityHash64(name)")

    static let tables = [event, file, unreadable, resource, count, fact]

    let database: String
    let cluster: String?

    /// The table of one server's own rows.
    func local(_ table: Table) -> String { "\(database).\(table.name)" + (cluster == nil ? "" : "_local") }

    /// What makes a table on one server, where it is missing.
    func creating(_ table: Table) -> [String] {
        let order =
            (table.partition.isEmpty ? "" : " PARTITION BY \(table.partition)") + " ORDER BY (\(table.key))"
        guard let cluster else {
            return [
                "CREATE TABLE IF NOT EXISTS \(local(table)) (\(table.columns)) "
                    + "ENGINE = ReplacingMergeTree(\(table.version))" + order
            ]
        }
        let version = table.version.isEmpty ? "" : ", " + table.version
        return [
            "CREATE TABLE IF NOT EXISTS \(local(table)) (\(table.columns)) ENGINE = ReplicatedReplacingMergeTree("
                + "'/hubdrops/\(database)/{shard}/\(table.name)', '{replica}'\(version))" + order,
            "CREATE TABLE IF NOT EXISTS \(database).\(table.name) AS \(local(table)) "
                + "ENGINE = Distributed(\(cluster), \(database), \(table.name)_local, \(table.shard))",
        ]
    }

    /// Names of the tables without which there is no report.
    var names: [String] { names(of: ClickHouseSchema.tables) }

    func names(of tables: [Table]) -> [String] {
        tables.flatMap { cluster == nil ? [$0.name] : [$0.name, $0.name + "_local"] }
    }

    /// A text within a statement, byte for byte: nothing in it can end the literal.
    static func literal(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hex = text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "unhex('" + String(decoding: hex, as: UTF8.self) + "')"
    }
}
