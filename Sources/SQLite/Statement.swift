import CSQLite

/// A compiled statement: bind its placeholders, step through its rows, read their columns.
///
/// Placeholders count from 1 and columns from 0, as in SQLite.
@safe package final class Statement {
    package let sql: String
    private let handle: OpaquePointer
    private let connection: Connection

    init(_ handle: OpaquePointer, sql: String, connection: Connection) {
        unsafe self.handle = handle
        self.sql = sql
        self.connection = connection
    }

    deinit { unsafe sqlite3_finalize(handle) }

    package func bind(_ values: [Value]) throws(SQLiteError) {
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .null: try check(unsafe sqlite3_bind_null(handle, place))
            case .integer(let number): try bind(number, at: place)
            case .text(let text): try bind(text, at: place)
            case .blob(let bytes): try bind(bytes, at: place)
            }
        }
    }

    package func bind(_ number: Int64, at place: Int32) throws(SQLiteError) {
        try check(unsafe sqlite3_bind_int64(handle, place, number))
    }

    /// Binds a text byte for byte, NUL characters included.
    package func bind(_ text: String, at place: Int32) throws(SQLiteError) {
        var text = text
        let result = text.withUTF8 { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty text has no address, and SQLite takes a missing address for NULL.
                let address = unsafe characters.baseAddress ?? UnsafePointer(emptyText)
                return unsafe sqlite3_bind_text64(
                    handle, place, address, UInt64(characters.count), transient, UInt8(SQLITE_UTF8))
            }
        }
        try check(result)
    }

    /// Binds a text as its bytes of UTF-8, at least one.
    package func bind(text bytes: [UInt8], at place: Int32) throws(SQLiteError) {
        let result = unsafe bytes.withUnsafeBytes { buffer in
            unsafe sqlite3_bind_text64(
                handle, place, buffer.assumingMemoryBound(to: CChar.self).baseAddress, UInt64(buffer.count), transient,
                UInt8(SQLITE_UTF8))
        }
        try check(result)
    }

    package func bind(_ bytes: [UInt8], at place: Int32) throws(SQLiteError) {
        guard !bytes.isEmpty else { return try check(unsafe sqlite3_bind_zeroblob(handle, place, 0)) }
        let result = unsafe bytes.withUnsafeBytes { buffer in
            unsafe sqlite3_bind_blob64(handle, place, buffer.baseAddress, UInt64(buffer.count), transient)
        }
        try check(result)
    }

    /// Goes to the next row; false when there is none.
    ///
    /// After false the statement is ready to run again.
    package func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            unsafe sqlite3_reset(handle)
            return false
        default:
            let error = connection.lastError(sql)
            unsafe sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs to the end, whatever rows come.
    package func run() throws(SQLiteError) {
        while try step() {}
    }

    /// Binds, runs to the end.
    package func run(_ values: Value...) throws(SQLiteError) {
        try bind(values)
        try run()
    }

    /// Leaves the rows that are left, so that locks are released and values can be bound anew.
    package func reset() { unsafe sqlite3_reset(handle) }

    package func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    package func real(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }

    package func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The text of a column, NUL characters included; invalid UTF-8 is replaced, NULL gives the empty text.
    package func text(_ column: Int32) -> String {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The bytes of a blob, or of a text in UTF-8.
    package func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func check(_ result: Int32) throws(SQLiteError) {
        guard result == SQLITE_OK else { throw connection.lastError(sql) }
    }
}

/// Tells SQLite to copy the bound bytes before the call returns (SQLITE_TRANSIENT).
nonisolated(unsafe) private let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// An address for texts of no bytes; never read, never freed.
nonisolated(unsafe) private let emptyText: UnsafeMutablePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    unsafe pointer.initialize(to: 0)
    return unsafe pointer
}()
