package import Model
import SQLite

/// From when on the database is complete, as far as pruning goes; nil where nothing was ever pruned.
package struct Retention: Equatable, Sendable {
    /// Events before this moment are gone, and are not taken in again.
    package let eventsFrom: Instant?
    /// Counts before this moment are gone; never later than `eventsFrom`.
    package let countsFrom: Instant?

    /// The first report day, since 1970, whose summary is not pruned with the counts.
    ///
    /// A day is kept while any of its hours is; no day lasts longer than 25 hours and no zone is further than 14 hours from
    /// UTC, so two days of slack are enough.
    package var firstDay: Int64? { countsFrom.map { $0.seconds / 86_400 - 2 } }

    /// Whether no event of a span was pruned.
    package func keepsEvents(of span: TimeWindow) -> Bool { eventsFrom.map { $0 <= span.start } ?? true }
}

extension Store {
    package func retention() throws -> Retention {
        var retention = Retention(eventsFrom: nil, countsFrom: nil)
        try connection.forEach("SELECT events_from, counts_from FROM retention") { row in
            retention = Retention(
                eventsFrom: row.isNull(0) ? nil : Instant(ticks: row.integer(0)),
                countsFrom: row.isNull(1) ? nil : Instant(ticks: row.integer(1)))
        }
        return retention
    }
}
