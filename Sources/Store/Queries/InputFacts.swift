package import Model
import SQLite

/// Sums over files of the ledger.
package struct FileTotals: Equatable, Sendable {
    package var files: Int64 = 0
    package var lines: Int64 = 0
    package var records: Int64 = 0
    package var events: Int64 = 0
    package var otherCategories: Int64 = 0
    package var rejected: Int64 = 0
}

/// A reject and the file that it stands in.
package struct StoredReject: Equatable, Sendable {
    package let path: String
    package let rejection: Rejection
}

/// What a span was made from.
///
/// A file counts whole when one of its events lies in an hour of the span.
package struct InputFacts: Equatable, Sendable {
    /// Files with events in the hours of the span.
    package var files = FileTotals()
    /// Files without a single event, last read by an import that also read one of the files above: empty files,
    /// files of other categories, files in which every line was rejected.
    package var filesWithoutEvents = FileTotals()
    /// Events read in the hours of the span, duplicates included.
    package var eventsRead: Int64 = 0
    /// Events that the database has in those hours.
    package var eventsStored: Int64 = 0
    /// The first rejects of both kinds of files, in order of path and line.
    package var rejects: [StoredReject] = []
}

extension Store {
    /// What a span was made from, with the first `mostRejects` rejects.
    package func inputFacts(in span: TimeWindow, mostRejects: Int = 100) throws -> InputFacts {
        try connection.snapshot {
            var facts = InputFacts()
            let bounds: [Value] = [.integer(span.hours.lowerBound), .integer(span.hours.upperBound)]
            facts.files = try totals(ofFiles: Self.contributing, bounds)
            facts.filesWithoutEvents = try totals(ofFiles: Self.silent, bounds)
            func sum(_ column: String, of table: String) throws -> Int64 {
                let sql = "SELECT sum(\(column)) FROM \(table) WHERE hour >= ? AND hour < ?"
                return try connection.integer(sql, bounds[0], bounds[1]) ?? 0
            }
            facts.eventsRead = try sum("events", of: "file_hour")
            facts.eventsStored = try sum("records", of: "hour")
            facts.rejects = try rejects(bounds, most: mostRejects)
            return facts
        }
    }

    private static let contributing = """
        SELECT file FROM file_hour WHERE hour >= ?1 AND hour < ?2
        """

    private static let silent = """
        SELECT id FROM file
        WHERE events = 0 AND (import_run = (SELECT max(id) FROM import_run)
          OR import_run IN (SELECT import_run FROM file WHERE id IN (\(contributing))))
        """

    private func totals(ofFiles files: String, _ bounds: [Value]) throws -> FileTotals {
        try connection.map(
            """
            SELECT count(*), sum(lines), sum(records), sum(events), sum(other_categories), sum(rejected)
            FROM file WHERE id IN (\(files))
            """, bounds
        ) { row in
            FileTotals(
                files: row.integer(0), lines: row.integer(1), records: row.integer(2), events: row.integer(3),
                otherCategories: row.integer(4), rejected: row.integer(5))
        }.first ?? FileTotals()
    }

    private func rejects(_ bounds: [Value], most: Int) throws -> [StoredReject] {
        try connection.map(
            """
            SELECT f.name, r.line, r.reason, r.text FROM reject r JOIN file f ON f.id = r.file
            WHERE f.id IN (\(Self.contributing) UNION \(Self.silent))
            ORDER BY f.name, r.line, r.number LIMIT ?3
            """, bounds + [.integer(most)]
        ) { row in
            StoredReject(
                path: row.text(0),
                rejection: Rejection(line: Int(row.integer(1)), reason: row.text(2), text: row.text(3)))
        }
    }
}
