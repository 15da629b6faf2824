package import Model

extension EventServer {
    /// Drops the days of UTC that are wholly before a moment, and remembers the moment.
    ///
    /// The moment comes first: who reads meanwhile takes what is gone for pruned and not for lost.
    package func prune(before moment: Instant, now: Instant) throws {
        try put(String(moment.ticks), as: .eventsFrom, version: UInt64(bitPattern: now.ticks))
        var problem: ClickHouseError?
        for client in clients {
            do {
                try drop(before: moment, on: client)
            } catch let error as ClickHouseError {
                // In older versions only one replica of a shard can, which the others need not reach.
                problem = error
            }
        }
        for client in try readers() where try !oldDays(before: moment, of: ClickHouseSchema.event, on: client).isEmpty {
            throw problem ?? ClickHouseError(.server, "\(client.host): keeps days that were dropped; run again")
        }
    }

    private func drop(before moment: Instant, on client: ClickHouseClient) throws {
        for table in [ClickHouseSchema.count, ClickHouseSchema.event] {
            for day in try oldDays(before: moment, of: table, on: client) {
                try client.run("ALTER TABLE \(schema.local(table)) DROP PARTITION \(day)")
            }
        }
    }

    private func oldDays(
        before moment: Instant, of table: ClickHouseSchema.Table, on client: ClickHouseClient
    ) throws -> [Int64] {
        try days(of: table, on: client).filter { ($0 + 1) * ClickHouseSchema.ticksPerDay <= moment.ticks }
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
