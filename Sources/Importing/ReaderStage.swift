import LogReading
import Model
import Store
import Threads

/// What a reading thread hands to the writing one.
enum ReaderMessage: Sendable {
    /// In the order of the source, with the numbers of the interner.
    case events([Event])
    case file(FileRecord)
    case unchanged(paths: [String])
    case failed(path: String, name: String, reason: String)
}

/// The reading half of an import: one of several that take the sources in turn.
///
/// What has a state of its own is made inside `run`, on its thread, but for what the readers know in common.
struct ReaderStage: Sendable {
    let sources: [LogSource]
    let options: ReadingOptions
    let interner: Interner
    let ledger: Ledger
    let handover: OrderedQueue<ReaderMessage>

    func run() {
        defer { handover.leave() }
        let reader = LogReader(interner: interner, options: options)
        var unchanged = UnchangedPaths()
        var expected = 0
        while let index = handover.take() {
            let source = sources[index]
            let sender = SourceSender(source: index, handover: handover)
            expectNext(behind: index, &expected)
            do {
                do {
                    try read(source, with: reader, into: sender, &unchanged)
                } catch let stopped as WriterStopped {
                    throw stopped
                } catch {
                    try sender.send(.failed(path: source.identity, name: source.name, reason: "\(error)"))
                }
            } catch {
                return
            }
            handover.end(index)
        }
        if let paths = unchanged.takeAll() { _ = handover.send(.unchanged(paths: paths), of: sources.count) }
    }

    /// How many remote sources are opened ahead of the one that is read: many blobs are small, and each is a wait.
    private static let sourcesAhead = 16

    /// Has the first bytes of those fetched that will certainly be read from their start.
    private func expectNext(behind index: Int, _ expected: inout Int) {
        expected = max(expected, index)
        while expected < min(sources.count, index + ReaderStage.sourcesAhead) {
            let source = sources[expected]
            if source.isRemote, ledger[source.identity] == nil { source.expect() }
            expected += 1
        }
    }

    private func read(
        _ source: LogSource, with reader: LogReader, into sender: SourceSender, _ unchanged: inout UnchangedPaths
    ) throws {
        let plan = try ReadingPlan(source, known: ledger[source.identity])
        guard let plan else {
            if let paths = unchanged.add(source.identity) { try sender.send(.unchanged(paths: paths)) }
            return
        }

        var tally = HourTally(digests: !source.isRepeatable)
        var rejections: [Rejection] = []
        let summary = try reader.read(
            source, from: plan.resumePoint,
            events: { events in
                tally.add(events)
                try sender.send(events)
            },
            rejection: { rejection in
                tally.add(rejection)
                if rejections.count < FileRecord.mostRejectsKept { rejections.append(rejection) }
            })
        if let least = source.leastRecords, summary.records + summary.rejected < least {
            throw LogReadingError.remote(
                address: source.name,
                reason: "gave \(summary.records + summary.rejected) of \(least) records; the next run reads it again",
                later: true)
        }
        let identity = try plan.identity(of: source, read: summary, digest: tally.digest)
        try sender.send(
            .file(
                FileRecord(
                    path: identity.path, name: identity.name, size: identity.size, modified: identity.modified,
                    version: identity.version, headHash: identity.headHash, tailHash: identity.tailHash,
                    summary: summary, hours: tally.hours,
                    rejections: rejections, resumed: plan.resumePoint != nil)))
    }
}

/// The writer has given up: nothing more is wanted.
struct WriterStopped: Error {}

/// Hands over what is read of one source.
private struct SourceSender {
    let source: Int
    let handover: OrderedQueue<ReaderMessage>

    func send(_ message: ReaderMessage) throws {
        guard handover.send(message, of: source) else { throw WriterStopped() }
    }

    func send(_ events: Span<Event>) throws {
        try send(.events(unsafe events.withUnsafeBufferPointer { unsafe Array($0) }))
    }
}

/// Paths of unchanged files: to hand over thousands one by one takes longer than to look at them.
private struct UnchangedPaths {
    private static let most = 512
    private var paths: [String] = []

    /// Adds one; gives all of them when they are many.
    mutating func add(_ path: String) -> [String]? {
        paths.append(path)
        return paths.count < UnchangedPaths.most ? nil : takeAll()
    }

    mutating func takeAll() -> [String]? {
        defer { paths = [] }
        return paths.isEmpty ? nil : paths
    }
}
