/// Why a database cannot be used, or a request not be answered truthfully.
///
/// Failures of SQLite itself come as `SQLiteError`.
package enum StoreError: Error, Equatable {
    /// No file at that path.
    case missing(path: String)
    /// The file cannot be created.
    case cannotCreate(path: String, reason: String)
    /// The disk did not take a file that was made.
    case notOnDisk(path: String, reason: String)
    /// A SQLite database of another program.
    case foreign(path: String, applicationID: Int64)
    /// Written by a later version of this program.
    case newerSchema(path: String, found: Int, known: Int)
    /// A reader met an older schema, which only a writer may bring up to date.
    case olderSchema(path: String, found: Int, known: Int)
    /// The content contradicts itself in a way that SQLite does not see.
    case inconsistent(path: String, detail: String)
    /// The caller broke a rule of the import; nothing of the session is kept.
    case invalidImport(detail: String)
    /// What was asked for has been pruned: an answer would be too small.
    case pruned(before: String, asked: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "\(path): no such database; import logs into it first, or check the name"
        case .cannotCreate(let path, let reason):
            "\(path): cannot be created (\(reason)); check that its folder exists and may be written"
        case .notOnDisk(let path, let reason):
            "\(path): cannot bring to disk: \(reason); check the disk and the system's log before running again"
        case .foreign(let path, let applicationID):
            "\(path): a database of another program (application id \(applicationID)); name another file"
        case .newerSchema(let path, let found, let known):
            "\(path): written by a later version (schema \(found), this one knows \(known)); upgrade hubdrops"
        case .olderSchema(let path, let found, let known):
            "\(path): has schema \(found) and needs \(known); run an import once to bring it up to date"
        case .inconsistent(let path, let detail):
            "\(path): contradicts itself (\(detail)); move it away and restore a backup, or import the logs again"
        case .invalidImport(let detail):
            "the import broke a rule of the database (\(detail)); nothing was stored; please report this"
        case .pruned(let before, let asked):
            "data before \(before) has been pruned, so \(asked) cannot be reported; import its logs into another database"
        }
    }
}
