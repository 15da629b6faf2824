import CSQLite

/// What SQLite says when a call fails: facts of the database and of the statement, never a bound value, so that a
/// device id cannot leak into a log through an error.
package struct SQLiteError: Error, Equatable {
    /// The kinds of failure that an operator can act on differently.
    package enum Kind: Sendable {
        /// Another connection holds the lock.
        case busy
        /// The disk or a quota is full.
        case full
        /// The file is a database, but its content contradicts itself.
        case damaged
        /// The file is no database at all.
        case notADatabase
        /// The file or its folder may not be written.
        case readOnly
        /// The file cannot be opened: missing, or no permission.
        case cannotOpen
        /// Reading or writing failed below SQLite.
        case inputOutput
        /// The system has no memory to give.
        case noMemory
        /// Anything else: a constraint, a wrong statement, a misuse.
        case other
    }

    /// The primary result code, such as 5 for SQLITE_BUSY.
    package let code: Int32
    /// The extended result code, which tells the primary codes apart further.
    package let extendedCode: Int32
    /// SQLite's own words.
    package let message: String
    /// The statement as written, with its placeholders; empty where no statement was involved.
    package let sql: String
    /// The file of the database.
    package let path: String

    package init(extendedCode: Int32, message: String, sql: String, path: String) {
        self.code = extendedCode & 0xff
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
        self.path = path
    }

    package var kind: Kind {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT: .damaged
        case SQLITE_NOTADB: .notADatabase
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_IOERR: .inputOutput
        case SQLITE_NOMEM: .noMemory
        default: .other
        }
    }
}

extension SQLiteError: CustomStringConvertible {
    package var description: String {
        switch kind {
        case .busy: "\(path): in use by another process; wait until it has ended, then run again"
        case .full: "\(path): the disk is full; free some space, then run again (nothing was changed)"
        case .damaged:
            "\(path): the database is damaged (\(message)); move it away and restore a backup, or import the logs again"
        case .notADatabase: "\(path): not a SQLite database; name another file"
        case .readOnly: "\(path): not writable (\(message)); check the owner and mode of the file and its folder"
        case .cannotOpen: "\(path): cannot be opened; check that its folder exists and may be used"
        case .inputOutput: "\(path): reading or writing failed (\(message), code \(extendedCode)); check the disk"
        case .noMemory:
            "\(path): out of memory; raise the memory limit of the run, then run again (nothing was changed)"
        case .other:
            sql.isEmpty
                ? "\(path): \(message) (SQLite code \(extendedCode))"
                : "\(path): \(message) (SQLite code \(extendedCode)) in: \(sql)"
        }
    }
}
