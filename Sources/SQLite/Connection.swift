import CSQLite

/// One open database.
///
/// It belongs to one task at a time and is never shared.
///
/// Statements keep their connection alive; `close()` ends it for certain.
@safe package final class Connection {
    package enum Access: Sendable {
        /// Created when missing.
        case create
        /// Written, but never created.
        case write
        /// Read. A journal that a dead process left behind is still rolled back, where permissions allow it:
        /// without that the database could not be read at all.
        case read
    }

    package let path: String
    private let handle: OpaquePointer
    private var isOpen = true

    /// Opens a database file; the file itself is read only by the first statement.
    ///
    /// `busyMilliseconds` is how long a statement waits for a lock that another process holds.
    package init(_ path: String, access: Access, busyMilliseconds: Int32 = 5000) throws(SQLiteError) {
        let flags =
            access == .create
            ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            : SQLITE_OPEN_READWRITE
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard result == SQLITE_OK, let handle = unsafe opened else {
            let message = unsafe String(cString: sqlite3_errstr(result))
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(extendedCode: result, message: message, sql: "", path: path)
        }
        self.path = path
        unsafe self.handle = handle
        unsafe sqlite3_extended_result_codes(handle, 1)
        unsafe sqlite3_busy_timeout(handle, busyMilliseconds)
        if access == .read { try execute("PRAGMA query_only = ON") }
    }

    deinit { close() }

    /// Closes the database; an open transaction is rolled back.
    ///
    /// Closing twice is harmless.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs one or more statements that have no placeholders and give no rows.
    package func execute(_ sql: String) throws(SQLiteError) {
        try requireOpen(sql)
        let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw lastError(sql) }
    }

    /// Compiles one statement for repeated use, with values for the first.
    package func prepare(_ sql: String, _ values: [Value] = []) throws(SQLiteError) -> Statement {
        try requireOpen(sql)
        var compiled: OpaquePointer?
        let result = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard result == SQLITE_OK else { throw lastError(sql) }
        guard let compiled = unsafe compiled else {
            throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "an empty statement", sql: sql, path: path)
        }
        let statement = unsafe Statement(compiled, sql: sql, connection: self)
        try statement.bind(values)
        return statement
    }

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    package var changes: Int64 { isOpen ? unsafe sqlite3_changes64(handle) : 0 }

    package var isInTransaction: Bool { isOpen ? unsafe sqlite3_get_autocommit(handle) == 0 : false }

    /// The version of the SQLite library in use, such as `3.40.1`.
    package static var libraryVersion: String { unsafe String(cString: sqlite3_libversion()) }

    func lastError(_ sql: String) -> SQLiteError {
        SQLiteError(
            extendedCode: unsafe sqlite3_extended_errcode(handle),
            message: unsafe String(cString: sqlite3_errmsg(handle)),
            sql: sql,
            path: path
        )
    }

    /// Hands the C handle to the parts of this room that need it.
    func withHandle<Result>(_ body: (OpaquePointer) throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
        try requireOpen("")
        return try unsafe body(handle)
    }

    private func requireOpen(_ sql: String) throws(SQLiteError) {
        guard isOpen else {
            throw SQLiteError(extendedCode: SQLITE_MISUSE, message: "the database is closed", sql: sql, path: path)
        }
    }
}

extension Connection {
    /// Runs one statement with values for its placeholders and forgets its rows.
    package func run(_ sql: String, _ values: Value...) throws(SQLiteError) {
        try prepare(sql, values).run()
    }

    /// Hands each row of a query to `body`, which reads its columns from the statement.
    package func forEach(_ sql: String, _ values: Value..., body: (Statement) throws -> Void) throws {
        let statement = try prepare(sql, values)
        while try statement.step() { try body(statement) }
    }

    /// What `make` reads from each row of a query.
    package func map<Made>(_ sql: String, _ values: [Value] = [], make: (Statement) throws -> Made) throws -> [Made] {
        let statement = try prepare(sql, values)
        var made: [Made] = []
        while try statement.step() { made.append(try make(statement)) }
        return made
    }

    /// The integer in the first column of the first row; nil where there is no row or the value is NULL.
    package func integer(_ sql: String, _ values: Value...) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql, values)
        guard try statement.step(), !statement.isNull(0) else { return nil }
        return statement.integer(0)
    }
}
