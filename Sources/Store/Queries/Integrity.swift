import Model
import SQLite

extension Store {
    /// Looks through the whole database and says what is wrong with it, at most 100 sentences; none if all is well.
    ///
    /// Besides what SQLite checks, the counts of every hour must equal its events as far as these are kept. It
    /// reads everything: some seconds per ten million events.
    package func integrityProblems() throws -> [String] {
        try connection.snapshot {
            var problems: [String] = []
            try connection.forEach("PRAGMA integrity_check(100)") { row in
                if row.text(0) != "ok" { problems.append(row.text(0)) }
            }
            // Sums over damaged trees would only say the same again, less clearly.
            guard problems.isEmpty else { return problems }
            problems += try damagedCounts()
            problems += try damagedEvents()
            guard problems.isEmpty else { return problems }
            problems += try differences(
                "stored counts",
                "SELECT sum(records) FROM rollup WHERE window_start >= ?1 * 3600 AND window_start < (?1 + 1) * 3600",
                from: retention().countsFrom)
            problems += try differences(
                "events", "SELECT sum(records) FROM hour_event WHERE hour = ?1",
                from: retention().eventsFrom)
            return problems
        }
    }

    /// Rows of counts whose bytes do not say what the row says of them, 100 at most.
    private func damagedCounts() throws -> [String] {
        let eventTypes = try readEventTypes().count
        let devices = try connection.integer("SELECT count(*) FROM device") ?? 0
        var problems: [String] = []
        try connection.forEach("SELECT \(RollupRow.columns) FROM rollup ORDER BY window_start, head") { statement in
            guard problems.count < 100 else { return }
            let row = RollupRow(statement)
            do throws(CountDamage) {
                let counts = try row.counts.unpacked()
                if Int(row.eventType) >= eventTypes || Int64(counts.last?.device ?? 0) >= devices {
                    problems.append("the counts of \(row.moment) name an unknown device or head")
                }
            } catch {
                problems.append(row.words(error))
            }
        }
        return problems
    }

    /// Hours whose packed events cannot be read, or are of an unknown client or event type, 100 at most.
    private func damagedEvents() throws -> [String] {
        let eventTypes = try readEventTypes().count
        let clients = try connection.integer("SELECT count(*) FROM client") ?? 0
        var problems: [String] = []
        try connection.forEach("SELECT \(EventCursor.columns) FROM hour_event ORDER BY hour, head") { row in
            guard problems.count < 100 else { return }
            let hour = Int(row.integer(0))
            do throws(EventDamage) {
                var cursor = try EventCursor(row)
                let highest = try cursor.rest().lazy.map(\.client).max() ?? 0
                if Int(cursor.eventType) >= eventTypes || Int64(highest) >= clients {
                    problems.append("the events of hour \(Instant(hour: hour)) name an unknown client or head")
                }
            } catch {
                problems.append(error.words(hour: hour))
            }
        }
        return problems
    }

    /// Hours whose totals differ from a sum over a finer table, from the first whole hour that is kept.
    private func differences(_ name: String, _ sql: String, from kept: Instant?) throws -> [String] {
        let first = kept.map { Instant(ticks: $0.ticks - 1).hour + 1 } ?? Int.min
        let finer = try connection.prepare(sql)
        var problems: [String] = []
        try connection.forEach("SELECT hour, sum(records) FROM hour GROUP BY hour ORDER BY hour") { row in
            guard row.integer(0) >= Int64(first), problems.count < 100 else { return }
            try finer.bind([.integer(row.integer(0))])
            let found = try finer.step() ? finer.integer(0) : 0
            finer.reset()
            if found != row.integer(1) {
                let hour = Instant(seconds: row.integer(0) * 3600)
                problems.append("hour \(hour): \(row.integer(1)) records, but \(found) in \(name)")
            }
        }
        return problems
    }
}
