package import Model
import SQLite

extension Store {
    /// The warnings of the files of a span behind the first so many, at most `most` of them.
    package func warnings(in span: TimeWindow, behind files: Int, most: Int) throws -> [FileWarning] {
        try connection.map(
            """
            SELECT f.name, w.text FROM warning w JOIN file f ON f.id = w.file
            WHERE f.id IN (
              SELECT f.id FROM file_hour h JOIN file f ON f.id = h.file
              WHERE h.hour >= ?1 AND h.hour < ?2 GROUP BY f.id ORDER BY f.name, f.id LIMIT -1 OFFSET ?3)
            ORDER BY f.name, f.id, w.text LIMIT ?4
            """,
            [.integer(span.hours.lowerBound), .integer(span.hours.upperBound), .integer(files), .integer(most)]
        ) { FileWarning(path: $0.text(0), text: $0.text(1)) }
    }

    /// The files that hold events of a span's hours, in order of path, at most `most` of them.
    package func files(in span: TimeWindow, most: Int) throws -> [FileFacts] {
        let warnings = try connection.prepare("SELECT text FROM warning WHERE file = ? ORDER BY text")
        return try connection.map(
            """
            SELECT f.id, f.name, f.size, f.head_hash, f.tail_hash, f.format, f.compressed, f.records,
              sum(h.events), f.other_categories, f.rejected
            FROM file_hour h JOIN file f ON f.id = h.file
            WHERE h.hour >= ?1 AND h.hour < ?2
            GROUP BY f.id ORDER BY f.name, f.id LIMIT ?3
            """, [.integer(span.hours.lowerBound), .integer(span.hours.upperBound), .integer(most)]
        ) { row in
            var texts: [String] = []
            try warnings.bind([.integer(row.integer(0))])
            while try warnings.step() { texts.append(warnings.text(0)) }
            warnings.reset()
            let fingerprint = (row.bytes(3) + row.bytes(4)).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            return FileFacts(
                path: row.text(1), size: row.integer(2), fingerprint: fingerprint.joined(),
                format: LogFormat(rawValue: row.text(5)) ?? .unknown, isCompressed: row.integer(6) != 0,
                records: row.integer(7), eventsOfDay: row.integer(8), otherCategories: row.integer(9),
                rejected: row.integer(10), warnings: texts)
        }
    }
}
