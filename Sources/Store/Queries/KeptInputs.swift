package import Model
import SQLite

/// What a side input said when a report day was worked out, so that later answers of the day say the same.
package struct KeptInput: Sendable, Equatable {
    /// A side input; numbers are in databases and never change their meaning.
    package enum Kind: Int64, CaseIterable, Sendable {
        case registry = 1
        case metrics = 2
        case health = 3
        case connectionEvents = 4
    }

    package let kind: Kind
    /// What tells the files from others; empty where none was given.
    package let source: String
    /// Its content and a digest of that; empty where there is none.
    package let digest: String
    package let data: [UInt8]

    package init(kind: Kind, source: String = "", digest: String = "", data: [UInt8] = []) {
        self.kind = kind
        self.source = source
        self.digest = digest
        self.data = data
    }
}

extension Store {
    /// Whether any day is kept with a registry.
    package func keepsRegistry() throws -> Bool {
        try connection.integer(
            "SELECT EXISTS (SELECT 1 FROM day_input WHERE kind = ? AND side_input NOT NULL)",
            .integer(KeptInput.Kind.registry.rawValue)) != 0
    }

    /// From which files each side input of a report day came: empty for none, nil for one that the day does not tell of.
    package func inputSources(of date: CivilDate, timeZone: String) throws -> [KeptInput.Kind: String] {
        let rows = try connection.map(
            """
            SELECT i.kind, i.source FROM day_summary s JOIN day_input i ON i.day_summary = s.id
            WHERE s.day = ? AND s.time_zone = ?
            """, [.integer(date.daysSince1970), .text(timeZone)]
        ) { row in (KeptInput.Kind(rawValue: row.integer(0)), row.text(1)) }
        return Dictionary(rows.compactMap { kind, source in kind.map { ($0, source) } }) { first, _ in first }
    }

    /// The side input of a report day as it was kept; nil where nothing is.
    package func input(_ kind: KeptInput.Kind, of date: CivilDate, timeZone: String) throws -> KeptInput? {
        try connection.map(
            """
            SELECT i.source, coalesce(c.digest, ''), coalesce(c.data, x'')
            FROM day_summary s JOIN day_input i ON i.day_summary = s.id LEFT JOIN side_input c ON c.id = i.side_input
            WHERE s.day = ? AND s.time_zone = ? AND i.kind = ?
            """, [.integer(date.daysSince1970), .text(timeZone), .integer(kind.rawValue)]
        ) { row in KeptInput(kind: kind, source: row.text(0), digest: row.text(1), data: row.bytes(2)) }.first
    }

    /// Keeps the side inputs of a day, each content once.
    func keep(_ inputs: [KeptInput], of day: Int64) throws {
        for input in inputs {
            if !input.digest.isEmpty {
                try connection.prepare(
                    "INSERT OR IGNORE INTO side_input (digest, data) VALUES (?, ?)",
                    [.text(input.digest), .blob(input.data)]
                ).run()
            }
            try connection.prepare(
                """
                INSERT INTO day_input (day_summary, kind, source, side_input)
                VALUES (?, ?, ?, (SELECT id FROM side_input WHERE digest = ?))
                """,
                [.integer(day), .integer(input.kind.rawValue), .text(input.source), .text(input.digest)]
            ).run()
        }
        try dropUnusedInputs()
    }

    /// Deletes what no day was worked out with any more.
    func dropUnusedInputs() throws {
        try connection.prepare(
            "DELETE FROM side_input WHERE id NOT IN (SELECT side_input FROM day_input WHERE side_input IS NOT NULL)", []
        ).run()
    }
}
