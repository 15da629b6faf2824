package import Model

extension EventServer {
    /// Drops the days of UTC that are wholly before a moment, and remembers the moment.
    ///
    /// The moment comes first: who reads meanwhile takes what is gone for pruned and not for lost.
    package func prune(before moment: Instant, now: Instant) throws {
        try put(String(moment.ticks), as: .eventsFrom, version: UInt64(bitPattern: now.ticks))
        for client in try readers() {
            for table in [ClickHouseSchema.count, ClickHouseSchema.event] {
                let name = schema.local(table)
                for day in try days(of: table, on: client)
                where (day + 1) * ClickHouseSchema.ticksPerDay <= moment.ticks {
                    try client.run("ALTER TABLE \(name) DROP PARTITION \(day)")
                }
            }
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
