/// Views for people with a SQL shell: names in place of numbers, ISO 8601 in place of ticks.
extension Schema {
    static let views = filesView + rejectsView + importsView + devicesView

    /// Those that read events, since version 6.
    static let eventViews = eventView + eventsView + countsView

    /// What reported days came to, since version 9.
    static let dayViews = daysView + causesView + dropStartsView

    private static let operationName = "CASE h.operation WHEN 0 THEN 'deviceConnect' ELSE 'deviceDisconnect' END"

    private static let levelName =
        "CASE h.level WHEN 0 THEN 'Information' WHEN 1 THEN 'Warning' WHEN 2 THEN 'Error' ELSE 'Critical' END"

    /// ISO 8601 of a column of ticks of 100 ns; a fraction only where there is one.
    ///
    /// The inner term is the remainder of a division that rounds down, which SQLite's does not for moments before
    /// 1970.
    private static func iso(ticks column: String) -> String {
        let fraction = "((\(column) % 10000000 + 10000000) % 10000000)"
        return """
            strftime('%Y-%m-%dT%H:%M:%S', (\(column) - \(fraction)) / 10000000, 'unixepoch')
            || CASE \(fraction) WHEN 0 THEN '' ELSE rtrim(printf('.%07d', \(fraction)), '0') END || 'Z'
            """
    }

