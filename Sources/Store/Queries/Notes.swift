package import Model
import SQLite

extension Store {
    /// Files that stood among the logs at the last import and are none, in order of path, at most so many; and the number
    /// of all of them.
    package func strangers(most: Int) throws -> (files: [StrangerFile], count: Int) {
        let files = try connection.map(
            """
            SELECT f.name, n.text FROM file f JOIN note n ON n.file = f.id
            WHERE f.format = 'stranger' ORDER BY f.name LIMIT ?
            """, [.integer(most)]
        ) { StrangerFile(path: $0.text(0), what: $0.text(1)) }
        return (files, Int(try connection.integer("SELECT count(*) FROM file WHERE format = 'stranger'") ?? 0))
    }

    /// Records of operations that are not known here, by name, of the files that hold events of a span.
    package func otherOperations(in span: TimeWindow) throws -> [OtherOperation] {
        try connection.map(
            """
            SELECT n.text, sum(n.records) FROM note n
            WHERE n.records > 0
              AND n.file IN (SELECT file FROM file_hour WHERE hour >= ? AND hour < ?)
            GROUP BY n.text ORDER BY n.text
            """, [.integer(span.hours.lowerBound), .integer(span.hours.upperBound)]
        ) { OtherOperation(name: $0.text(0), records: $0.integer(1)) }
    }
}
