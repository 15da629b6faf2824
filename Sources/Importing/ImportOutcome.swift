package import Model

/// What one import did.
package struct ImportOutcome: Sendable {
    /// Files that were read, wholly or from where the last import had ended.
    package var filesRead = 0
    /// Files that the ledger knew unchanged.
    package var filesUnchanged = 0
    /// Files that could not be opened or read to their end; the next run tries again.
    package var filesFailed: [FailedFile] = []
    package var bytes: Int64 = 0
    package var records: Int64 = 0
    package var events: Int64 = 0
    package var otherCategories: Int64 = 0
    package var rejected: Int64 = 0
    /// The first of them: the file, the line and what is wrong, for a person at the terminal or in cron's mail.
    package var firstRejections: [String] = []
    package static let mostFirstRejections = 5
    /// Events that the database did not have.
    package var added: Int64 = 0
    /// Events that it had, or that came twice.
    package var duplicates: Int64 = 0
    /// Events older than what the database keeps.
    package var expired: Int64 = 0
    /// Suspicions about single files: the path, and a sentence.
    package var warnings: [FileWarning] = []

    /// Files that are no logs: the path, and what they are.
    package var strangers: [FileWarning] = []
    /// Records of category Connections whose operation is not known here, by its name.
    package var otherOperations: [String: Int64] = [:]

    package init() {}

    package struct FailedFile: Sendable, Equatable {
        package let path: String
        package let reason: String
    }
}

/// How far an import is, for a person who watches.
package struct ImportProgress: Sendable {
    package let filesDone: Int
    package let filesInAll: Int
    package let events: Int64
}
