import LogReading
import Model
import Store
import Threads

/// What the reading thread hands to the writing one.
enum ReaderMessage: Sendable {
    /// Comes before the first hour that refers to it.
    case vocabulary(VocabularyAdditions)
    /// Events of an hour since 1970, as they were read.
    case hour(Int, events: [Event])
    case file(FileRecord)
    case unchanged(paths: [String])
    case failed(path: String, name: String, reason: String)
}

/// The reading half of an import.
///
/// Everything with a state of its own is made inside `run`, on its thread.
struct ReaderStage: Sendable {
    let sources: [LogSource]
    let options: ReadingOptions
    let vocabulary: Vocabulary
    let ledger: Ledger
    let handover: BoundedQueue<ReaderMessage>

    func run() {
        defer { handover.close() }
        var hours = HourSender(knowing: vocabulary, handover: handover)
        let reader = LogReader(interner: hours.interner, options: options)
        var expected = 0
        for (index, source) in sources.enumerated() {
            expectNext(behind: index, &expected)
            do {
                try read(source, with: reader, into: &hours)
            } catch is WriterStopped {
                return
            } catch {
                guard handover.send(.failed(path: source.identity, name: source.name, reason: "\(error)")) else {
                    return
                }
            }
        }
        try? hours.finish()
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

    private func read(_ source: LogSource, with reader: LogReader, into hours: inout HourSender) throws {
        let plan = try ReadingPlan(source, known: ledger[source.identity])
        guard let plan else { return try hours.addUnchanged(source.identity) }

        var tally = HourTally(digests: !source.isRepeatable)
        var rejections: [Rejection] = []
        let summary = try reader.read(
            source, from: plan.resumePoint,
            events: { events in try hours.add(events, tally: &tally) },
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
        try hours.send(
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

/// Parts events into hours and hands the finished ones over, each after the words it refers to.
private struct HourSender {
    let interner: Interner
    private var buckets = HourBuckets()
    private var unchanged: [String] = []
    /// To hand over thousands of files one by one takes longer than to look at them.
    private static let mostUnchanged = 512
    private let handover: BoundedQueue<ReaderMessage>

    init(knowing vocabulary: Vocabulary, handover: BoundedQueue<ReaderMessage>) {
        interner = Interner(knowing: vocabulary)
        self.handover = handover
    }

    mutating func add(_ events: Span<Event>, tally: inout HourTally) throws {
        buckets.add(events, tally: &tally)
        try sendHours(buckets.takeFinished())
    }

    mutating func addUnchanged(_ path: String) throws {
        unchanged.append(path)
        if unchanged.count == HourSender.mostUnchanged { try sendUnchanged() }
    }

    private mutating func sendUnchanged() throws {
        guard !unchanged.isEmpty else { return }
        try send(.unchanged(paths: unchanged))
        unchanged.removeAll(keepingCapacity: true)
    }

    /// Hands over what is left, oldest hour first.
    mutating func finish() throws {
        try sendUnchanged()
        while let hour = buckets.takeNext() { try sendHours([hour]) }
        // Words of records that all collapsed or were skipped are kept as well: numbers must stay dense.
        try sendVocabulary()
    }

    func send(_ message: ReaderMessage) throws {
        guard handover.send(message) else { throw WriterStopped() }
    }

    private mutating func sendHours(_ hours: [HourOfEvents]) throws {
        guard !hours.isEmpty else { return }
        try sendVocabulary()
        for hour in hours { try send(.hour(hour.hour, events: hour.events)) }
    }

    private mutating func sendVocabulary() throws {
        let additions = interner.takeAdditions()
        guard !additions.isEmpty else { return }
        try send(.vocabulary(additions))
    }
}
