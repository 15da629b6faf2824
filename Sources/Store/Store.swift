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
        /// The same, but a database that is made stands beside its place until `settle` puts it there.
        case making
        /// Changes nothing; an import that died is still rolled back, where permissions allow it.
        case readOnly
    }

    package private(set) var path: String
    /// Where a database belongs that is in the making; nil for one that stands there.
    private(set) var place: String?
    private(set) var connection: Connection
    var bulkTables: BulkInsertTables?
    private let migrations: [Migration]
    private let busyMilliseconds: Int32

    private init(
        path: String, place: String?, _ connection: Connection, busyMilliseconds: Int32, migrations: [Migration]
    ) {
        self.path = path
        self.place = place
        self.migrations = migrations
        self.connection = connection
        self.busyMilliseconds = busyMilliseconds
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
        var place: String?
        if mode == .making {
            removeUnfinished(path)
            if isFree(path) { place = path }
        }
        let file = place.map(unfinished) ?? path
        switch mode {
        case .readWrite, .making: try createFile(file)
        case .readOnly: guard unsafe access(file, F_OK) == 0 else { throw StoreError.missing(path: file) }
        }
        let connection = try Connection(
            file, access: mode == .readOnly ? .read : .write, busyMilliseconds: busyMilliseconds)
        try connection.execute(place == nil ? settled : inTheMaking)
        let store = Store(
            path: file, place: place, connection, busyMilliseconds: busyMilliseconds, migrations: migrations)
        try store.setCache(.reading)
        try store.recognise()
        switch mode {
        case .readWrite, .making: try store.migrate()
        case .readOnly:
            let found = try connection.userVersion()
            guard found == store.version else {
                throw StoreError.olderSchema(path: path, found: found, known: store.version)
            }
        }
        return store
    }

    private static let settled = "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
    /// What dies before it has its name is thrown away, so the disk need not follow step by step.
    private static let inTheMaking =
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA trusted_schema = OFF;"

    /// Puts a database that was made into its place, once the disk has all of it; nothing for one that stands there.
    ///
    /// One wait for the disk, where a journal would have taken nine. No statement of before may be used afterwards.
    ///
    /// - Returns: whether it has a new name, which the caller is to bring to disk: its folder.
    /// - Throws: `StoreError` where the system refuses; the store is closed then.
    package func settle() throws -> Bool {
        guard let place else { return false }
        connection.close()
        bulkTables = nil
        try Store.bringToDisk(path, as: place)
        (path, self.place) = (place, nil)
        connection = try Connection(place, access: .write, busyMilliseconds: busyMilliseconds)
        try connection.execute(Store.settled)
        try setCache(.reading)
        return true
    }

    /// The schema that this program knows.
    private var version: Int { migrations.map(\.version).max() ?? 0 }

    /// A database in the making is gone then.
    package func close() {
        connection.close()
        if let place { Store.removeUnfinished(place) }
    }

    /// Most KiB of database pages that are kept in memory.
    package enum Cache: Int {
        /// A pass over a day.
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
