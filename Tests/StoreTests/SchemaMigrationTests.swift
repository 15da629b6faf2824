import Foundation
import Model
import SQLite
import Testing

@testable import Store

/// What becomes of a database when a later version of the program, with another schema, opens it.
@Suite struct SchemaMigrationTests {
    private static let later =
        Schema.migrations + [Migration(version: 6, sql: "CREATE TABLE later (text TEXT NOT NULL) STRICT;")]

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
        #expect(try version(of: fixture.path) == 6)

        let backup = fixture.path + ".schema-5.backup"
        #expect(try version(of: backup) == 5)
        let old = try Store.open(backup, mode: .readOnly)
        #expect(try old.status().events == 1)
        #expect(try old.integrityProblems() == [])
    }

    @Test func aStepThatFailsLeavesTheOlderDatabaseInUse() throws {
        let fixture = try filled()
        let broken = Schema.migrations + [Migration(version: 6, sql: "CREATE TABLE event (again);")]
        #expect(throws: SQLiteError.self) { try Store.open(fixture.path, mode: .readWrite, migrations: broken) }
        #expect(try fixture.open().status().events == 1)
    }

    @Test func aReaderRefusesBothAnOlderAndANewerSchema() throws {
        let fixture = try filled()
        #expect(throws: StoreError.olderSchema(path: fixture.path, found: 5, known: 6)) {
            try Store.open(fixture.path, mode: .readOnly, migrations: Self.later)
        }
        try Store.open(fixture.path, mode: .readWrite, migrations: Self.later).close()
        #expect(throws: StoreError.newerSchema(path: fixture.path, found: 6, known: 5)) { try fixture.open(.readOnly) }
        #expect(throws: StoreError.newerSchema(path: fixture.path, found: 6, known: 5)) { try fixture.open() }
    }
}
