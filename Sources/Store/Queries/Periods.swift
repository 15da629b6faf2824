package import Model
import SQLite

/// What is kept of the report of a week or a month: enough to know whether its numbers have changed since, and whether
/// they were mailed.
package struct PeriodSummary: Equatable, Sendable {
    /// 1 for the first report of the period, one more for each that late records gave other numbers.
    package var revision: Int64
    /// What the days of the report were made from.
    package var data: String
    /// A digest of its numbers.
    package var numbers: String
    /// When this revision was first made.
    package var created: Instant
    /// The revision that was last put on its way as a mail; 0 where none was.
    package var mailed: Int64

    package init(revision: Int64, data: String, numbers: String, created: Instant, mailed: Int64) {
        self.revision = revision
        self.data = data
        self.numbers = numbers
        self.created = created
        self.mailed = mailed
    }
}

extension Store {
    /// What is kept of a period, `2026-W47` or `2026-11`, in a time zone.
    package func periodSummary(of name: String, timeZone: String) throws -> PeriodSummary? {
        try connection.map(
            "SELECT revision, data, numbers, created, told FROM period_summary WHERE name = ? AND time_zone = ?",
            [.text(name), .text(timeZone)]
        ) { row in
            PeriodSummary(
                revision: row.integer(0), data: row.text(1), numbers: row.text(2),
                created: Instant(ticks: row.integer(3)), mailed: row.integer(4))
        }.first
    }

    package func keep(_ summary: PeriodSummary, of name: String, timeZone: String) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO period_summary (name, time_zone, revision, data, numbers, created, told)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(name), .text(timeZone), .integer(summary.revision), .text(summary.data), .text(summary.numbers),
            .integer(summary.created.ticks), .integer(summary.mailed))
    }
}
