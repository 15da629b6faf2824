import ClickHouse
import Delivery
import Foundation
import Importing
package import Model
package import Settings
package import Store

/// The database of a run that may write, opened under its lock; or, for a report that is only asked for again, one that
/// may only be read: an archive, a snapshot, somebody else's.
///
/// Where the events are in ClickHouse it is this machine's copy of them.
package struct DatabaseAccess {
    package let path: String
    package let store: Store
    /// Whether what is worked out can be kept.
    package let mayWrite: Bool
    private let lock: RunLock?
    let settings: Configuration
    let servers: EventServer?

    /// What a run needs of a database.
    package enum Need {
        /// One that may be written; a missing one is made.
        case writing
        /// The same for what begins with an import: a missing one is made, and is there once `settle()` was called.
        case importing
        /// One that is there and may be written.
        case writingWhatIsThere
        /// One that is there.
        case reading
    }

    package init(_ need: Need, _ settings: Configuration) throws {
        self.settings = settings
        path = try settings.requiredDatabase()
        servers = try EventStore.servers(of: settings)
        if servers != nil {
            try EventStore.makeFolder(of: path)
        } else if ![.writing, .importing].contains(need), !FileManager.default.fileExists(atPath: path) {
            throw StoreError.missing(path: path)
        }
        mayWrite = servers != nil || need != .reading || DatabaseAccess.mayWrite(path)
        guard mayWrite else {
            store = try Store.open(path, mode: .readOnly)
            lock = nil
            return
        }
        // Several readers of a copy at once, as units are, wait for each other to bring it up to date.
        let least = servers != nil && need == .reading ? DatabaseAccess.patience : 0
        let lock = try RunLock(besideDatabase: path, waitingUpTo: max(least, Int(settings.lockWait.seconds)))
        do {
            store = try Store.open(path, mode: need == .importing && servers == nil ? .making : .readWrite)
            self.lock = lock
            if ![.writing, .importing].contains(need) { try bringUpToDate() }
        } catch {
            lock.release()
            throw error
        }
    }

    /// Seconds.
    private static let patience = 60

    /// Puts a database that an import made into its place.
    package func settle() throws {
        let folder = FileGroup()
        try settle(with: folder)
        try folder.commit()
    }

    /// The same; the next commit of a group brings that name to disk.
    func settle(with group: FileGroup) throws {
        if try store.settle() { group.add(folder: path.folder) }
    }

    /// Lets the next run in; a database that was not settled is gone.
    package func release() {
        store.close()
        lock?.release()
    }

    private static func mayWrite(_ path: String) -> Bool {
        [path, path.folder].allSatisfy(FileManager.default.isWritableFile)
    }
}

extension DatabaseAccess {
    /// The database of this configuration for a command that only reads, as it is now.
    package static func openToRead(_ settings: Configuration) throws -> Store {
        if settings.eventStore != nil { try DatabaseAccess(.reading, settings).release() }
        return try Store.open(try settings.requiredDatabase(), mode: .readOnly)
    }

    /// Reads what others brought into ClickHouse since; nothing where the database is a file.
    ///
    /// - Throws: `ClickHouseError`, also where the servers are not sure to have everything.
    package func bringUpToDate() throws {
        guard let servers else { return }
        try EventCopy(of: servers, in: store, clock: { .now() }).bringUpToDate { moment in
            _ = try store.forget(eventsBefore: moment, countsBefore: nil, settings: settings)
        }
    }

    /// Where an import goes, and who knows what was read before.
    func importPlace() throws -> (memory: any FileMemory, target: () throws -> any ImportTarget) {
        guard let servers else { return (store, { try store.beginImport(startedAt: .now()) }) }
        let target = try EventImport(servers, startedAt: .now())
        return (target, { target })
    }

    /// Forgets what is older than asked for, on the servers as well.
    package func forget(
        eventsBefore: Instant?, countsBefore: Instant?, givingBackSpace: Bool = false
    ) throws -> PruneResult {
        guard let servers else {
            return try store.forget(
                eventsBefore: eventsBefore, countsBefore: countsBefore, givingBackSpace: givingBackSpace,
                settings: settings)
        }
        try bringUpToDate()
        let result = try store.forget(
            eventsBefore: eventsBefore, countsBefore: countsBefore, givingBackSpace: givingBackSpace, settings: settings
        )
        let kept = try store.retention()
        if let moment = kept.eventsFrom { try servers.prune(before: moment, daysBefore: kept.firstDay, now: .now()) }
        return result
    }
}
