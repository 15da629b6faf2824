import Model

/// Where a row and the parts of it lie.
private struct RowExtent {
    var end: Int
    /// Whether a line feed ends it.
    var isEnded = true
    /// Whether no end was found within the longest row that is read.
    var isTooLong = false
}

/// Reads the portal's CSV: a header, then one record a row.
///
/// Quoted fields may hold line feeds.
final class CSVFile {
    static let unknownText = "neither JSON nor a CSV whose header has the columns TimeGenerated and OperationName"

    private let window: InputWindow
    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    private let localTime: LocalTimeRule?
    private var space = CacheKeySpace.line
    /// The last fields of the rows, as far as their number is small.
    private var lastFields: Set<Hash128> = []

    init(
        _ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink,
        localTime: LocalTimeRule?
    ) {
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        self.localTime = localTime
    }

    /// - Parameter lines: how many lines stand before the header; each is a reject.
    func read(headerBehind lines: Int) throws {
        for _ in 0..<lines {
            let end = window.bytes.firstIndex(of: 0x0a, from: window.position, to: window.bytes.count)
            if withoutReturn(end) > window.position { try reject(.notHeader, to: end) }
            try window.skipLine()
        }
        sink.summary.format = .unknown
        guard let first = try extentOfRow(), !first.isTooLong else {
            return try sink.rejectRest(CSVFile.unknownText, window, line: window.line)
        }
        let header: CSVHeader?
        let end = withoutReturn(first.end)
        do throws(RejectReason) {
            header = try CSVHeader(window.bytes, from: window.position, to: end, decoder)
        } catch {
            return try reject(error, to: end)
        }
        guard let header else {
            let text = window.bytes.slice(from: window.position, to: end).text
            return try sink.reject(CSVFile.unknownText, line: window.line, text: text)
        }
        sink.summary.format = .csv
        guard let times = timeStyle(of: header) else { return try reject(.localTime, to: end) }
        decoder.times = times
        defer { decoder.times = .zoned }
        space = cache.rows(of: header.columns, isCSV: true)
        step(over: first)
        try readRows(header)
        if case .local(let clock) = times, clock.ambiguous > 0 {
            sink.warn(
                "\(clock.ambiguous) times lie in the hour that the clocks went through twice; the earlier was taken")
        }
    }

    /// Nil where the times are local and nobody said of which zone.
    private func timeStyle(of header: CSVHeader) -> TimeStyle? {
        let rule = localTime
        switch header.zone {
        case .utc: return .utc(rule?.order)
        case .local: return rule.map { .local(LocalTimeZone($0)) }
        case .unsaid: return rule.map { .local(LocalTimeZone($0)) } ?? .zoned
        }
    }

    private func readRows(_ header: CSVHeader) throws {
        while let extent = try extentOfRow() {
            let from = window.position
            let end = withoutReturn(extent.end)
            if extent.isTooLong {
                try reject(.tooLong, to: extent.end)
                try window.skipLine()
            } else if from == end {
                step(over: extent)
            } else if try takeKnownRow(to: end, header) {
                step(over: extent)
            } else if let reason = try readRow(to: end, isEnded: extent.isEnded, header) {
                try rejectRow(reason, extent)
            } else {
                step(over: extent)
            }
        }
    }

    /// Rejects a row.
    ///
    /// One that is wrongly quoted may have swallowed the rows after it: only its first line goes.
    private func rejectRow(_ reason: RejectReason, _ extent: RowExtent) throws {
        let isMisquoted = reason == .badQuote || reason == .endsInsideText || reason == .rowLength
        let lineFeed = window.bytes.firstIndex(of: 0x0a, from: window.position, to: extent.end)
        guard isMisquoted, lineFeed >= 0 else {
            try reject(reason, to: extent.end)
            return step(over: extent)
        }
        try reject(reason, to: lineFeed)
        try window.skipLine()
    }

    private func reject(_ reason: RejectReason, to end: Int) throws {
        try sink.reject(reason, line: window.line, window.bytes, from: window.position, to: end)
    }

    private func step(over extent: RowExtent) {
        window.consume(to: extent.end)
        guard extent.isEnded else { return }
        window.position += 1
        window.line += 1
    }

    private func withoutReturn(_ end: Int) -> Int {
        end > window.position && window.bytes[end - 1] == 0x0d ? end - 1 : end
    }

