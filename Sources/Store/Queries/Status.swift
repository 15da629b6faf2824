package import Model
import SQLite

/// One import of the history.
package struct ImportRun: Equatable, Sendable {
    package let id: Int64
    package let started: Instant
    package let finished: Instant
    /// Files that were read.
    package let files: Int64
    /// Files that were left alone because the ledger knew them.
    package let unchanged: Int64
    package let records: Int64
    package let events: Int64
    package let added: Int64
    package let duplicates: Int64
    package let expired: Int64
    package let otherCategories: Int64
    package let rejected: Int64
}

/// What the database holds; every figure is found without reading events.
package struct StoreStatus: Equatable, Sendable {
    package let schemaVersion: Int
    package let bytes: Int64
    /// Bytes of pages that later imports will use before the file grows.
    package let freeBytes: Int64
    /// Ids of devices and modules.
    ///
    /// One id on two hubs is two devices and counts once: which of them both hubs have stands in the counts alone.
    package let devices: Int64
    package let hubs: Int64
    package let clients: Int64
    package let texts: Int64
    package let files: Int64
    package let rejected: Int64
    /// Events ever counted and not pruned from the counts; the event rows of the oldest days may be gone.
    package let events: Int64
    /// The first and the last hour with events, since 1970.
    package let firstHour: Int?
    package let lastHour: Int?
    package let retention: Retention
    package let imports: Int64
    package let lastImport: ImportRun?
}

extension Store {
    package func status() throws -> StoreStatus {
        try connection.snapshot {
            func number(_ sql: String) throws -> Int64 { try connection.integer(sql) ?? 0 }
            let pageBytes = try number("PRAGMA page_size")
            return StoreStatus(
                schemaVersion: try connection.userVersion(),
                bytes: try number("PRAGMA page_count") * pageBytes,
                freeBytes: try number("PRAGMA freelist_count") * pageBytes,
                devices: try number("SELECT max(id) + 1 FROM device"),
                hubs: try number("SELECT count(DISTINCT hub) FROM head"),
                clients: try number("SELECT max(id) + 1 FROM client"),
                texts: try number("SELECT max(id) + 1 FROM text"),
                files: try number("SELECT count(*) FROM file"),
                rejected: try number("SELECT sum(rejected) FROM file"),
                events: try number("SELECT sum(records) FROM hour"),
                firstHour: try connection.integer("SELECT min(hour) FROM hour_revision").map(Int.init),
                lastHour: try connection.integer("SELECT max(hour) FROM hour_revision").map(Int.init),
                retention: try retention(),
                imports: try number("SELECT max(id) FROM import_run"),
                lastImport: try imports(last: 1).first
            )
        }
    }

    /// The latest imports, the newest first.
    package func imports(last count: Int) throws -> [ImportRun] {
        let sql = """
            SELECT id, started, finished, files, unchanged, records, events, added, duplicates, expired,
              other_categories, rejected
            FROM import_run ORDER BY id DESC LIMIT ?
            """
        return try connection.map(sql, [.integer(count)]) { row in
            ImportRun(
                id: row.integer(0), started: Instant(ticks: row.integer(1)), finished: Instant(ticks: row.integer(2)),
                files: row.integer(3), unchanged: row.integer(4), records: row.integer(5), events: row.integer(6),
                added: row.integer(7), duplicates: row.integer(8), expired: row.integer(9),
                otherCategories: row.integer(10), rejected: row.integer(11))
        }
    }
}
