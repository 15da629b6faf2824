import Model
import Store

/// What the servers count, by which a copy knows what to read and whether it came whole.
extension EventServer {
    /// A digest of the parts of each day on one server: of its events, and of what is known of their numbers.
    func dayParts(_ client: ClickHouseClient) throws -> [Int64: Int64] {
        var days: [Int64: Int64] = [:]
        let tables = [ClickHouseSchema.event, ClickHouseSchema.count].map { schema.local($0) }
        let names = tables.map { "'" + $0.dropFirst(schema.database.utf8.count + 1) + "'" }.joined(separator: ", ")
        let query = """
            SELECT toInt64(partition), sum(cityHash64(table, name)) FROM system.parts \
            WHERE active AND database = '\(schema.database)' AND table IN (\(names)) GROUP BY partition
            """
        try client.rows(query) { row in
            let day = try row.signed()
            days[day] = Int64(bitPattern: try row.unsigned())
        }
        return days
    }

    /// The events of a day on one server by hub and hour, each once, with a digest of them.
    func hourCounts(_ client: ClickHouseClient, day: Int64) throws -> [CopiedHour] {
        let start = day * ClickHouseSchema.ticksPerDay
        let query = """
            SELECT hub, toInt64(intDiv(time, \(ClickHouseSchema.ticksPerHour))) AS hour, toUInt64(count()), \
            sum(cityHash64(\(ClickHouseSchema.eventColumns))) FROM \(schema.local(ClickHouseSchema.event)) FINAL \
            WHERE time >= \(start) AND time < \(start + ClickHouseSchema.ticksPerDay) GROUP BY hub, hour
            """
        return try hours(client, query, hasDigest: true)
    }

    /// The highest numbers that were known of the hours of a day, as far as this server keeps them.
    func highestCounts(_ client: ClickHouseClient, day: Int64) throws -> [CopiedHour] {
        let query = """
            SELECT hub, hour, max(events) FROM \(schema.local(ClickHouseSchema.count)) \
            WHERE hour >= \(day * 24) AND hour < \(day * 24 + 24) GROUP BY hub, hour
            """
        return try hours(client, query, hasDigest: false)
    }

    private func hours(_ client: ClickHouseClient, _ query: String, hasDigest: Bool) throws -> [CopiedHour] {
        var hours: [CopiedHour] = []
        try client.rows(query) { row in
            hours.append(
                CopiedHour(
                    hub: try row.text(), hour: Int(clamping: try row.signed()), events: try row.signed(),
                    digest: hasDigest ? try row.signed() : 0))
        }
        return hours
    }

    /// Keeps what was counted, for whoever counts next.
    func remember(_ counts: [[HubAndHour: Int64]]) throws {
        var rows = RowBinaryWriter()
        for (place, events) in counts.joined().sorted(by: { ($0.key.hour, $0.key.hub) < ($1.key.hour, $1.key.hub) }) {
            rows.put(place.hub)
            rows.put(Int64(place.hour))
            rows.put(events)
        }
        guard !rows.bytes.isEmpty else { return }
        try insert(rows.bytes, into: ClickHouseSchema.count, "hub, hour, events")
    }
}
