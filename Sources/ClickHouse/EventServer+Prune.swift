package import Model

extension EventServer {
    /// Drops the days of UTC that are wholly before a moment, and remembers the moment.
    ///
    /// The moment comes first: who reads meanwhile takes what is gone for pruned and not for lost.
    ///
    /// - Parameter daysBefore: drops the results of report days before this one, since 1970; nil for none.
    package func prune(before moment: Instant, daysBefore: Int64?, now: Instant) throws {
        let first = moment.ticks / ClickHouseSchema.ticksPerDay
        // Of a report day that is dropped the row by which it is seen goes last, as it came.
        let old =
            [(ClickHouseSchema.count, first), (ClickHouseSchema.event, first)]
            + ClickHouseSchema.dayTables.reversed().compactMap { table in daysBefore.map { (table, $0) } }
        try put(String(moment.ticks), as: .eventsFrom, version: UInt64(bitPattern: now.ticks))
        var problem: ClickHouseError?
        for client in clients {
            for (table, first) in old {
                do {
                    try drop(table, before: first, on: client)
                } catch let error as ClickHouseError {
                    // In older versions only one replica of a shard can, of each table another, which the others need not reach.
                    problem = error
                }
            }
        }
        for client in try readers() {
            guard try days(of: ClickHouseSchema.event, on: client).contains(where: { $0 < first }) else { continue }
            throw problem ?? ClickHouseError(.server, "\(client.host): keeps days that were dropped; run again")
        }
    }

    private func drop(_ table: ClickHouseSchema.Table, before first: Int64, on client: ClickHouseClient) throws {
        for day in try days(of: table, on: client) where day < first {
            try client.run("ALTER TABLE \(schema.local(table)) DROP PARTITION \(day)")
        }
    }

    private func days(of table: ClickHouseSchema.Table, on client: ClickHouseClient) throws -> [Int64] {
        var days: [Int64] = []
        let name = schema.local(table).dropFirst(schema.database.utf8.count + 1)
        let query = """
            SELECT DISTINCT toInt64(partition) AS day FROM system.parts \
            WHERE active AND database = '\(schema.database)' AND table = '\(name)' ORDER BY day
            """
        try client.rows(query) { days.append(try $0.signed()) }
        return days
    }
}
