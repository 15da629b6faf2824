package import LogReading
package import Model
package import Store
import Threads

/// Brings logs into the database: some threads read and decode, a file each, the caller's thread sorts and writes.
///
/// What they read comes in the order of the sources, so the database has the same bytes however many there are.
///
/// The connection never leaves the caller's thread, and everything is one transaction: a run that dies leaves the
/// database as it was.
package struct Importer {
    private let sources: [LogSource]
    private let options: ReadingOptions
    private let readers: Int?
    private let isSettled: (String) -> Bool

    /// - Parameters:
    ///   - readers: how many threads read; nil for as many as are worth it.
    ///   - isSettled: whether what could not be read once, by its identity, is gone or is as it should be by now.
    package init(
        sources: [LogSource], options: ReadingOptions, readers: Int? = nil,
        isSettled: @escaping (String) -> Bool = LogDiscovery.isSettled
    ) {
        self.sources = sources
        self.options = options
        self.readers = readers
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
        let ledger = try session.ledger()
        let interner = try Interner { learn in try session.forEachWords(learn) }
        let readers = readers ?? ReaderCount.of(sources, known: ledger)
        let handover = OrderedQueue<ReaderMessage>(
            count: sources.count, senders: readers, capacity: Importer.mostWaiting(sources))
        defer { handover.close() }
        var hours = HourWriter(interner)
        try startReaders(readers, ledger, interner, handover)

        var outcome = ImportOutcome()
        var read: Set<String> = []
        let unreadable = Set(try session.unreadable())
        while let message = handover.receive() {
            switch message {
            case .events(let events):
                outcome.take(try hours.take(events, into: session))
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
        outcome.take(try hours.finish(into: session))
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

    /// How many parts of up to 8,192 events, 128 KiB, wait at most, so that a slow disk does not fill the memory.
    ///
    /// Who reads a file before its turn keeps it waiting: there is room for the largest, up to 16 MiB. A record has about
    /// 512 bytes.
    private static func mostWaiting(_ sources: [LogSource]) -> Int {
        let largest = sources.lazy.compactMap(\.size).max() ?? 0
        return Int(min(128, max(24, largest >> 22)))
    }

    /// Starts as many readers as there are threads to be had for, and at least one.
    private func startReaders(
        _ readers: Int, _ ledger: Ledger, _ interner: Interner, _ handover: OrderedQueue<ReaderMessage>
    ) throws(NoThread) {
        var options = options
        options.unpacksAhead = readers == 1
        for number in 0..<readers {
            let stage = ReaderStage(
                sources: sources, options: options, interner: interner, ledger: ledger, handover: handover)
            do throws(NoThread) {
                try OwnThread.start("hubdrops reader", stack: 4 << 20) { stage.run() }
            } catch {
                guard number > 0 else { throw error }
                handover.leave()
            }
        }
    }
}

extension ImportOutcome {
    fileprivate mutating func take(_ merged: MergeResult) {
        added += merged.added
        duplicates += merged.duplicates
        expired += merged.expired
    }

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
