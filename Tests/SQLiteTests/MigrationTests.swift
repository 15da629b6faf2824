import Foundation
import SQLite
import Testing

@Suite struct MigrationTests {
    private let first = Migration(version: 1, sql: "CREATE TABLE t (a); INSERT INTO t VALUES (1);")
    private let second = Migration(version: 2, sql: "ALTER TABLE t ADD COLUMN b; UPDATE t SET b = 2;")

    @Test func aNewDatabaseTakesEveryStepWithoutABackup() throws {
        let connection = try Connection(":memory:", access: .create)
        var backups: [Int] = []
        #expect(try connection.migrate([first, second]) { backups.append($0) } == 0)
        #expect(try connection.userVersion() == 2)
        #expect(try connection.integer("SELECT b FROM t") == 2)
        #expect(backups == [])
    }

    @Test func anOlderDatabaseIsBackedUpBeforeItChanges() throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let connection = try Connection(folder + "/a.db", access: .create)
        _ = try connection.migrate([first]) { _ in }
        let found = try connection.migrate([first, second]) { version in
            try connection.copy(to: folder + "/a.db.\(version)")
        }
        #expect(found == 1)
        let backup = try Connection(folder + "/a.db.1", access: .read)
        #expect(try backup.userVersion() == 1)
        #expect(try backup.integer("SELECT a FROM t") == 1)
        #expect(try connection.integer("SELECT b FROM t") == 2)
    }

    @Test func theNewestDatabaseIsLeftAlone() throws {
        let connection = try Connection(":memory:", access: .create)
        _ = try connection.migrate([first]) { _ in }
        #expect(try connection.migrate([first]) { _ in } == nil)
        #expect(try connection.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func aStepThatFailsUndoesAllSteps() throws {
        let connection = try Connection(":memory:", access: .create)
        _ = try connection.migrate([first]) { _ in }
        let broken = Migration(version: 3, sql: "INSERT INTO nowhere VALUES (1)")
        #expect(throws: SQLiteError.self) { try connection.migrate([first, second, broken]) { _ in } }
        #expect(try connection.userVersion() == 1)
        #expect(throws: SQLiteError.self) { try connection.integer("SELECT b FROM t") }
    }
}
