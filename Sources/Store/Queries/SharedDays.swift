package import Model
import SQLite

/// What a copy hands on of its report days to the keeper of the events: names in place of numbers.
extension Store {
    /// The days of a time zone that were not handed on as they are kept now, oldest first.
    package func unsharedDays(timeZone: String) throws -> [UnsharedDay] {
        try connection.map(
            """
            SELECT s.day, s.fingerprint, m.fingerprint FROM day_summary s
            LEFT JOIN shared_day m ON m.day = s.day AND m.time_zone = s.time_zone
            WHERE s.time_zone = ? AND m.fingerprint IS NOT s.fingerprint ORDER BY s.day
            """, [.text(timeZone)]
        ) { row in
            UnsharedDay(
                date: CivilDate(daysSince1970: Int(row.integer(0))), fingerprint: row.text(1),
                wasShared: !row.isNull(2))
        }
    }

    package func noteShared(_ day: UnsharedDay, timeZone: String) throws {
        try connection.run(
            "INSERT OR REPLACE INTO shared_day (day, time_zone, fingerprint) VALUES (?, ?, ?)",
            .integer(day.date.daysSince1970), .text(timeZone), .text(day.fingerprint))
    }

    /// What the views `days` and `day_causes` show of a day; nil where nothing is kept of it.
    package func dayNumbers(of date: CivilDate, timeZone: String) throws -> DayNumbers? {
        let day: [Value] = [.integer(date.daysSince1970), .text(timeZone)]
        let isDay = " WHERE s.day = ? AND s.time_zone = ?"
        var numbers = try connection.map(Schema.days + isDay, day, make: DayNumbers.init).first
        numbers?.causes = try connection.map(Schema.dayCauses + isDay, day) { row in
            (name: row.text(2), drops: row.integer(3), downtimeSeconds: row.integer(4))
        }
        numbers?.hubs = try connection.map(
            "SELECT value FROM day_summary s, json_each(CAST(s.summary AS TEXT), '$.hubs')" + isDay, day
        ) { $0.text(0) }
        return numbers
    }

    /// Hands over the devices with a drop or a failed connect on a day, in order of hub and device number.
    package func forEachNamedDeviceDay(
        on date: CivilDate, timeZone: String, _ body: (_ hub: String, Device, StoredDeviceDay) throws -> Void
    ) throws {
        try connection.forEach(
            """
            SELECT t.hub, t.device, t.drops, t.renewals, t.downtime_seconds, t.open, t.failed_connects, hub.value,
              d.name, d.module
            FROM day_summary s JOIN device_day t ON t.day_summary = s.id JOIN text hub ON hub.id = t.hub
              JOIN device d ON d.id = t.device
            WHERE s.day = ? AND s.time_zone = ? ORDER BY t.hub, t.device
            """, .integer(date.daysSince1970), .text(timeZone)
        ) { row in
            try body(row.text(7), Device(name: row.text(8), module: row.text(9)), StoredDeviceDay(row))
        }
    }

    /// Hands over what `drop_starts` shows of a day, in order of hub, device number and time.
    package func forEachNamedDropStart(
        on date: CivilDate, timeZone: String, _ body: (_ hub: String, Device, _ seconds: Int64) throws -> Void
    ) throws {
        try connection.forEach(
            """
            SELECT hub.value, d.name, d.module, t.start
            FROM day_summary s JOIN drop_time t ON t.day_summary = s.id JOIN text hub ON hub.id = t.hub
              JOIN device d ON d.id = t.device
            WHERE s.day = ? AND s.time_zone = ? ORDER BY t.hub, t.device, t.start
            """, .integer(date.daysSince1970), .text(timeZone)
        ) { row in try body(row.text(0), Device(name: row.text(1), module: row.text(2)), row.integer(3)) }
    }
}

/// A report day of which somebody else does not know what is kept now.
package struct UnsharedDay: Hashable, Sendable {
    package let date: CivilDate
    /// What the day was made from, as it is kept.
    package let fingerprint: String
    /// Whether it was handed on before, as it was then.
    package let wasShared: Bool
}

/// What a report day came to in numbers; nil where the report could not tell.
package struct DayNumbers {
    package let revision: Int64
    package let verdict: String
    package let isComplete: Bool
    package let records: Int64
    package let activeDevices: Int64
    package let devicesThatDropped: Int64
    package let drops: Int64
    package let renewals: Int64
    package let downtimeSeconds: Int64?
    package let stillDown: Int64?
    /// From 0 to 1.
    package let availability: Double?
    package let incidents: Int64
    package let alerts: Int64
    package fileprivate(set) var causes: [(name: String, drops: Int64, downtimeSeconds: Int64)] = []
    package fileprivate(set) var hubs: [String] = []

    /// Of a row of the view `days`.
    fileprivate init(_ row: Statement) {
        let known = { (column: Int32) in row.isNull(column) ? nil : row.integer(column) }
        revision = row.integer(2)
        verdict = row.text(3)
        isComplete = row.integer(4) != 0
        records = row.integer(5)
        activeDevices = row.integer(6)
        devicesThatDropped = row.integer(7)
        drops = row.integer(8)
        renewals = row.integer(9)
        downtimeSeconds = known(10)
        stillDown = known(11)
        availability = row.isNull(12) ? nil : row.real(12)
        incidents = row.integer(13)
        alerts = row.integer(14)
    }
}
