import Glibc
import Model
import SQLite

/// The state file: events, counts and what was read from where.
///
/// One task owns it at a time. Memory is bounded by the page cache, the vocabulary and one hour of events, whatever
/// the database holds.
package final class Store {
    package enum Mode: Sendable {
        /// Creates the database where there is none, and brings an older schema up to date.
        case readWrite
        /// Changes nothing; an import that died is still rolled back, where permissions allow it.
        case readOnly
    }

    package let path: String
    let connection: Connection
    var bulkTables: BulkInsertTables?
    private let migrations: [Migration]

    private init(path: String, connection: Connection, migrations: [Migration]) {
        self.path = path
        self.migrations = migrations
        self.connection = connection
    }

    /// Opens the database at a path.
    ///
    /// Throws a `StoreError` for a missing, foreign, newer or older database and a `SQLiteError` for one that is
    /// locked, damaged or not to be written. `busyMilliseconds` is how long to wait for another process.
    package static func open(_ path: String, mode: Mode, busyMilliseconds: Int32 = 5000) throws -> Store {
        try open(path, mode: mode, busyMilliseconds: busyMilliseconds, migrations: Schema.migrations)
    }

    /// The same with steps of the caller's, for tests of versions to come.
    static func open(
        _ path: String, mode: Mode, busyMilliseconds: Int32 = 5000, migrations: [Migration]
    ) throws -> Store {
        switch mode {
        case .readWrite: try createFile(path)
        case .readOnly: guard unsafe access(path, F_OK) == 0 else { throw StoreError.missing(path: path) }
        }
        let connection = try Connection(
            path, access: mode == .readOnly ? .read : .write, busyMilliseconds: busyMilliseconds)
        try connection.execute("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")
        let store = Store(path: path, connection: connection, migrations: migrations)
        try store.setCache(.reading)
        try store.recognise()
        switch mode {
        case .readWrite: try store.migrate()
        case .readOnly:
            let found = try connection.userVersion()
            guard found == store.version else {
                throw StoreError.olderSchema(path: path, found: found, known: store.version)
            }
        }
        return store
    }

    /// The schema that this program knows.
    private var version: Int { migrations.map(\.version).max() ?? 0 }

    package func close() {
        connection.close()
    }

    /// Most KiB of database pages that are kept in memory.
    package enum Cache: Int {
        /// A pass on a connection of its own.
        case passing = 2_048
        /// A day is read once from end to end, so nothing is gained by keeping it.
        case reading = 16_384
        /// An import comes back to the hours and counts that it has just written.
        case writing = 65_536
    }

    package func setCache(_ cache: Cache) throws {
        try connection.execute("PRAGMA cache_size = -\(cache.rawValue)")
    }

    /// Makes an empty file for owner and group alone; SQLite gives its journal the same mode.
    private static func createFile(_ path: String) throws {
        let descriptor = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o640)
        if descriptor >= 0 {
            _ = Glibc.close(descriptor)
        } else if errno != EEXIST {
            throw StoreError.cannotCreate(path: path, reason: unsafe String(cString: strerror(errno)))
        }
    }

    /// Refuses what is not ours.
    ///
    /// An empty file is ours to fill.
    private func recognise() throws {
        let applicationID = try connection.integer("PRAGMA application_id") ?? 0
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema") ?? 0
        if applicationID == 0, tables == 0, try connection.userVersion() == 0 { return }
        guard applicationID == Schema.applicationID else {
            throw StoreError.foreign(path: path, applicationID: applicationID)
        }
        let found = try connection.userVersion()
        guard found <= version else {
            throw StoreError.newerSchema(path: path, found: found, known: version)
        }
    }

    private func migrate() throws {
        if try connection.userVersion() == 0 {
            // No auto_vacuum: its map of pages costs a fifth more instructions in every import (callgrind).
            try connection.execute("PRAGMA page_size = 4096")
        }
        _ = try connection.migrate(migrations) { version in try backUp(version) }
    }

    /// Copies the database to `PATH.schema-N.backup`, which appears only when it is whole.
    private func backUp(_ version: Int) throws {
        let backup = "\(path).schema-\(version).backup"
        let unfinished = backup + ".part"
        unsafe unlink(unfinished)
        try connection.copy(to: unfinished)
        guard unsafe rename(unfinished, backup) == 0 else {
            throw StoreError.cannotCreate(path: backup, reason: unsafe String(cString: strerror(errno)))
        }
    }
}
