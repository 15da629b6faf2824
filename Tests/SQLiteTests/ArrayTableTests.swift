import SQLite
import Testing

private struct Row: BitwiseCopyable {
    let wide: Int64
    let flag: Bool
    let narrow: UInt32

    var sum: Int64 { wide + Int64(narrow) }
}

@Suite struct ArrayTableTests {
    private func stored(_ rows: [Row]) throws -> [String] {
        let connection = try Connection(":memory:", access: .create)
        try connection.execute("CREATE TABLE t (a, b, c)")
        let feed = try ArrayTable<Row>(
            "feed", columns: [.int64(\.wide), .bool(\.flag), .uint32(\.narrow)], on: connection)
        try feed.run(try connection.prepare("INSERT INTO t SELECT c0, c1, c2 FROM feed"), over: rows)
        var lines: [String] = []
        try connection.forEach("SELECT a, b, c FROM t ORDER BY rowid") { row in
            lines.append("\(row.integer(0)) \(row.integer(1)) \(row.integer(2))")
        }
        return lines
    }

    @Test func noRowsInsertNothing() throws {
        #expect(try stored([]) == [])
    }

    @Test func oneRowKeepsTheExtremesOfItsNumbers() throws {
        #expect(try stored([Row(wide: .min, flag: true, narrow: .max)]) == ["-9223372036854775808 1 4294967295"])
    }

    @Test func manyRowsKeepTheirOrder() throws {
        let rows = (0..<10_000).map { Row(wide: Int64($0) * -3, flag: $0 % 2 == 0, narrow: UInt32($0)) }
        #expect(try stored(rows) == (0..<10_000).map { "\($0 * -3) \($0 % 2 == 0 ? 1 : 0) \($0)" })
    }

    @Test func theTableIsEmptyOutsideARun() throws {
        let connection = try Connection(":memory:", access: .create)
        let feed = try ArrayTable<Row>("feed", columns: [.int64(\.wide)], on: connection)
        try feed.run(try connection.prepare("SELECT c0 FROM feed"), over: [Row(wide: 1, flag: true, narrow: 1)])
        #expect(try connection.integer("SELECT count(*) FROM feed") == 0)
    }

    @Test func aComputedPropertyIsRefused() throws {
        let connection = try Connection(":memory:", access: .create)
        #expect(throws: SQLiteError.self) { try ArrayTable<Row>("feed", columns: [.int64(\.sum)], on: connection) }
    }

    @Test func twoFeedsOfOneConnectionStayApart() throws {
        let connection = try Connection(":memory:", access: .create)
        let first = try ArrayTable<Row>("first", columns: [.int64(\.wide)], on: connection)
        let second = try ArrayTable<Row>("second", columns: [.uint32(\.narrow)], on: connection)
        try connection.execute("CREATE TABLE t (a)")
        let row = [Row(wide: 7, flag: false, narrow: 8)]
        try first.run(try connection.prepare("INSERT INTO t SELECT c0 FROM first"), over: row)
        try second.run(try connection.prepare("INSERT INTO t SELECT c0 FROM second"), over: row)
        #expect(try connection.map("SELECT a FROM t") { $0.integer(0) } == [7, 8])
    }
}
