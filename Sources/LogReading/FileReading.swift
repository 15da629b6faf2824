import Model

/// Which tables a query's answer held.
struct TableState {
    /// One with the columns of records.
    var hasUsable = false
    /// One without them.
    var hasOther = false
    /// Whether the answer broke, so that there may have been more.
    var areBroken = false
}

/// Counts the breaks on one line: reading goes on behind a break, so a line of nothing else must be given up.
struct BreaksOfLine {
    private var line: Int64 = 0
    private var count = 0

    /// Counts one more.
    mutating func count(on line: Int64) -> Int {
        count = line == self.line ? count + 1 : 1
        self.line = line
        return count
    }
}

/// The reading of one source, from its first byte to its last.
final class FileReading {
    let reader: LogReader
    let output: Output
    let window: InputWindow
    let stream: any ByteStream
    var summary = ReadingSummary()
    /// The number of the line that the window's position is in.
    var line: Int64
    private let firstLine: Int64
    private let isResumed: Bool
    /// Whether something was broken in a way that leaves parts of a value behind.
    var isAmongFragments = false
    /// Whether every value so far was a line, so that the file can be read on when it has grown.
    var isResumable = true
    /// Where the last line begins, if it is neither ended nor understood.
    var cutLine: (offset: Int64, line: Int64)?
    /// Whether the file's last line has no line feed.
    var endsInsideLine = false
    var tables = TableState()
    /// How many arrays of records, messages and tables were met.
    var containersMet = 0
    /// Whether the line that was read last holds several records and none of them was taken: it was malformed.
    var holdsParts = false
    /// The line on which the value of several records begins that is being read.
    var valueLine: Int64 = 0
    var breaks = BreaksOfLine()
    /// The number of the element that is being read, from 1, in the innermost array; 0 outside of arrays.
    var element = 0
    let batch = LineBatch()
    /// The records of one line, until all of it is found to be whole.
    var whole: [Decoded] = []
    /// The last fields of the rows of a CSV, as far as their number is small.
    var lastFields: Set<Hash128> = []

    init(
        _ source: LogSource, from start: ResumePoint?, by reader: LogReader, to output: Output
    ) throws(LogReadingError) {
        self.reader = reader
        self.output = output
        let raw = try source.open(at: start?.offset ?? 0)
        if start == nil {
            let head = try HeadStream(raw)
            summary.isCompressed = head.startsWithGzip
            stream = head.startsWithGzip ? try GzipStream(head) : head
        } else {
            stream = raw
        }
        window = InputWindow(stream, offset: start?.offset ?? 0, piece: reader.options.pieceBytes)
        line = (start?.line ?? 0) + 1
        firstLine = line
        isResumed = start != nil
        if source.modified?.isBeyondFileTimes == true {
            warn("its time of last change is beyond all years, so nothing tells when it changes again; touch it")
        }
    }

    func run() throws {
        reader.memo.beginFile(hits: reader.knownLines, mayTake: reader.options.remembersLines)
        _ = try window.refill()
        if isResumed {
            summary.format = .jsonLines
            try readLines()
        } else {
            try readByContent()
        }
        try noteDefect()
        try noteTables()
        try output.flush()
        summary.bytes = stream.bytesTaken
        summary.lines = line - firstLine + (endsInsideLine ? 1 : 0)
        noteRowLimits()
        noteResumePoint()
    }

    private func readByContent() throws {
        switch try ContentKind.of(window) {
        case .empty:
            summary.format = .empty
        case .json(let isArray):
            summary.format = isArray ? .json : .jsonLines
            try readLines()
        case .text:
            try readCSV()
        case .foreign(let reason):
            summary.format = .unknown
            try rejectRest(reason, line: 0)
        }
    }

    // MARK: Results

    /// Counts a decoded record and keeps its event.
    func take(_ decoded: Decoded) throws {
        summary.records += 1
        switch decoded {
        case .event(let time, let client, let eventType):
            summary.events += 1
            try output.append(Event(time: time, client: client, eventType: eventType))
        case .otherCategory:
            summary.otherCategories += 1
        }
    }

    func reject(_ fault: Fault, line: Int64, from: Int, to: Int) throws {
        if fault == .zeroBytes {
            warn("zero bytes in place of text: the file was downloaded or copied incompletely, fetch it again")
        }
        // On a line of many records its number does not yet lead to the one that is wrong.
        let place = element > 0 && line == valueLine ? " (element \(element) of the line's array)" : ""
        try reject(fault.reason + place, line: line, from: from, to: to)
    }

    func reject(_ reason: String, line: Int64, from: Int, to: Int) throws {
        let shown = max(from, min(to, from + Rejection.mostBytesKept))
        try reject(reason, line: line, text: window.bytes.slice(from: from, to: shown).text)
    }

    /// Rejects all that follows the window's position, as one.
    func rejectRest(_ reason: String, line: Int64) throws {
        try showEnough()
        try reject(reason, line: line, from: window.position, to: window.bytes.count)
    }

    /// Takes as much into memory as a rejection shows: what is said must not depend on how much of it is there by chance.
    func showEnough() throws {
        while window.bytes.count - window.position < Rejection.mostBytesKept, try window.refill() {}
    }

    func reject(_ reason: String, line: Int64, text: String) throws {
        summary.rejected += 1
        var text = text
        while text.utf8.count > Rejection.mostBytesKept { text.removeLast() }
        try output.reject(Rejection(line: Int(line), reason: reason, text: text))
    }

    func warn(_ warning: String) {
        if !summary.warnings.contains(warning) { summary.warnings.append(warning) }
    }

    private func noteDefect() throws {
        switch stream.defect {
        case nil: return
        case .truncated:
            warn("the compressed data end early: the file was downloaded or copied incompletely, fetch it again")
            try reject("the compressed data end early", line: 0, from: 0, to: 0)
        case .damaged:
            warn("the compressed data are damaged from some place on; what stood before it was read")
            try reject("the compressed data are damaged", line: 0, from: 0, to: 0)
        case .trailingBytes:
            warn("bytes that are not compressed data follow the compressed data; they were not read")
            try reject("bytes that are not compressed data follow the compressed data", line: 0, from: 0, to: 0)
        }
        isResumable = false
    }

    private func noteTables() throws {
        guard tables.hasOther, !tables.hasUsable, !tables.areBroken else { return }
        try reject(
            "no table has the columns TimeGenerated and OperationName; add them to the query", line: 0, from: 0, to: 0)
    }

    /// The query engine returns at most 500,000 rows (Kusto documentation, "Query limits"); the portal and tools
    /// that page stop at 30,000 or 10,000.
    private func noteRowLimits() {
        guard [.csv, .flatArray, .queryResult].contains(summary.format) else { return }
        let rows = summary.records + summary.rejected
        if [500_000, 30_000, 10_000].contains(rows) {
            warn("exactly \(rows) rows: the query's result was probably cut at its limit, export a shorter time")
        }
    }

    private func noteResumePoint() {
        guard summary.format == .jsonLines, isResumable, !summary.isCompressed else { return }
        if let cutLine {
            summary.resumeOffset = cutLine.offset
            summary.resumeLine = cutLine.line - 1
        } else if !endsInsideLine {
            summary.resumeOffset = window.offset(of: window.position)
            summary.resumeLine = line - 1
        }
    }
}
