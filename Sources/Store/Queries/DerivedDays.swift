package import Model
import SQLite

extension Store {
    /// Replaces what the analysis made of a report day, all of it at once.
    ///
    /// `devices` has each pair of hub and device once; throws `StoreError.invalidImport` otherwise.
    package func replaceDerived(of date: CivilDate, timeZone: String, _ day: DerivedDay) throws {
        let bulkTables = try bulkInsertTables()
        try connection.transaction {
            try deleteDerived("day = ? AND time_zone = ?", .integer(date.daysSince1970), .text(timeZone))
            let id = try connection.integer(
                """
                INSERT INTO day_summary (day, time_zone, revision, fingerprint, created, summary)
                VALUES (?, ?, ?, ?, ?, ?) RETURNING id
                """,
                .integer(date.daysSince1970), .text(timeZone), .integer(day.summary.revision),
                .text(day.summary.fingerprint), .integer(day.summary.created.ticks), .blob(day.summary.summary))
            try put(day.rows, of: id, bulkTables)
            var hasStates = !day.rows.states.isEmpty
            for part in day.parts {
                let rows = try part()
                hasStates = hasStates || !rows.states.isEmpty
                try put(rows, of: id, bulkTables)
            }
            if let id { try keep(day.inputs, of: id) }
            if hasStates { try thinStates(days: day.stateDays) }
        }
    }

    private func put(_ rows: DerivedRows, of summary: Int64?, _ bulkTables: BulkInsertTables) throws {
        let sorted = rows.devices.sorted { ($0.hub, $0.device) < ($1.hub, $1.device) }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.hub == right.hub && left.device == right.device
        {
            throw StoreError.invalidImport(detail: "a device twice in a day")
        }
        let insert = try connection.prepare(
            """
            INSERT INTO device_day (day_summary, hub, device, drops, renewals, downtime_seconds, open,
              failed_connects)
            SELECT ?, c0, c1, c2, c3, c4, c5, c6 FROM feed_device_day
            """)
        try insert.bind([.optional(summary)])
        try bulkTables.deviceDays.run(insert, over: sorted)
        let times = try connection.prepare(
            "INSERT OR IGNORE INTO drop_time (day_summary, hub, device, start) SELECT ?, c0, c1, c2 FROM feed_drop_time"
        )
        try times.bind([.optional(summary)])
        // In the order of their tables: row after row then goes to where the last one went.
        try bulkTables.dropTimes.run(
            times, over: rows.dropTimes.sorted { ($0.hub, $0.device, $0.start) < ($1.hub, $1.device, $1.start) })
        // The condition that is always true tells the parser that ON belongs to no join.
        let known = try connection.prepare(
            """
            INSERT INTO known_device (hub, device, first_seen) SELECT c0, c1, c2 FROM feed_first_seen WHERE true
            ON CONFLICT DO UPDATE SET first_seen = excluded.first_seen WHERE excluded.first_seen < first_seen
            """)
        try bulkTables.firstSeen.run(known, over: rows.firstSeen.sorted { ($0.hub, $0.device) < ($1.hub, $1.device) })
        for state in rows.states { try put(state) }
    }

    /// The summary that was last stored for a report day.
    package func daySummary(of date: CivilDate, timeZone: String) throws -> StoredDaySummary? {
        try connection.map(
            "SELECT revision, fingerprint, created, summary FROM day_summary WHERE day = ? AND time_zone = ?",
            [.integer(date.daysSince1970), .text(timeZone)]
        ) { row in
            StoredDaySummary(
                revision: row.integer(0), fingerprint: row.text(1), created: Instant(ticks: row.integer(2)),
                summary: row.bytes(3))
        }.first
    }

    /// The dates for which a summary is stored in a time zone, in ascending order, with what each was made from.
    package func summaryFingerprints(timeZone: String) throws -> [(date: CivilDate, fingerprint: String)] {
        try connection.map(
            "SELECT day, fingerprint FROM day_summary WHERE time_zone = ? ORDER BY day", [.text(timeZone)]
        ) { row in (CivilDate(daysSince1970: Int(row.integer(0))), row.text(1)) }
    }

    /// The stored rows of a few devices on a report day, in order of hub and device number.
    package func deviceDays(of devices: Set<DeviceID>, on date: CivilDate, timeZone: String) throws -> [StoredDeviceDay]
    {
        let sql = Store.deviceDays + " AND t.hub IN (SELECT DISTINCT hub FROM head) AND t.device = ?"
        let found = try devices.flatMap { device in
            try connection.map(
                sql, [.integer(date.daysSince1970), .text(timeZone), .integer(device)], make: StoredDeviceDay.init)
        }
        return found.sorted { ($0.hub, $0.device) < ($1.hub, $1.device) }
    }

    private static let deviceDays = """
        SELECT t.hub, t.device, t.drops, t.renewals, t.downtime_seconds, t.open, t.failed_connects
        FROM day_summary s JOIN device_day t ON t.day_summary = s.id
        WHERE s.day = ? AND s.time_zone = ?
        """

