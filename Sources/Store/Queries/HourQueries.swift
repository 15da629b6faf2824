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

    /// The hubs with a record in a span.
    package func hubsWithRecords(in span: TimeWindow) throws -> Set<TextID> {
        let whole =
            (span.start.seconds + 3599)
            .hourOfSeconds..<max(
                (span.start.seconds + 3599).hourOfSeconds, span.end.seconds.hourOfSeconds)
        var hubs = try numbers(
            "SELECT DISTINCT h.hub FROM hour r JOIN head h ON h.id = r.head WHERE r.hour >= ? AND r.hour < ?",
            .integer(whole.lowerBound), .integer(whole.upperBound))
        // A zone whose days begin within an hour of UTC.
        for edge in [span.hours.first, span.hours.last].compactMap({ $0 }) where !whole.contains(Int64(edge)) {
            let types = try bounds(ofHour: edge, within: span).map { "\($0.eventType)" }.joined(separator: ", ")
            hubs += try numbers("SELECT DISTINCT hub FROM head WHERE id IN (\(types))")
        }
        return Set(hubs.map { TextID(truncatingIfNeeded: $0) })
    }

    /// The hours with records of a hub that begin before a moment, latest first, at most so many.
    package func hoursWithRecords(of hub: TextID, before moment: Instant, most: Int) throws -> [Int] {
        try numbers(
            """
            SELECT DISTINCT r.hour FROM hour r JOIN head h ON h.id = r.head
            WHERE h.hub = ? AND r.hour < ? ORDER BY r.hour DESC LIMIT ?
            """, .integer(Int64(hub)), .integer((moment.seconds + 3599).hourOfSeconds), .integer(Int64(most)))
    }

    /// The first and the last event of a hub in an hour; nil where none is kept.
    package func firstAndLastEvent(of hub: TextID, hour: Int) throws -> (first: Instant, last: Instant)? {
        let types = Set(try numbers("SELECT id FROM head WHERE hub = ?", .integer(Int64(hub))))
        let bounds = try bounds(ofHour: hour, within: .always).filter { types.contains(Int($0.eventType)) }
        guard let first = bounds.map(\.first).min(), let last = bounds.map(\.last).max() else { return nil }
        return (first, last)
    }

    func numbers(_ sql: String, _ values: Value...) throws -> [Int] {
        try connection.map(sql, values) { Int($0.integer(0)) }
    }
}

extension Int64 {
    /// The hour since 1970 of a second since 1970.
    fileprivate var hourOfSeconds: Int64 { self >= 0 ? self / 3600 : (self - 3599) / 3600 }
}
