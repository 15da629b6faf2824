package import LogReading
package import Model
package import Store
import Threads

/// Brings logs into the database: one thread reads and decodes, the caller's thread sorts and writes.
///
/// The connection never leaves the caller's thread, and everything is one transaction: a run that dies leaves the
/// database as it was.
package struct Importer {
    private let sources: [LogSource]
    private let options: ReadingOptions
    private let isSettled: (String) -> Bool

    /// - Parameter isSettled: whether what could not be read once, by its identity, is gone or is as it should be by now.
    package init(
        sources: [LogSource], options: ReadingOptions,
        isSettled: @escaping (String) -> Bool = LogDiscovery.isSettled
    ) {
        self.sources = sources
        self.options = options
        self.isSettled = isSettled
    }

    /// Reads every source that the ledger does not know unchanged, and commits.
    ///
    /// Throws `SQLiteError`, `StoreError` or `NoThread`, after which the database is as before. A file that cannot be read is no
    /// error: it is named in the outcome, and left to the next run.
    package func run(
        into store: Store, clock: () -> Instant, progress: (ImportProgress) -> Void = { _ in }
    ) throws -> ImportOutcome {
        try run(into: try store.beginImport(startedAt: clock()), clock: clock, progress: progress)
    }

    /// The same into anything that takes events, which is committed, or rolled back where something is thrown.
    package func run(
        into target: any ImportTarget, clock: () -> Instant, progress: (ImportProgress) -> Void = { _ in }
    ) throws -> ImportOutcome {
        do {
            let outcome = try write(into: target, progress: progress)
            target.unchangedFiles = Int64(outcome.filesUnchanged)
            try target.commit(finishedAt: clock())
            return outcome
        } catch {
            target.rollback()
            throw error
        }
    }

    private func write(
        into session: any ImportTarget, progress: (ImportProgress) -> Void
    ) throws -> ImportOutcome {
        // A few hours wait at most, so that a slow disk does not fill the memory.
        let handover = BoundedQueue<ReaderMessage>(capacity: 4)
        let stage = try ReaderStage(
            sources: sources, options: options, vocabulary: session.vocabulary(), ledger: session.ledger(),
            handover: handover)
        defer { handover.close() }
        try OwnThread.start("hubdrops reader", stack: 4 << 20) { stage.run() }

        var outcome = ImportOutcome()
        var read: Set<String> = []
        let unreadable = Set(try session.unreadable())
        while let message = handover.receive() {
            switch message {
            case .vocabulary(let additions):
                try session.add(additions)
            case .hour(let hour, let events):
                let merged = try session.merge(events, hour: hour)
                outcome.added += merged.added
                outcome.duplicates += merged.duplicates
                outcome.expired += merged.expired
            case .file(let file):
                try session.recordFile(file)
                outcome.take(file)
                read.insert(file.path)
            case .unchanged(let paths):
                for path in unreadable.intersection(paths) { try session.forgetUnreadable(path) }
                outcome.filesUnchanged += paths.count
                read.formUnion(paths)
            case .failed(let path, let name, let reason):
                try session.recordUnreadable(path, reason: reason)
                outcome.filesFailed.append(ImportOutcome.FailedFile(path: name, reason: reason))
            }
            let filesDone = outcome.filesRead + outcome.filesUnchanged + outcome.filesFailed.count
            progress(ImportProgress(filesDone: filesDone, filesInAll: sources.count, events: outcome.events))
        }
        // A link that led nowhere is known by its own path, and once it leads to a file by that file's. What this run was
        // to read, and does not exist, is not gone.
        let missing = Set(sources.filter { $0.problem != nil }.map(\.identity))
        for path in try session.unreadable() where !missing.contains(path) {
            let isRead = read.contains(LogSource(path: path, size: nil, modified: nil).identity)
            if isRead || isSettled(path) { try session.forgetUnreadable(path) }
        }
        try session.forgetStrangers(except: read)
        return outcome
    }
}

extension ImportOutcome {
    fileprivate mutating func take(_ file: FileRecord) {
        filesRead += 1
        bytes += file.summary.bytes
        records += file.summary.records
        events += file.summary.events
        otherCategories += file.summary.otherCategories
        rejected += file.summary.rejected
        for rejection in file.rejections.prefix(ImportOutcome.mostFirstRejections - firstRejections.count) {
            let place = rejection.line > 0 ? "\(file.name):\(rejection.line)" : file.name
            firstRejections.append("\(place): \(rejection.reason)")
        }
        if !file.summary.stranger.isEmpty {
            strangers.append(FileWarning(path: file.name, text: file.summary.stranger))
        }
        for (name, records) in file.summary.otherOperations { otherOperations[name, default: 0] += records }
        warnings += file.summary.warnings.map { FileWarning(path: file.name, text: $0) }
    }
}
