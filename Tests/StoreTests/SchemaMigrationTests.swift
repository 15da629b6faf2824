import Foundation
import Model
import SQLite
import Testing

@testable import Store

/// What becomes of a database when a later version of the program, with another schema, opens it.
@Suite struct SchemaMigrationTests {
    private static let later =
        Schema.migrations + [Migration(version: 10, sql: "CREATE TABLE later (text TEXT NOT NULL) STRICT;")]

    /// A database of the present schema with one event.
    private func filled() throws -> Fixture {
        let fixture = try Fixture()
        let store = try fixture.open()
        try Fixture.add([Fixture.event(60, 0, 2)], to: store, devices: 1)
        store.close()
        return fixture
    }

    private func version(of path: String) throws -> Int64? {
        try Connection(path, access: .read).integer("PRAGMA user_version")
    }

    @Test func anOlderDatabaseIsCopiedAndThenBroughtUpToDate() throws {
        let fixture = try filled()
        let store = try Store.open(fixture.path, mode: .readWrite, migrations: Self.later)
        #expect(try store.integrityProblems() == [])
        #expect(try store.status().events == 1)
        store.close()
        #expect(try version(of: fixture.path) == 10)

        let backup = fixture.path + ".schema-9.backup"
        #expect(try version(of: backup) == 9)
        let old = try Store.open(backup, mode: .readOnly)
        #expect(try old.status().events == 1)
        #expect(try old.integrityProblems() == [])
    }

    @Test func aStepThatFailsLeavesTheOlderDatabaseInUse() throws {
        let fixture = try filled()
        let broken = Schema.migrations + [Migration(version: 10, sql: "CREATE TABLE hour (again);")]
        #expect(throws: SQLiteError.self) { try Store.open(fixture.path, mode: .readWrite, migrations: broken) }
        #expect(try fixture.open().status().events == 1)
    }

    @Test func aReaderRefusesBothAnOlderAndANewerSchema() throws {
        let fixture = try filled()
        #expect(throws: StoreError.olderSchema(path: fixture.path, found: 9, known: 10)) {
            try Store.open(fixture.path, mode: .readOnly, migrations: Self.later)
        }
        try Store.open(fixture.path, mode: .readWrite, migrations: Self.later).close()
        #expect(throws: StoreError.newerSchema(path: fixture.path, found: 10, known: 9)) { try fixture.open(.readOnly) }
        #expect(throws: StoreError.newerSchema(path: fixture.path, found: 10, known: 9)) { try fixture.open() }
    }

    /// Rows on both sides of an hour's end, before 1970, with a fraction, and of two types in one second.
    @Test func theRowsOfEventsOfSchema5ArePackedAndStayTheSame() throws {
        let fixture = try Fixture()
        try Store.open(fixture.path, mode: .readWrite, migrations: Array(Schema.migrations.prefix(5))).close()
        let rows = [
            "-5|0|0", "0|2|0", "35999999999|0|1", "36000000000|0|1", "36000000000|1|0", "36000000001|1|1",
            "17731008000000000|3|1",
        ]
        let values = rows.map { "(\($0.replacingOccurrences(of: "|", with: ", ")))" }.joined(separator: ", ")
        try Connection(fixture.path, access: .write).execute("INSERT INTO event VALUES \(values)")
        let store = try fixture.open()
        #expect(try fixture.rows("SELECT time, client, head FROM event ORDER BY 1, 2, 3") == rows)
        #expect(
            try fixture.rows("SELECT hour, head, records FROM hour_event ORDER BY 1, 2")
                == ["-1|0|1", "0|0|1", "0|1|1", "1|0|1", "1|1|2", "492528|1|1"])
        #expect(try version(of: fixture.path + ".schema-5.backup") == 5)
        var read: [Event] = []
        try store.forEachBatch(in: .always) { read += $0 }
        #expect(read.map { "\($0.time.ticks)|\($0.client)|\($0.eventType)" } == rows)
    }
}
