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

/// A warning and the file that it is about.
package struct StoredWarning: Equatable, Sendable {
    package let path: String
    package let text: String
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
    /// The warnings about both kinds of files, in order of path and text.
    package var warnings: [StoredWarning] = []

    /// Events that were read more than once; 0 where a file has since been replaced by one that holds less.
    package var duplicates: Int64 { max(0, eventsRead - eventsStored) }
}

extension Store {
    /// What a span was made from, with the first `mostRejects` rejects and as many warnings.
    package func inputFacts(in span: TimeWindow, mostRejects: Int = 100) throws -> InputFacts {
        try connection.snapshot {
            var facts = InputFacts()
            let bounds: [Value] = [.integer(span.hours.lowerBound), .integer(span.hours.upperBound)]
            facts.files = try totals(ofFiles: Self.contributing, bounds)
            facts.filesWithoutEvents = try totals(ofFiles: Self.silent, bounds)
            facts.eventsRead = try sum("SELECT sum(events) FROM file_hour WHERE hour >= ?1 AND hour < ?2", bounds)
            facts.eventsStored = try sum("SELECT sum(records) FROM hour WHERE hour >= ?1 AND hour < ?2", bounds)
            facts.rejects = try rejects(bounds, most: mostRejects)
            facts.warnings = try warnings(bounds, most: mostRejects)
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
        let statement = try connection.prepare(
            """
            SELECT count(*), sum(lines), sum(records), sum(events), sum(other_categories), sum(rejected)
            FROM file WHERE id IN (\(files))
            """)
        try statement.bind(bounds)
        guard try statement.step() else { return FileTotals() }
        return FileTotals(
            files: statement.integer(0), lines: statement.integer(1), records: statement.integer(2),
            events: statement.integer(3), otherCategories: statement.integer(4), rejected: statement.integer(5))
    }

    private func sum(_ sql: String, _ bounds: [Value]) throws -> Int64 {
        let statement = try connection.prepare(sql)
        try statement.bind(bounds)
        return try statement.step() ? statement.integer(0) : 0
    }

    private func rejects(_ bounds: [Value], most: Int) throws -> [StoredReject] {
        let statement = try connection.prepare(
            """
            SELECT f.name, r.line, r.reason, r.text FROM reject r JOIN file f ON f.id = r.file
            WHERE f.id IN (\(Self.contributing) UNION \(Self.silent))
            ORDER BY f.name, r.line, r.number LIMIT ?3
            """)
        try statement.bind(bounds + [.integer(most)])
        var rejects: [StoredReject] = []
        while try statement.step() {
            rejects.append(
                StoredReject(
                    path: statement.text(0),
                    rejection: Rejection(
                        line: Int(statement.integer(1)), reason: statement.text(2), text: statement.text(3))))
        }
        return rejects
    }

    private func warnings(_ bounds: [Value], most: Int) throws -> [StoredWarning] {
        let statement = try connection.prepare(
            """
            SELECT f.name, w.text FROM warning w JOIN file f ON f.id = w.file
            WHERE f.id IN (\(Self.contributing) UNION \(Self.silent))
            ORDER BY f.name, w.text LIMIT ?3
            """)
        try statement.bind(bounds + [.integer(most)])
        var warnings: [StoredWarning] = []
        while try statement.step() {
            warnings.append(StoredWarning(path: statement.text(0), text: statement.text(1)))
        }
        return warnings
    }
}
