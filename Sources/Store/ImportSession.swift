package import Model
import SQLite

/// One import: everything between `Store.beginImport` and `commit` is stored together, or not at all.
///
/// A process that dies in between leaves the database as it was; the next one to open it rolls back. So does a
/// session that is dropped without a commit.
package final class ImportSession {
    let store: Store
    let bulkTables: BulkInsertTables
    let statements: ImportStatements
    /// Number of this import; higher than that of every earlier one.
    package let run: Int64
    package let startedAt: Instant
    /// Moments before this one are no longer kept.
    let eventsFrom: Instant?

    /// Files that the ledger knew unchanged, for the history of imports; set by the caller.
    package var unchangedFiles: Int64 = 0
    /// What has been merged so far.
    package private(set) var merged = MergeResult()
    var totals = ImportTotals()

    private var sizes: VocabularySizes
    /// Devices of the clients, by their numbers; read from the database when first needed.
    private var clientDevices: [DeviceID]?
    private var isOpen = true

    init(_ store: Store, startedAt: Instant) throws {
        self.store = store
        self.startedAt = startedAt
        bulkTables = try store.bulkInsertTables()
        try store.setCache(.writing)
        try store.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        do {
            try store.connection.beginExclusive()
            statements = try ImportStatements(store.connection)
            sizes = try VocabularySizes(store.connection)
            run = (try store.connection.integer("SELECT max(id) FROM import_run") ?? 0) + 1
            eventsFrom = try store.retention().eventsFrom
        } catch {
            store.connection.rollback()
            try? store.releaseExclusiveLock()
            throw error
        }
    }

    deinit { rollback() }

    /// Appends to the vocabulary what the events to come refer to.
    ///
    /// The lists go on where the vocabulary of the database ends; a reference to something unknown is refused.
    package func add(_ additions: VocabularyAdditions) throws {
        try requireOpen()
        let grown = sizes.grown(by: additions)
        try grown.check(additions)
        for (index, text) in additions.texts.enumerated() {
            try statements.text.run(.integer(sizes.texts + index), .text(text))
        }
        for (index, device) in additions.devices.enumerated() {
            try statements.device.run(
                .integer(sizes.devices + index), .text(device.name), .text(device.module))
        }
        for (index, eventType) in additions.eventTypes.enumerated() {
            try statements.eventType.run(
                .integer(sizes.eventTypes + index), .integer(eventType.hub),
                .integer(Int(eventType.operation.rawValue)),
                .integer(Int(eventType.level.rawValue)), .integer(eventType.code), .integer(eventType.description))
        }
        if !additions.clients.isEmpty {
            try statements.client.bind([.integer(sizes.clients)])
            try bulkTables.clients.run(statements.client, over: additions.clients)
        }
        for (hub, resource) in additions.resources {
            try statements.resource.run(.integer(Int(hub)), .text(resource.path))
        }
        clientDevices?.append(contentsOf: additions.clients.lazy.map(\.device))
        sizes = grown
    }

    /// Stores the events of an hour (since 1970) that the database does not have yet, and adds them to the counts.
    ///
    /// The events may be in any order and there more than once, and an hour may come in any number of parts. Throws
    /// `StoreError.invalidImport` for an event outside the hour or one that refers to something unknown.
    @discardableResult
    package func merge(_ events: [Event], hour: Int) throws -> MergeResult {
        try requireOpen()
        try sizes.check(events, hour: hour)
        let result = try mergeChecked(events, hour: hour)
        merged += result
        return result
    }

    /// Makes everything durable and releases the lock.
    package func commit(finishedAt: Instant) throws {
        try requireOpen()
        try recordRun(finishedAt: finishedAt)
        try store.connection.commit()
        isOpen = false
        try store.releaseExclusiveLock()
    }

    /// Forgets everything since the beginning; harmless after a commit.
    package func rollback() {
        guard isOpen else { return }
        isOpen = false
        store.connection.rollback()
        try? store.releaseExclusiveLock()
    }

    func requireOpen() throws {
        guard isOpen else { throw StoreError.invalidImport(detail: "the session has ended") }
    }

    /// The vocabulary of the database, which what is to come goes on from.
    package func vocabulary() throws -> Vocabulary {
        let vocabulary = try store.vocabulary()
        clientDevices = vocabulary.clients.values.map(\.device)
        return vocabulary
    }

    /// Hands over the same piece by piece, in the order of the numbers.
    package func forEachWords(_ take: (VocabularyAdditions) throws -> Void) throws {
        var devices: [DeviceID] = []
        try store.forEachWords { words in
            devices.append(contentsOf: words.clients.lazy.map(\.device))
            try take(words)
        }
        clientDevices = devices
    }

    /// The ledger as it was when the import began.
    package func ledger() throws -> Ledger { try store.ledger() }

    func devicesOfClients() throws -> [DeviceID] {
        if let clientDevices { return clientDevices }
        let devices = try store.devicesOfClients()
        clientDevices = devices
        return devices
    }
}

extension Store {
    /// Begins an import and takes the lock on the database; one that is taken gives `SQLiteError` of kind `busy`.
    package func beginImport(startedAt: Instant) throws -> ImportSession {
        try ImportSession(self, startedAt: startedAt)
    }

    /// The lock of an EXCLUSIVE connection goes only with the first statement after the mode was reset.
    func releaseExclusiveLock() throws {
        // Gives back the pages that the import had, which nobody reads again.
        try setCache(.passing)
        try setCache(.reading)
        try connection.execute("PRAGMA locking_mode = NORMAL")
        _ = try connection.integer("SELECT count(*) FROM retention")
    }
}
