package import Model
import SQLite

/// The records of one event type in one hour of UTC.
package struct StoredHourTotal: Equatable, Sendable {
    /// Hours since 1970-01-01T00:00:00Z.
    package let hour: Int
    package let eventType: EventTypeID
    package let records: Int64
}

extension Store {
    /// The totals of every hour that a span touches, in order of hour and event type: some tens of rows an hour.
    ///
    /// An hour that the span cuts, as the midnight of a time zone off by half an hour does, comes whole.
    package func hourTotals(in span: TimeWindow) throws -> [StoredHourTotal] {
        let hours = span.hours
        let sql = "SELECT hour, head, records FROM hour WHERE hour >= ? AND hour < ? ORDER BY hour, head"
        return try connection.map(sql, [.integer(hours.lowerBound), .integer(hours.upperBound)]) { row in
            StoredHourTotal(
                hour: Int(row.integer(0)), eventType: EventTypeID(truncatingIfNeeded: row.integer(1)),
                records: row.integer(2))
        }
    }

    /// A number that changes whenever the events of a span do: that of the last import that added one; 0 for a span
    /// without events.
    package func revision(of span: TimeWindow) throws -> Int64 {
        let hours = span.hours
        return try connection.integer(
            "SELECT max(revision) FROM hour_revision WHERE hour >= ? AND hour < ?",
            .integer(hours.lowerBound), .integer(hours.upperBound)) ?? 0
    }

    func numbers(_ sql: String, _ values: Value...) throws -> [Int] {
        try connection.map(sql, values) { Int($0.integer(0)) }
    }
}

extension TimeWindow {
    /// The hours of UTC, counted since 1970, that this span touches.
    var hours: Range<Int> {
        guard start < end else { return 0..<0 }
        let last = HourBatch.hour(of: Instant(ticks: end.ticks - 1))
        return HourBatch.hour(of: start)..<(last + 1)
    }
}
