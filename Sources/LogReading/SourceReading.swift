import Model

/// The reading of one source, from its first byte to its last.
///
/// Three layers: a framer finds where a record begins and ends (`JSONLines`, `JSONValues`, `CSVFile`), the cache knows
/// most of them by their bytes, and the decoder reads the others.
struct SourceReading {
    private let reader: LogReader
    private let stream: any ByteStream
    private let window: InputWindow
    private let sink: RecordSink
    private let start: ResumePoint?

    init(
        _ source: LogSource, from start: ResumePoint?, by reader: LogReader, to sink: RecordSink
    ) throws(LogReadingError) {
        self.reader = reader
        self.sink = sink
        self.start = start
        stream = if let start { try source.open(at: start.offset) } else { try source.openUnpacked() }
        sink.summary.isCompressed = stream is GzipStream
        if source.modified?.isBeyondFileTimes == true {
            sink.warn("its time of last change is beyond all years, so nothing tells when it changes again; touch it")
        }
        window = InputWindow(
            stream, offset: start?.offset ?? 0, line: (start?.line ?? 0) + 1, piece: reader.options.pieceBytes)
    }

    func run() throws {
        reader.cache.table.beginFile(hits: reader.cache.hits, mayTake: reader.options.remembersLines)
        _ = try window.refill()
        let firstLine = window.line
        let lines = try readContent()
        let isWhole = try noteDefect()
        try sink.batch.flush()
        sink.summary.bytes = stream.bytesTaken
        sink.summary.lines = window.line - firstLine + (window.endsInsideLine ? 1 : 0)
        noteRowLimits()
        if isWhole, let lines { noteResumePoint(lines) }
    }

    /// Reads by content; the reader of lines, if that was what it took.
    private func readContent() throws -> JSONLines? {
        let decoder = reader.decoder
        switch start == nil ? try ContentKind.of(window, decoder) : .json(isArray: false) {
        case .empty:
            sink.summary.format = .empty
        case .json(let isArray):
            sink.summary.format = isArray ? .json : .jsonLines
            let lines = JSONLines(window, reader.cache, decoder, sink)
            try lines.read()
            return lines
        case .csv(let lines):
            let localTime = reader.options.localTime
            try CSVFile(window, reader.cache, decoder, sink, localTime: localTime).read(headerBehind: lines)
        case .foreign(let reason):
            sink.summary.format = .unknown
            try sink.rejectRest(reason, window, line: 0)
        }
        return nil
    }

    // MARK: What is said of the source as a whole

    /// Rejects what is wrong with the compression; false where something is.
    private func noteDefect() throws -> Bool {
        guard let defect = stream.defect else { return true }
        switch defect {
        case .truncated:
            sink.warn(defect.text + ": the file was downloaded or copied incompletely, fetch it again")
        case .damaged: sink.warn(defect.text + " from some place on; what stood before it was read")
        case .trailingBytes: sink.warn(defect.text + "; they were not read")
        }
        try sink.reject(defect.text, line: 0)
        return false
    }

    /// The query engine returns at most 500,000 rows (Kusto documentation, "Query limits"); the portal and tools
    /// that page stop at 30,000 or 10,000.
    private func noteRowLimits() {
        guard [.csv, .flatArray, .queryResult].contains(sink.summary.format) else { return }
        let rows = sink.summary.records + sink.summary.rejected
        if [500_000, 30_000, 10_000].contains(rows) {
            sink.warn("exactly \(rows) rows: the query's result was probably cut at its limit, export a shorter time")
        }
    }

    private func noteResumePoint(_ lines: JSONLines) {
        guard sink.summary.format == .jsonLines, lines.isResumable, !sink.summary.isCompressed else { return }
        if let cutLine = lines.cutLine {
            sink.summary.resumeOffset = cutLine.offset
            sink.summary.resumeLine = cutLine.line - 1
        } else if !window.endsInsideLine {
            sink.summary.resumeOffset = window.offset(of: window.position)
            sink.summary.resumeLine = window.line - 1
        }
    }
}
