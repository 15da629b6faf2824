/// Daily results: tables that machines write when they have kept a day, and the views that people ask.
///
/// No row is ever changed. A day that is worked out again is another edition, whose rows come first and the row of
/// `day_edition` last; the views show, of each hub, the latest edition that has that row. So nobody sees half a day, nor a
/// row of an earlier one that is gone.
extension ClickHouseSchema {
    private static let key = "day, time_zone, edition"

    /// A table of rows of editions, in order of device.
    private static func dayTable(_ name: String, _ columns: String, key: String) -> Table {
        Table(
            name: name, columns: "day Date, time_zone String, edition UInt64, " + columns, key: "\(self.key), \(key)",
            // The rows of a day are on one shard, so that one request is one part.
            partition: "toUInt16(day)", shard: "toUInt16(day)")
    }

    /// A report of a day: `only` are the hubs that it was asked for, none for all; `hubs` those that it speaks for.
    static let edition = dayTable(
        "day_edition",
        "only Array(String), hubs Array(String), digest UInt64, revision Int64, verdict String, complete UInt8, "
            + "records Int64, active_devices Int64, devices_that_dropped Int64, drops Int64, renewals Int64, "
            + "downtime_seconds Nullable(Int64), still_down Nullable(Int64), availability Nullable(Float64), "
            + "incidents Int64, alerts Int64, causes Array(String), cause_drops Array(Int64), "
            + "cause_downtimes Array(Int64)",
        key: "only")

    static let deviceDay = dayTable(
        "device_day",
        "hub String, device String, module String, drops Int64, renewals Int64, downtime_seconds Int64, open UInt8, "
            + "failed_connects Int64",
        key: "hub, device, module")

    static let dropStart = dayTable(
        "drop_start", "hub String, device String, module String, seconds Int64", key: "hub, device, module, seconds")

    /// `number` counts the drops of an edition; times are ticks.
    static let drop = dayTable(
        "day_drop",
        "number UInt64, hub String, device String, module String, started Int64, ended Nullable(Int64), "
            + "downtime_seconds Nullable(Int64), downtime_in_day_seconds Nullable(Int64), cause String, "
            + "confidence String, codes String, protocol String, sdk String, address String, "
            + "connection_age_seconds Nullable(Int64), incident String",
        key: "number")

    static let dayTables = [edition, deviceDay, dropStart, drop]

    /// Views by name, each after those that it asks.
    ///
    /// A column and an alias never share a name within one query: 18.16 takes the alias wherever the name stands.
    private var views: [(name: String, query: String)] {
        let latest = "ORDER BY edition DESC LIMIT 1 BY day, time_zone, only"
        // GLOBAL, since a distributed table may not be asked by each server of another one.
        let isLatest = """
            (day, time_zone, hub, edition) GLOBAL IN (SELECT day, time_zone, hub, max(edition) \
            FROM \(database).day_edition ARRAY JOIN hubs AS hub GROUP BY day, time_zone, hub)
            """
        return [
            (
                "events",
                """
                SELECT toDateTime(intDiv(ticks, 10000000), 'UTC') AS time, hub, device, module, \
                if(kind = 0, 'deviceConnect', 'deviceDisconnect') AS operation, multiIf(severity = 0, 'Information', \
                severity = 1, 'Warning', severity = 2, 'Error', 'Critical') AS level, code, description, protocol, sdk, \
                authentication, address, ticks, intDiv(ticks, \(ClickHouseSchema.ticksPerHour)) AS hour \
                FROM (SELECT hub, time AS ticks, device, module, operation AS kind, level AS severity, code, \
                description, sdk, protocol, authentication, address FROM \(database).event FINAL)
                """
            ),
            (
                "counts",
                """
                SELECT hub, device, module, operation, level, code, description, \
                toDateTime(seconds, 'UTC') AS window_start, records, seconds, hour FROM (SELECT hub, device, module, \
                operation, level, code, description, intDiv(ticks, 9000000000) * 900 AS seconds, hour, \
                toInt64(count()) AS records FROM \(database).events \
                GROUP BY hub, device, module, operation, level, code, description, seconds, hour)
                """
            ),
            (
                "days",
                """
                SELECT day, time_zone, only, revision, verdict, complete, records, active_devices, \
                devices_that_dropped, drops, renewals, downtime_seconds, still_down, availability, incidents, alerts \
                FROM \(database).day_edition \(latest)
                """
            ),
            (
                "day_causes",
                """
                SELECT day, time_zone, only, cause, drops, downtime_seconds FROM (SELECT day, time_zone, only, causes, \
                cause_drops, cause_downtimes FROM \(database).day_edition \(latest)) \
                ARRAY JOIN causes AS cause, cause_drops AS drops, cause_downtimes AS downtime_seconds
                """
            ),
            (
                "device_days",
                """
                SELECT day, time_zone, hub, device, module, drops, renewals, downtime_seconds, open, failed_connects \
                FROM \(database).device_day FINAL WHERE \(isLatest)
                """
            ),
            (
                "drop_starts",
                """
                SELECT day, time_zone, hub, device, module, toDateTime(seconds, 'UTC') AS start, seconds \
                FROM \(database).drop_start FINAL WHERE \(isLatest)
                """
            ),
            (
                "drops",
                """
                SELECT day, time_zone, hub, device, module, toDateTime(intDiv(started, 10000000), 'UTC') AS start, \
                toDateTime(intDiv(ended, 10000000), 'UTC') AS end, downtime_seconds, downtime_in_day_seconds, cause, \
                confidence, codes, protocol, sdk, address, connection_age_seconds, incident \
                FROM \(database).day_drop FINAL WHERE \(isLatest)
                """
            ),
        ]
    }

    /// What makes the tables and views on one server, where they are missing.
    var creatingAll: [String] {
        (ClickHouseSchema.tables + ClickHouseSchema.dayTables).flatMap(creating)
            + views.map { "CREATE VIEW IF NOT EXISTS \(database).\($0.name) AS \($0.query)" }
    }

    /// Names of the tables and views of report days.
    var dayNames: [String] { names(of: ClickHouseSchema.dayTables) + views.map(\.name) }
}