    /// Hands over the stored rows of some report days, in order of date, hub and device number.
    ///
    /// - Parameter hubs: of which hubs; nil for all.
    package func forEachDeviceDay(
        on dates: [CivilDate], timeZone: String, of hubs: [TextID]? = nil,
        _ body: (CivilDate, StoredDeviceDay) throws -> Void
    ) throws {
        let sql = Store.deviceDays + Store.alsoAmong(hubs, "t.hub") + " ORDER BY t.hub, t.device"
        try connection.snapshot {
            for date in Set(dates).sorted() {
                try connection.forEach(sql, .integer(date.daysSince1970), .text(timeZone)) { row in
                    try body(date, StoredDeviceDay(row))
                }
            }
        }
    }

    /// Hands over the drops of each identity that dropped on at least so many of some report days, in order of time;
    /// identities in order of hub and device.
    ///
    /// The days are read side by side, each as its rows stand: to sort them together takes twice as long.
    ///
    /// - Parameter hubs: of which hubs; nil for all.
    package func forEachRecurringDrop(
        on dates: [CivilDate], timeZone: String, days least: Int, of hubs: [TextID]? = nil,
        _ body: ([DropTime]) throws -> Void
    ) throws {
        try connection.snapshot {
            var days = try Set(dates).sorted().compactMap { date in
                try DropTimesOfDay(connection, date, timeZone: timeZone, of: hubs)
            }
            var drops: [DropTime] = []
            while let next = days.compactMap(\.next?.identity).min() {
                drops.removeAll(keepingCapacity: true)
                var met = 0
                for position in days.indices where days[position].next?.identity == next {
                    met += 1
                    while let drop = days[position].next, drop.identity == next {
                        drops.append(drop)
                        try days[position].advance()
                    }
                }
                if met >= least { try body(drops) }
                days.removeAll { $0.next == nil }
            }
        }
    }

    /// Hands over every identity that was met before a moment, in order of hub and device.
    ///
    /// - Parameter hubs: of which hubs; nil for all.
    package func forEachKnownDevice(
        before moment: Instant, of hubs: [TextID]? = nil, _ body: (FirstSeen) throws -> Void
    ) throws {
        let sql =
            "SELECT hub, device, first_seen FROM known_device WHERE first_seen < ?\(Store.alsoAmong(hubs, "hub")) "
            + "ORDER BY hub, device"
        try connection.forEach(sql, .integer(moment.seconds)) { row in
            try body(
                FirstSeen(
                    hub: TextID(truncatingIfNeeded: row.integer(0)),
                    device: DeviceID(truncatingIfNeeded: row.integer(1)), time: row.integer(2)))
        }
    }

    fileprivate static func alsoAmong(_ hubs: [TextID]?, _ column: String) -> String {
        hubs.map { " AND " + isAmong($0, column) } ?? ""
    }

    /// Deletes the summaries that a condition names, with their rows.
    func deleteDerived(_ condition: String, _ values: Value...) throws {
        for sql in [
            "DELETE FROM device_day WHERE day_summary IN (SELECT id FROM day_summary WHERE \(condition))",
            "DELETE FROM drop_time WHERE day_summary IN (SELECT id FROM day_summary WHERE \(condition))",
            "DELETE FROM day_input WHERE day_summary IN (SELECT id FROM day_summary WHERE \(condition))",
            "DELETE FROM day_summary WHERE \(condition)",
        ] {
            try connection.prepare(sql, values).run()
        }
    }
}

extension StoredDeviceDay {
    /// Of a row that begins with the columns of `Store.deviceDays`.
    init(_ row: Statement) {
        self.init(
            hub: TextID(truncatingIfNeeded: row.integer(0)), device: DeviceID(truncatingIfNeeded: row.integer(1)),
            drops: row.integer(2), renewals: row.integer(3), downtimeSeconds: row.integer(4),
            isOpen: row.integer(5) != 0, failedConnects: row.integer(6))
    }
}

/// The drops of a report day, one after another, in order of hub, device and time.
private struct DropTimesOfDay {
    private let rows: Statement
    private(set) var next: DropTime?

    /// Nil where there is none.
    init?(_ connection: Connection, _ date: CivilDate, timeZone: String, of hubs: [TextID]?) throws {
        rows = try connection.prepare(
            """
            SELECT t.hub, t.device, t.start FROM day_summary s JOIN drop_time t ON t.day_summary = s.id
            WHERE s.day = ? AND s.time_zone = ?\(Store.alsoAmong(hubs, "t.hub")) ORDER BY t.hub, t.device, t.start
            """, [.integer(date.daysSince1970), .text(timeZone)])
        try advance()
        if next == nil { return nil }
    }

    mutating func advance() throws {
        guard try rows.step() else { return next = nil }
        next = DropTime(
            hub: TextID(truncatingIfNeeded: rows.integer(0)), device: DeviceID(truncatingIfNeeded: rows.integer(1)),
            start: rows.integer(2))
    }
}

extension DropTime {
    /// One number for hub and device, in their order.
    fileprivate var identity: UInt64 { UInt64(hub) << 32 | UInt64(device) }
}
