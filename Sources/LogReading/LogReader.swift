package import Model

/// Reads logs of every form into events.
///
/// One reader serves one thread at a time; what it learned from one source makes the next one faster.
package final class LogReader {
    let decoder: RecordDecoder
    let options: ReadingOptions
    var memo: LineMemo
    /// The rows of CSV files that have the same header as the last one.
    var rowMemo: LineMemo
    private var rowHeader: [UInt8] = []
    var fastTime = FastTime()
    var timePlaces = TimePlaces()
    /// The columns of the last table of a query's answer, and their number.
    private var columns: [FieldName?] = []
    private var columnsNumber: UInt32 = 0
    /// Records that were known by their hash, over all sources.
    var knownLines: Int64 = 0

    package init(interner: Interner, options: ReadingOptions = ReadingOptions()) {
        decoder = RecordDecoder(interner: interner, defaultHub: options.defaultHub)
        self.options = options
        memo = LineMemo(isTaking: options.remembersLines)
        rowMemo = LineMemo(isTaking: options.remembersLines)
    }

    /// Forgets the rows of another header: the same bytes mean something else under other columns.
    func beginRows(header: Bytes) {
        let header = (0..<header.count).map { header[$0] }
        if header != rowHeader { rowMemo = LineMemo(isTaking: options.remembersLines) }
        rowHeader = header
        rowMemo.beginFile(hits: knownLines, mayTake: options.remembersLines)
    }

    /// Tells the rows of tables with different columns apart.
    func rowContext(of columns: [FieldName?]) -> MemoContext {
        if columns != self.columns {
            columnsNumber += 1
            self.columns = columns
        }
        return .row(columnsNumber)
    }

    /// Reads one source to its end.
    ///
    /// - Parameters:
    ///   - start: where to go on in a file that has grown; it must be JSON Lines, and uncompressed.
    ///   - events: takes the events in batches, in the order of the source; the span dies with the call.
    ///   - rejection: takes what could not be read, one by one.
    /// - Throws: `LogReadingError` where the source cannot be opened or read, and whatever the two closures throw.
    ///   Bad content never throws.
    package func read(
        _ source: LogSource, from start: ResumePoint? = nil, events: (Span<Event>) throws -> Void,
        rejection: (Rejection) throws -> Void
    ) throws -> ReadingSummary {
        try withoutActuallyEscaping(events) { events in
            try withoutActuallyEscaping(rejection) { rejection in
                let output = Output(events: events, rejection: rejection)
                let reading = try FileReading(source, from: start, by: self, to: output)
                try reading.run()
                return reading.summary
            }
        }
    }
}

/// Collects events into batches for the caller.
@safe final class Output {
    private static let capacity = 8192
    private let buffer: UnsafeMutablePointer<Event>
    private(set) var count = 0
    private let events: (Span<Event>) throws -> Void
    private let rejection: (Rejection) throws -> Void

    init(events: @escaping (Span<Event>) throws -> Void, rejection: @escaping (Rejection) throws -> Void) {
        unsafe buffer = .allocate(capacity: Output.capacity)
        self.events = events
        self.rejection = rejection
    }

    deinit { unsafe buffer.deallocate() }

    /// The free part of the batch; `advance` tells how much of it was filled.
    var free: UnsafeMutableBufferPointer<Event> {
        unsafe UnsafeMutableBufferPointer(start: buffer + count, count: Output.capacity - count)
    }

    var isFull: Bool { count == Output.capacity }

    func advance(by written: Int) { count += written }

    func append(_ event: Event) throws {
        if count == Output.capacity { try flush() }
        unsafe (buffer + count).initialize(to: event)
        count += 1
    }

    /// Hands over what has been collected.
    func flush() throws {
        guard count > 0 else { return }
        try events(unsafe Span(_unsafeStart: buffer, count: count))
        count = 0
    }

    func reject(_ rejected: Rejection) throws {
        try rejection(rejected)
    }
}
