import Model

/// The reading of one source, from its first byte to its last.
///
/// Three layers: a framer finds where a record begins and ends (`JSONLines`, `JSONValues`, `CSVFile`), the cache knows
/// most of them by their bytes, and the decoder reads the others.
struct SourceReading {
    private let reader: LogReader
    private let opened: OpenedText
    private let window: InputWindow
    private let sink: RecordSink
    private let start: ResumePoint?
    private let tableTimes: TableTimes
    private let isCounted: Bool
    private let leftOut: String?

    init(
        _ source: LogSource, from start: ResumePoint?, by reader: LogReader, to sink: RecordSink
    ) throws(LogReadingError) {
        self.reader = reader
        self.sink = sink
        self.start = start
        isCounted = source.leastRecords != nil
        leftOut = source.leftOut
        let ahead = reader.options.unpacksAhead
        opened =
            if let start {
                OpenedText(stream: try source.open(at: start.offset))
            } else {
                try source.openText(ahead: ahead, decodesLines: true)
            }
        sink.summary.isCompressed = opened.isCompressed
        if source.modified?.isBeyondFileTimes == true {
            sink.warn("its modification time is out of range, so a later change cannot be noticed; touch it")
        }
        let piece = reader.options.pieceBytes
        let rule = reader.options.localTime
        reader.decoder.times = .zoned(rule.map { LocalTimeZone($0, DateOrders(given: $0.order)) })
        tableTimes = TableTimes(
            rule: rule,
            reopen: source.isRepeatable
                ? { () throws(LogReadingError) in
                    InputWindow(try source.openText(ahead: ahead, decodesLines: true).stream, piece: piece)
                }
                : nil)
        window = InputWindow(
            opened.stream, offset: start?.offset ?? 0, line: (start?.line ?? 0) + 1, piece: piece)
    }

    func run() throws {
        if let leftOut {
            sink.summary.format = .stranger
            sink.summary.stranger = leftOut
            return
        }
        _ = try window.refill()
        let firstLine = window.line
        let lines = try readContent()
        if opened.isAvro, ![.empty, .stranger].contains(sink.summary.format) { sink.summary.format = .avro }
        let isWhole = try sink.summary.format == .stranger || noteDefect()
        try sink.batch.flush()
        sink.summary.bytes = opened.stream.bytesTaken
        sink.summary.lines = window.line - firstLine + (window.endsInsideLine ? 1 : 0)
        noteRowLimits()
        if isWhole, let lines { noteResumePoint(lines) }
    }

    /// Reads by content; the reader of lines, if that was what it took.
    private func readContent() throws -> JSONLines? {
        guard start == nil else { return try read(.json(isArray: false)) }
        let kind = try ContentKind.of(window, reader.decoder)
        switch kind {
        case .foreign, .stranger: return try read(kind)
        case .empty, .json, .prefixedLines, .csv: break
        }
        guard let stranger = try ContentKind.stranger(window) else { return try read(kind) }
        // What begins like something else is left out only where no record of the log is in it.
        let mark = sink.hold()
        let lines = try read(kind)
        guard sink.summary.events == 0 else {
            try sink.release()
            return lines
        }
        sink.drop(since: mark)
        sink.becomeStranger(stranger.text)
        return nil
    }

    private func read(_ kind: ContentKind) throws -> JSONLines? {
        let decoder = reader.decoder
        switch kind {
        case .empty:
            sink.summary.format = .empty
        case .json(let isArray):
            sink.summary.format = isArray ? .json : .jsonLines
            let lines = JSONLines(window, reader.cache, decoder, sink)
            try lines.read()
            return lines
        case .prefixedLines:
            sink.summary.format = .json
            try JSONLines(window, reader.cache, decoder, sink, isPrefixed: true).read()
        case .csv(let lines):
            try CSVFile(window, reader.cache, decoder, sink, tableTimes).read(headerBehind: lines)
        case .foreign(let reason):
            sink.summary.format = .unknown
            try sink.rejectRest(reason, window, line: 0)
        case .stranger(let text):
            sink.becomeStranger(text)
        }
        return nil
    }

    // MARK: What is said of the source as a whole

    /// Rejects what is wrong with the compression; false where something is.
    private func noteDefect() throws -> Bool {
        guard let defect = opened.stream.defect else { return true }
        switch defect {
        case .truncated:
            sink.warn(defect.text + ": the file was downloaded or copied incompletely, fetch it again")
        case .damaged: sink.warn(defect.text + " from some place on; what came before it was read")
        case .trailingBytes: sink.warn(defect.text + "; they were not read")
        case .avroHeader, .damagedBlocks: sink.warn(defect.text + ": fetch the file again")
        case .codec: break
        }
        try sink.reject(defect.text, line: 0)
        return false
    }

    /// The query engine returns at most 500,000 rows (Kusto documentation, "Query limits"); the portal and tools
    /// that page stop at 30,000 or 10,000.
    private func noteRowLimits() {
        guard !isCounted, [.csv, .flatArray, .queryResult].contains(sink.summary.format) else { return }
        let rows = sink.summary.records + sink.summary.rejected
        if [500_000, 30_000, 10_000].contains(rows) {
            sink.warn("exactly \(rows) rows: the query's result was probably cut at its limit, export a shorter time")
        }
    }

    private func noteResumePoint(_ lines: JSONLines) {
        guard sink.summary.format == .jsonLines, lines.isResumable, !opened.isCompressed, opened.isPlain else { return }
        if let cutLine = lines.cutLine {
            sink.summary.resumeOffset = cutLine.offset
            sink.summary.resumeLine = cutLine.line - 1
        } else if !window.endsInsideLine {
            sink.summary.resumeOffset = window.offset(of: window.position)
            sink.summary.resumeLine = window.line - 1
        }
    }
}
