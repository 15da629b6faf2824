import SQLite
import Testing

@Suite struct ConnectionTests {
    private func memory() throws -> Connection { try Connection(":memory:", access: .create) }

    @Test func textsAndBlobsComeBackByteForByte() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a TEXT NOT NULL, b BLOB NOT NULL)")
        for text in ["", "a\u{0}b", "e\u{301}", "😀", "'\";--"] {
            try connection.run("DELETE FROM t")
            try connection.run("INSERT INTO t VALUES (?, ?)", .text(text), .blob(Array(text.utf8)))
            let statement = try connection.prepare("SELECT a, b FROM t")
            #expect(try statement.step())
            #expect(Array(statement.text(0).utf8) == Array(text.utf8))
            #expect(statement.bytes(1) == Array(text.utf8))
        }
    }

    @Test func anErrorHasItsCodesAndItsStatementButNoValue() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a TEXT UNIQUE)")
        try connection.run("INSERT INTO t VALUES (?)", .text("secret-device"))
        let error = #expect(throws: SQLiteError.self) {
            try connection.run("INSERT INTO t VALUES (?)", .text("secret-device"))
        }
        // SQLITE_CONSTRAINT_UNIQUE, "Result and Error Codes" of SQLite's documentation.
        #expect(error?.code == 19 && error?.extendedCode == 2067)
        #expect(error?.sql == "INSERT INTO t VALUES (?)")
        #expect(error?.description.contains("secret-device") == false)
    }

    @Test func aTransactionThatThrowsLeavesNothing() throws {
        struct Stop: Error {}
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a)")
        #expect(throws: Stop.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
        #expect(!connection.isInTransaction)
    }

    @Test func aTransactionWithinAnotherEndsWithThat() throws {
        let connection = try memory()
        try connection.execute("CREATE TABLE t (a)")
        try connection.beginImmediate()
        try connection.transaction { try connection.execute("INSERT INTO t VALUES (1)") }
        #expect(connection.isInTransaction)
        connection.rollback()
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }

    @Test func aClosedConnectionThrows() throws {
        let connection = try memory()
        connection.close()
        connection.close()
        #expect(throws: SQLiteError.self) { try connection.execute("SELECT 1") }
    }

    @Test func aMissingFileIsNotCreatedForWriting() throws {
        let error = #expect(throws: SQLiteError.self) { try Connection("/no/such/folder/x.db", access: .write) }
        #expect(error?.kind == .cannotOpen)
    }

    @Test func aStatementRunsAgainWithOtherValues() throws {
        let connection = try memory()
        let double = try connection.prepare("SELECT ? * 2")
        for number in [1, 2, 3] {
            try double.bind([.integer(number)])
            #expect(try double.step())
            #expect(double.integer(0) == Int64(number * 2))
            #expect(try !double.step())
        }
    }
}
