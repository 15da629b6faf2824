import Foundation
import LogReading
package import Model
package import Store

/// Brings the copy that this machine reports from up to what the servers have.
///
/// The copy is an ordinary database of hubdrops. It may be deleted at any time: it is made again from the servers. Only what
/// changed since it was last read is read, a day of events at a time, and every hour that was read is counted against the
/// servers' own count, so that an answer that was short ends the run and not the truth.
package struct EventCopy {
    let server: EventServer
    let store: Store
    private let clock: () -> Instant

    package init(of server: EventServer, in store: Store, clock: @escaping () -> Instant) {
        self.server = server
        self.store = store
        self.clock = clock
    }

    /// Reads what is new, or nothing where a server may not have all of it.
    ///
    /// - Parameter forget: takes events before a moment from the copy, since they were pruned on the servers.
    /// - Throws: `ClickHouseError`, of kind `behind` where the answer could be short; the copy is then as before, but for
    ///   files of which it knows already.
    package func bringUpToDate(forget: (Instant) throws -> Void) throws {
        let readers = try server.readers()
        let shards = readers.enumerated().map { Shard(name: "\($0.offset + 1)", client: $0.element) }
        try store.prepareCopy(of: try identity(readers), named: server.address.shown)
        if let from = try eventsFrom(readers), try store.retention().eventsFrom.map({ $0 < from }) ?? true {
            try forget(from)
        }
        // Files first: whatever they name was acknowledged before their rows were written.
        let files = try newFiles(readers)
        let unreadable = try unreadableChanges(readers)
        let plans = try changedDays(shards).map { try plan($0, shards) }
        let days = plans.filter { !$0.changed.isEmpty }
        guard !files.isEmpty || !unreadable.isEmpty || !days.isEmpty else {
            // No import of this copy's, or files that came with the last one would count as older.
            try server.confirm(readers)
            for plan in plans { try note(plan, shards) }
            return
        }
        let runs = Dictionary(grouping: files, by: \.run).sorted { $0.key < $1.key }
        for run in runs.dropLast() {
            try session(startedAt: Instant(ticks: Int64(bitPattern: run.key))) { try record(run.value, in: $0) }
        }
        var read: [DayPlan] = []
        let started = runs.last.map { Instant(ticks: Int64(bitPattern: $0.key)) } ?? clock()
        try session(startedAt: started) { session in
            try record(runs.last?.value ?? [], in: session)
            for (path, reason) in unreadable.sorted(by: { $0.key < $1.key }) {
                try reason.isEmpty
                    ? session.forgetUnreadable(path.text) : session.recordUnreadable(path.text, reason: reason)
            }
            for plan in plans where plan.changed.isEmpty { try note(plan, shards) }
            read = try copy(days, of: shards, into: session)
            try addResources(readers, to: session)
            try server.confirm(readers)
        }
        do {
            try server.remember(read.map(\.news))
        } catch let error as ClickHouseError where error.kind == .forbidden || error.kind == .full {
            // Whoever only may read keeps nothing there, nor does a server without room; importers kept theirs.
        }
    }

    struct Shard {
        let name: String
        let client: ClickHouseClient
    }

    private func session(startedAt: Instant, _ body: (ImportSession) throws -> Void) throws {
        let session = try store.beginImport(startedAt: startedAt)
        do {
            try body(session)
            try session.commit(finishedAt: clock())
        } catch {
            session.rollback()
            throw error
        }
    }

    // MARK: Files and facts

    private func identity(_ readers: [ClickHouseClient]) throws -> String {
        let table = server.schema.local(ClickHouseSchema.fact)
        guard let identity = try readers.flatMap({ try server.fact(.identity, from: $0, table) }).min() else {
            throw ClickHouseError(
                .missing,
                "\(server.address.shown): nothing was imported yet; import logs into it first, or check the name")
        }
        return identity
    }

    private func eventsFrom(_ readers: [ClickHouseClient]) throws -> Instant? {
        let table = server.schema.local(ClickHouseSchema.fact)
        let values = try readers.flatMap { try server.fact(.eventsFrom, from: $0, table) }
        return values.compactMap { Int64($0) }.max().map(Instant.init(ticks:))
    }

    /// Importers' clocks differ: rows of a day before the latest that is known are looked at once more.
    private func newFiles(_ readers: [ClickHouseClient]) throws -> [LedgerRow] {
        let known = Dictionary(
            uniqueKeysWithValues: try store.copiedFiles().map { (ExactText($0.path), $0.version) })
        let latest = known.values.max() ?? 0
        let since = UInt64(max(0, latest - ClickHouseSchema.ticksPerDay))
        let rows = try readers.flatMap {
            try server.ledgerRows(from: $0, server.schema.local(ClickHouseSchema.file), since: since)
        }
        return rows.filter { row in known[ExactText(row.path)].map { $0 < Int64(bitPattern: row.version) } ?? true }
            .sorted { $0.path < $1.path }
    }

    private func record(_ files: [LedgerRow], in session: ImportSession) throws {
        for file in files {
            try session.recordFile(file.record)
            try store.noteCopied(file: file.path, version: Int64(bitPattern: file.version))
        }
    }

    /// What is to be noted or forgotten of files that could not be read.
    private func unreadableChanges(_ readers: [ClickHouseClient]) throws -> [ExactText: String] {
        var now: [ExactText: String] = [:]
        for reader in readers {
            now.merge(
                try server.unreadableFiles(from: reader, server.schema.local(ClickHouseSchema.unreadable))
            ) { _, new in new }
        }
        let known = Set(try store.unreadablePaths().map(ExactText.init))
        return now.filter { path, reason in reason.isEmpty == known.contains(path) }
    }

    private func addResources(_ readers: [ClickHouseClient], to session: ImportSession) throws {
        let words = WordNumbers(knowing: try session.vocabulary())
        var found: [(hub: TextID, resource: HubResource)] = []
        let table = server.schema.local(ClickHouseSchema.resource)
        for reader in readers {
            try reader.rows("SELECT hub, min(resource) FROM \(table) GROUP BY hub") { row in
                let hub = words.text(try row.text())
                guard let resource = HubResource(try row.text()), let hub else { return }
                found.append((hub, resource))
            }
        }
        var additions = words.takeAdditions()
        additions.resources = found
        try session.add(additions)
    }
}