    private static func iso(seconds expression: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(expression), 'unixepoch')"
    }

    /// A row for each event.
    ///
    /// `hour` is a column of the table, and the sum is made hour by hour, so SQLite applies a condition on it before it
    /// unpacks anything.
    private static let eventView = """
        CREATE VIEW event AS
        SELECT hour * 36000000000 + (number >> shift) * unit AS time, number & ((1 << shift) - 1) AS client, head, hour
        FROM (
          SELECT p.hour AS hour, p.head AS head, p.unit AS unit, p.shift AS shift,
            sum(j.value) OVER (PARTITION BY p.hour, p.head ORDER BY j.key) AS number
          FROM hour_event p, json_each(p.events) j
        );

        """

    private static let eventsView = """
        CREATE VIEW events AS
        SELECT \(iso(ticks: "e.time")) AS time, hub.value AS hub, d.name AS device, d.module AS module,
          \(operationName) AS operation, \(levelName) AS level, code.value AS code, description.value AS description,
          transport.value AS protocol, sdk.value AS sdk, authentication.value AS authentication,
          address.value AS address, e.time AS ticks, e.hour AS hour
        FROM event e
        JOIN head h ON h.id = e.head
        JOIN client c ON c.id = e.client
        JOIN device d ON d.id = c.device
        JOIN text hub ON hub.id = h.hub
        JOIN text code ON code.id = h.code
        JOIN text description ON description.id = h.description
        JOIN text transport ON transport.id = c.transport
        JOIN text sdk ON sdk.id = c.sdk
        JOIN text authentication ON authentication.id = c.authentication
        JOIN text address ON address.id = c.address;

        """

    /// Counted by a window and not by GROUP BY, past which SQLite does not carry a condition on `hour`.
    private static let countsView = """
        CREATE VIEW counts AS
        SELECT hub.value AS hub, d.name AS device, d.module AS module, \(operationName) AS operation,
          \(levelName) AS level, code.value AS code, description.value AS description,
          \(iso(seconds: "r.seconds")) AS window_start, r.records AS records, r.seconds AS seconds, r.hour AS hour
        FROM (
          SELECT DISTINCT hour, seconds, device, head,
            count(*) OVER (PARTITION BY hour, seconds, device, head) AS records
          FROM (
            SELECT e.hour AS hour, e.hour * 3600 + (e.time - e.hour * 36000000000) / 9000000000 * 900 AS seconds,
              c.device AS device, e.head AS head
            FROM event e
            JOIN client c ON c.id = e.client
          )
        ) r
        JOIN head h ON h.id = r.head
        JOIN device d ON d.id = r.device
        JOIN text hub ON hub.id = h.hub
        JOIN text code ON code.id = h.code
        JOIN text description ON description.id = h.description;

        """

    private static let filesView = """
        CREATE VIEW files AS
        SELECT f.name AS path, f.size AS size, \(iso(ticks: "f.modified")) AS modified, f.format AS format,
          f.compressed AS compressed, f.lines AS lines, f.records AS records, f.events AS events,
          f.other_categories AS other_categories, f.rejected AS rejected,
          (SELECT group_concat(text, '; ') FROM warning WHERE file = f.id) AS warnings,
          (SELECT \(iso(seconds: "min(hour) * 3600")) FROM file_hour WHERE file = f.id) AS first_hour,
          (SELECT \(iso(seconds: "max(hour) * 3600")) FROM file_hour WHERE file = f.id) AS last_hour
        FROM file f;

        """

    private static let rejectsView = """
        CREATE VIEW rejects AS
        SELECT f.name AS path, r.line AS line, r.reason AS reason, r.text AS text
        FROM reject r
        JOIN file f ON f.id = r.file;

        """

    private static let importsView = """
        CREATE VIEW imports AS
        SELECT id, \(iso(ticks: "started")) AS started, \(iso(ticks: "finished")) AS finished, files, unchanged,
          records, events, added, duplicates, expired, other_categories, rejected
        FROM import_run;

        """

    private static let devicesView = """
        CREATE VIEW device_days AS
        SELECT strftime('%Y-%m-%d', s.day * 86400, 'unixepoch') AS day, s.time_zone AS time_zone, hub.value AS hub,
          d.name AS device, d.module AS module, t.drops AS drops, t.renewals AS renewals,
          t.downtime_seconds AS downtime_seconds, t.open AS open, t.failed_connects AS failed_connects
        FROM device_day t
        JOIN day_summary s ON s.id = t.day_summary
        JOIN device d ON d.id = t.device
        JOIN text hub ON hub.id = t.hub;

        """

    private static let reportDay = "strftime('%Y-%m-%d', s.day * 86400, 'unixepoch') AS day, s.time_zone AS time_zone"

    /// A number or a word of the day as the report kept it; its names are those of `DaySummary`.
    private static func kept(_ name: String) -> String { "json_extract(CAST(s.summary AS TEXT), '$.\(name)')" }

    private static let daysView = "CREATE VIEW days AS\n\(days);\n"

    /// To ask by itself: SQLite does not let a view of a database ask JSON where it does not trust its schema.
    static let days = """
        SELECT \(reportDay), s.revision AS revision, \(kept("verdict")) AS verdict,
          \(kept("isComplete")) AS complete, \(kept("records")) AS records,
          \(kept("activeDevices")) AS active_devices, \(kept("devicesThatDropped")) AS devices_that_dropped,
          \(kept("drops")) AS drops, \(kept("renewals")) AS renewals,
          \(kept("downtimeSeconds")) AS downtime_seconds, \(kept("stillDown")) AS still_down,
          \(kept("availability")) AS availability, \(kept("incidents")) AS incidents, \(kept("alerts")) AS alerts
        FROM day_summary s
        """

    private static let causesView = "CREATE VIEW day_causes AS\n\(dayCauses);\n"

    static let dayCauses = """
        SELECT \(reportDay), json_extract(c.value, '$.cause') AS cause, json_extract(c.value, '$.drops') AS drops,
          json_extract(c.value, '$.downtimeSeconds') AS downtime_seconds
        FROM day_summary s, json_each(CAST(s.summary AS TEXT), '$.causes') c
        """

    private static let dropStartsView = """
        CREATE VIEW drop_starts AS
        SELECT \(reportDay), hub.value AS hub, d.name AS device, d.module AS module,
          \(iso(seconds: "t.start")) AS start, t.start AS seconds
        FROM drop_time t
        JOIN day_summary s ON s.id = t.day_summary
        JOIN device d ON d.id = t.device
        JOIN text hub ON hub.id = t.hub;

        """
}
