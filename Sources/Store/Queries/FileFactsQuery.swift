package import Model
import SQLite

extension Store {
    /// The files that hold events of a span's hours, in order of path, at most `most` of them.
    package func files(in span: TimeWindow, most: Int) throws -> [FileFacts] {
        let statement = try connection.prepare(
            """
            SELECT f.id, f.name, f.size, f.head_hash, f.tail_hash, f.format, f.compressed, f.records,
              sum(h.events), f.other_categories, f.rejected
            FROM file_hour h JOIN file f ON f.id = h.file
            WHERE h.hour >= ?1 AND h.hour < ?2
            GROUP BY f.id ORDER BY f.name, f.id LIMIT ?3
            """)
        try statement.bind([.integer(span.hours.lowerBound), .integer(span.hours.upperBound), .integer(most)])
        let warnings = try connection.prepare("SELECT text FROM warning WHERE file = ? ORDER BY text")
        var files: [FileFacts] = []
        while try statement.step() {
            var texts: [String] = []
            try warnings.bind([.integer(statement.integer(0))])
            while try warnings.step() { texts.append(warnings.text(0)) }
            warnings.reset()
            let fingerprint = (statement.bytes(3) + statement.bytes(4)).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            files.append(
                FileFacts(
                    path: statement.text(1), size: statement.integer(2), fingerprint: fingerprint.joined(),
                    format: LogFormat(rawValue: statement.text(5)) ?? .unknown,
                    isCompressed: statement.integer(6) != 0, records: statement.integer(7),
                    eventsOfDay: statement.integer(8), otherCategories: statement.integer(9),
                    rejected: statement.integer(10), warnings: texts))
        }
        return files
    }
}
