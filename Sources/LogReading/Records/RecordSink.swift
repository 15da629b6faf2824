import Model

/// Takes what the reading of one source gives: events, counts, rejects and warnings.
final class RecordSink {
    let batch: EventBatch
    private let decoder: RecordDecoder
    private let rejection: (Rejection) throws -> Void
    var summary = ReadingSummary()
    /// The line of the value in a field of which reading is at present: rejects are found by that one.
    var lineAround: Int64?
    private var holds = 0
    /// Rejects that are kept back; of more only the number counts.
    private var held: [Rejection] = []
    private static let mostHeld = 1000

    init(_ batch: EventBatch, _ decoder: RecordDecoder, rejection: @escaping (Rejection) throws -> Void) {
        self.batch = batch
        self.decoder = decoder
        self.rejection = rejection
    }

    /// Counts a decoded record and keeps its event.
    ///
    /// - Parameter operation: its name, where it is none that is known here.
    func take(_ decoded: Decoded, operation: @autoclosure () -> String = "") throws {
        summary.records += 1
        switch decoded {
        case .event(let time, let client, let eventType):
            summary.events += 1
            try batch.append(Event(time: time, client: client, eventType: eventType))
        case .otherCategory: summary.otherCategories += 1
        case .otherOperation: summary.count(otherOperation: operation())
        }
    }

    /// Counts known records, of which the events are in the batch already.
    func count(events: Int, otherCategories: Int) {
        summary.records += Int64(events + otherCategories)
        summary.events += Int64(events)
        summary.otherCategories += Int64(otherCategories)
    }

    /// Rejects a part of what is in memory.
    ///
    /// - Parameter place: what leads to the record where the number of its line does not.
    func reject(_ reason: RejectReason, line: Int64, _ bytes: Bytes, from: Int, to: Int, place: String = "") throws {
        try reject(reason, RejectedPart(bytes, from: from, to: to, line: line), place: place)
    }

    func reject(_ reason: RejectReason, _ part: RejectedPart, place: String = "") throws {
        if part.hasZeros {
            warn("NUL bytes instead of text: the file was downloaded or copied incompletely, fetch it again")
        }
        let words = decoder.words(of: part.hasZeros ? .zeroBytes : reason)
        try reject(words + place, line: part.line, text: part.text)
    }

    func reject(_ reason: String, line: Int64, text: String = "") throws {
        summary.rejected += 1
        let reject = Rejection(line: Int(lineAround ?? line), reason: reason, text: text)
        guard holds > 0 else { return try rejection(reject) }
        if held.count < RecordSink.mostHeld { held.append(reject) }
    }

    // MARK: Rejects of what may be no log

    /// Keeps back the rejects from now on, until it is known whether they are some.
    func hold() -> HeldRejects {
        holds += 1
        return HeldRejects(count: held.count, rejected: summary.rejected)
    }

    /// Gives the rejects since the last `hold`, which are some.
    func release() throws {
        holds -= 1
        guard holds == 0 else { return }
        for reject in held { try rejection(reject) }
        held = []
    }

    /// Forgets the rejects since a `hold`.
    func drop(since mark: HeldRejects) {
        holds -= 1
        held.removeLast(held.count - mark.count)
        summary.rejected = mark.rejected
    }

    /// Forgets all that was counted: there was no record of the log.
    func becomeStranger(_ text: String) {
        let isCompressed = summary.isCompressed
        summary = ReadingSummary()
        summary.isCompressed = isCompressed
        summary.format = .stranger
        summary.stranger = text
    }

    /// Rejects all that follows the window's position, as one.
    func rejectRest(_ reason: String, _ window: InputWindow, line: Int64) throws {
        try window.fill(Rejection.mostBytesSeen)
        let rest = RejectedPart(window.bytes, from: window.position, to: window.bytes.count, line: line)
        try reject(reason, line: rest.line, text: rest.text)
    }

    /// Whether the source may still turn out to be a table's.
    var isFormOpen: Bool { summary.format == .json || summary.format == .jsonLines }

    /// In what surroundings an element of an array stands that is no row.
    var elementSpace: CacheKeySpace { isFormOpen ? .element : .settledElement }

    func warn(_ warning: String) {
        if !summary.warnings.contains(warning) { summary.warnings.append(warning) }
    }
}

/// Since when rejects are kept back.
struct HeldRejects {
    let count: Int
    let rejected: Int64
}

/// What a rejection says of the text that is rejected.
struct RejectedPart {
    let line: Int64
    let text: String
    let hasZeros: Bool

    init(_ bytes: Bytes, from: Int, to: Int, line: Int64) {
        self.line = line
        text = bytes.slice(from: from, to: min(to, from + Rejection.mostBytesSeen)).text
        hasZeros = bytes.firstIndex(of: 0, from: from, to: to) >= 0
    }
}

extension InputWindow {
    /// A part of the line that the position is on.
    func part(from: Int, to: Int) -> RejectedPart { RejectedPart(bytes, from: from, to: to, line: line) }

    /// What is so far behind the window's position.
    func part(behind distance: Int) throws(LogReadingError) -> RejectedPart {
        try fill(distance + Rejection.mostBytesSeen)
        let bytes = bytes
        let from = position + distance
        let to = isNarrow ? bytes.count : min(bytes.count, from + Rejection.mostBytesSeen)
        let lines = bytes.count(of: 0x0a, from: position, to: from)
        return RejectedPart(bytes, from: from, to: to, line: line + Int64(lines))
    }
}

/// Collects events into batches for the caller.
@safe final class EventBatch {
    private static let capacity = 8192
    private let buffer: UnsafeMutablePointer<Event>
    private var count = 0
    private let events: (Span<Event>) throws -> Void

    init(events: @escaping (Span<Event>) throws -> Void) {
        unsafe buffer = .allocate(capacity: EventBatch.capacity)
        self.events = events
    }

    deinit { unsafe buffer.deallocate() }

    /// The free part of the batch; `advance` says how much of it was filled.
    var free: UnsafeMutableBufferPointer<Event> {
        unsafe UnsafeMutableBufferPointer(start: buffer + count, count: EventBatch.capacity - count)
    }

    var isFull: Bool { count == EventBatch.capacity }

    func advance(by written: Int) { count += written }

    func append(_ event: Event) throws {
        if count == EventBatch.capacity { try flush() }
        unsafe (buffer + count).initialize(to: event)
        count += 1
    }

    /// Hands over what has been collected.
    func flush() throws {
        guard count > 0 else { return }
        try events(unsafe Span(_unsafeStart: buffer, count: count))
        count = 0
    }
}
