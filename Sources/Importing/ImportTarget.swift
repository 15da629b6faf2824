package import Model
package import Store

/// Where an import goes: the database of this machine, or a store of events that several machines share.
///
/// What is handed over may be kept at once or at the end, but a file counts as read only when all its events are safe.
package protocol ImportTarget: AnyObject {
    /// Files that the ledger knew unchanged; set by the importer before `commit`.
    var unchangedFiles: Int64 { get set }

    /// Hands over the words that the numbers of events to come go on from, piece by piece in the order of their numbers.
    func forEachWords(_ take: (VocabularyAdditions) throws -> Void) throws
    /// What is known of files that were read.
    func ledger() throws -> Ledger
    func add(_ additions: VocabularyAdditions) throws
    /// Takes the events of an hour since 1970, in any order, and any of them more than once.
    func merge(_ events: [Event], hour: Int) throws -> MergeResult
    func recordFile(_ file: FileRecord) throws
    func recordUnreadable(_ path: String, reason: String) throws
    func forgetUnreadable(_ path: String) throws
    /// The paths of files that could not be read, in earlier imports or this one.
    func unreadable() throws -> [String]
    func forgetStrangers(except met: Set<String>) throws
    func commit(finishedAt: Instant) throws
    func rollback()
}

extension ImportSession: ImportTarget {}

/// Who remembers which files were read.
package protocol FileMemory {
    func ledger() throws -> Ledger
    /// The identities of files that could not be read.
    func unreadablePaths() throws -> [String]
}

extension Store: FileMemory {}