    // MARK: Rows

    /// Takes the row if everything in it but its time was seen before.
    private func takeKnownRow(to end: Int, _ header: CSVHeader) throws -> Bool {
        let bytes = window.bytes
        guard let time = timeOfRow(to: end, header),
            let known = cache.find(cache.key(bytes, from: window.position, to: end, around: time, space))
        else { return false }
        // Where the time is none, the strict reader has to say what is wrong.
        guard let instant = instantOfRow(time) else { return false }
        try sink.take(.event(time: instant, client: known.client, eventType: known.eventType))
        return true
    }

    private func readRow(to end: Int, isEnded: Bool, _ header: CSVHeader) throws -> RejectReason? {
        let from = window.position
        decoder.begin(bytes: end - from)
        let decoded: Decoded
        do throws(RejectReason) {
            try window.bytes.checkUTF8(from: from, to: end)
            var row = CSVRow(window.bytes, from: from, to: end, arena: decoder.arena)
            var index = 0
            var last = from
            while !row.isFinished {
                last = row.at
                let field = try row.next()
                guard index < header.columns.count else { throw .rowLength }
                if let name = header.columns[index] { try decoder.fields.set(name, .text, field) }
                index += 1
            }
            guard index == header.columns.count else { throw .rowLength }
            if header.columns[index - 1] != nil { try checkLastField(from: last, to: end, isEnded: isEnded) }
            decoded = try decoder.decode()
        } catch {
            return error
        }
        try sink.take(decoded)
        // Of other categories nobody reads the time, so nothing would check it if their rows were remembered.
        if case .event = decoded, let time = timeOfRow(to: end, header) {
            cache.remember(cache.key(window.bytes, from: from, to: end, around: time, space), decoded)
        }
        return nil
    }

    /// A file may end without a line feed, but then nothing tells whether its last field is whole, unless it is
    /// quoted or one that was seen before: half a hub's name would be a hub.
    private func checkLastField(from: Int, to: Int, isEnded: Bool) throws(RejectReason) {
        guard window.bytes[from] != UInt8(ascii: "\""), to - from <= KeyedHash.longestText else { return }
        let hash = cache.hash.of(window.bytes, from: from, to: to)
        if isEnded {
            if lastFields.count < 4096 { lastFields.insert(hash) }
        } else if !lastFields.contains(hash) {
            throw .perhapsCut
        }
    }

    private func timeOfRow(to end: Int, _ header: CSVHeader) -> Range<Int>? {
        let bytes = window.bytes
        var start = window.position
        guard end - start <= KeyedHash.longestText else { return nil }
        for _ in 0..<header.timeColumn {
            start = CSVRow.endOfField(bytes, from: start, to: end)
            guard start < end, bytes[start] == UInt8(ascii: ",") else { return nil }
            start += 1
        }
        return start..<CSVRow.endOfField(bytes, from: start, to: end)
    }

    private func instantOfRow(_ time: Range<Int>) -> Instant? {
        let bytes = window.bytes
        var (from, to) = (time.lowerBound, time.upperBound)
        if from + 1 < to, bytes[from] == UInt8(ascii: "\""), bytes[to - 1] == UInt8(ascii: "\"") {
            from += 1
            to -= 1
        }
        return try? decoder.times.instant(bytes.slice(from: from, to: to))
    }

    /// The row at the window's position: up to the next line feed outside quotation marks, of which a row has an even
    /// number.
    ///
    /// Nil at the end.
    private func extentOfRow() throws -> RowExtent? {
        var length = 0
        var isInside = false
        while true {
            let bytes = window.bytes
            let from = window.position + length
            let found = bytes.firstIndex(of: 0x0a, from: from, to: bytes.count)
            let end = found < 0 ? bytes.count : found
            if bytes.count(of: UInt8(ascii: "\""), from: from, to: end) & 1 == 1 { isInside.toggle() }
            length = end - window.position
            if length > InputWindow.longestUnit {
                return RowExtent(end: window.position + InputWindow.longestUnit, isTooLong: true)
            }
            if found >= 0 {
                if !isInside { return RowExtent(end: end) }
                length += 1
            } else if try !window.refill() {
                // Looking for more may have moved the row in memory.
                return length == 0 ? nil : RowExtent(end: window.position + length, isEnded: false)
            }
        }
    }
}
