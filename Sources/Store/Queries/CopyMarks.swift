import SQLite

/// What a database that is a copy of events kept elsewhere knows of their keeper: which parts of it were read, and which
/// days were handed on.
///
/// These tables are in copies alone.
extension Store {
    /// Makes the tables, and ties the copy to one keeper.
    ///
    /// - Throws: `StoreError.inconsistent` for a copy of another keeper, or a database that had events of its own.
    package func prepareCopy(of keeper: String, named name: String) throws {
        try connection.execute(
            """
            CREATE TABLE IF NOT EXISTS copied_from (keeper TEXT NOT NULL) STRICT;
            CREATE TABLE IF NOT EXISTS copied_day (
              shard TEXT NOT NULL, day INTEGER NOT NULL, parts INTEGER NOT NULL, PRIMARY KEY (shard, day)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS copied_hour (
              shard TEXT NOT NULL, hour INTEGER NOT NULL, hub TEXT NOT NULL, events INTEGER NOT NULL,
              digest INTEGER NOT NULL, PRIMARY KEY (shard, hour, hub)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS copied_file (
              path TEXT PRIMARY KEY, version INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS shared_day (
              day INTEGER NOT NULL, time_zone TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (day, time_zone)
            ) STRICT, WITHOUT ROWID;
            """)
        var known: String?
        try connection.forEach("SELECT keeper FROM copied_from") { known = $0.text(0) }
        if let known {
            guard known == keeper else {
                throw StoreError.inconsistent(
                    path: path, detail: "it is a copy of another database than \(name); name another copy=FILE")
            }
            return
        }
        guard try latestImport() == 0 else {
            throw StoreError.inconsistent(
                path: path, detail: "it has events of its own and cannot be a copy of \(name); name another copy=FILE")
        }
        try connection.run("INSERT INTO copied_from (keeper) VALUES (?)", .text(keeper))
    }

    /// The digests of the parts that the days of a shard had when they were read, by day since 1970.
    package func copiedDays(of shard: String) throws -> [Int64: Int64] {
        var days: [Int64: Int64] = [:]
        try connection.forEach("SELECT day, parts FROM copied_day WHERE shard = ?", .text(shard)) { row in
            days[row.integer(0)] = row.integer(1)
        }
        return days
    }

    /// The hours of a shard that were read, of one day.
    package func copiedHours(of shard: String, hours: Range<Int>) throws -> [CopiedHour] {
        let sql =
            "SELECT hub, hour, events, digest FROM copied_hour WHERE shard = ? AND hour >= ? AND hour < ? ORDER BY hour, hub"
        return try connection.map(
            sql, [.text(shard), .integer(hours.lowerBound), .integer(hours.upperBound)]
        ) { row in
            CopiedHour(
                hub: row.text(0), hour: Int(row.integer(1)), events: row.integer(2), digest: row.integer(3))
        }
    }

    /// The versions of ledger rows that were taken over.
    package func copiedFiles() throws -> [(path: String, version: Int64)] {
        try connection.map("SELECT path, version FROM copied_file") { (path: $0.text(0), version: $0.integer(1)) }
    }

    /// The number of events by hub and hour in a span of hours, by the counts.
    package func eventCounts(hours: Range<Int>) throws -> [HubAndHour: Int64] {
        var counts: [HubAndHour: Int64] = [:]
        let sql = """
            SELECT t.value, r.hour, sum(r.records) FROM hour r JOIN head h ON h.id = r.head JOIN text t ON t.id = h.hub
            WHERE r.hour >= ? AND r.hour < ? GROUP BY h.hub, r.hour
            """
        try connection.forEach(sql, .integer(hours.lowerBound), .integer(hours.upperBound)) { row in
            counts[HubAndHour(hub: row.text(0), hour: Int(row.integer(1)))] = row.integer(2)
        }
        return counts
    }
}

/// A hub, by its name, in an hour since 1970.
package struct HubAndHour: Hashable, Sendable {
    package let hub: String
    package let hour: Int

    package init(hub: String, hour: Int) {
        self.hub = hub
        self.hour = hour
    }
}

/// What a keeper has of a hub in an hour: how many events, and a digest of them.
package struct CopiedHour: Hashable, Sendable {
    package let hub: String
    package let hour: Int
    package let events: Int64
    package let digest: Int64

    package init(hub: String, hour: Int, events: Int64, digest: Int64) {
        self.hub = hub
        self.hour = hour
        self.events = events
        self.digest = digest
    }

    package var place: HubAndHour { HubAndHour(hub: hub, hour: hour) }
}

/// Within a session of an import they are kept with what was read, or not at all.
extension Store {
    package func noteCopied(day: Int64, of shard: String, parts: Int64) throws {
        try connection.run(
            "INSERT OR REPLACE INTO copied_day (shard, day, parts) VALUES (?, ?, ?)", .text(shard), .integer(day),
            .integer(parts))
    }

    package func noteCopied(_ hour: CopiedHour, of shard: String) throws {
        try connection.run(
            "INSERT OR REPLACE INTO copied_hour (shard, hour, hub, events, digest) VALUES (?, ?, ?, ?, ?)",
            .text(shard),
            .integer(hour.hour), .text(hour.hub), .integer(hour.events), .integer(hour.digest))
    }

    package func noteCopied(file path: String, version: Int64) throws {
        try connection.run(
            "INSERT OR REPLACE INTO copied_file (path, version) VALUES (?, ?)", .text(path), .integer(version))
    }
}
