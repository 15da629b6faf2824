import Model

/// Reads the portal's CSV: a header, then one record a row.
///
/// Quoted fields may hold line feeds.
final class CSVFile {
    static let unknownText = "neither JSON nor a CSV whose header has the columns TimeGenerated and OperationName"

    private let window: InputWindow
    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    private let wrapped: WrappedRecords
    private let times: TableTimes
    /// The fields of a row that holds records in them.
    private lazy var cells = Arena()
    private var space = CacheKeySpace.line
    /// The last fields of the rows, as far as their number is small.
    private var lastFields: Set<Hash128> = []

    init(
        _ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink,
        _ times: TableTimes
    ) {
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        self.times = times
        wrapped = WrappedRecords(window, cache, decoder, sink)
    }

    /// - Parameter lines: how many lines stand before the header; each that is none of a table's is a reject.
    func read(headerBehind lines: Int) throws {
        for _ in 0..<lines {
            let end = window.bytes.firstIndex(of: 0x0a, from: window.position, to: window.bytes.count)
            let line = window.bytes.slice(from: window.position, to: withoutReturn(end))
            if line.count > 0, !line.isTableDirective { try reject(.notHeader, to: end) }
            try window.skipLine()
        }
        sink.summary.format = .unknown
        guard let first = try window.extentOfRow(), !first.isTooLong else {
            return try sink.rejectRest(CSVFile.unknownText, window, line: window.line)
        }
        let header: CSVHeader?
        let end = withoutReturn(first.end)
        if window.bytes.firstIndex(of: 0x0d, from: window.position, to: end) >= 0 {
            return try sink.rejectRest(RejectReason.returnsAlone.text, window, line: window.line)
        }
        do throws(RejectReason) {
            header = try CSVHeader.find(window.bytes, from: window.position, to: end, decoder)
        } catch {
            return try reject(error, to: end)
        }
        guard let header else { return try readWithoutHeader(first) }
        sink.summary.format = .csv
        try read(header, first)
    }

    private func read(_ header: CSVHeader, _ first: RowExtent) throws {
        let before = decoder.times
        defer { decoder.times = before }
        let style: TimeStyle
        let start = window.part(from: window.position, to: withoutReturn(first.end))
        step(over: first)
        do throws(TimeFault) {
            style = try times.style(of: header, window, sink)
        } catch {
            switch error {
            case .source(let error): throw error
            case .reason(let reason):
                try sink.reject(reason, start)
                return try skipRest()
            }
        }
        decoder.times = style
        space = cache.rows(of: header.columns, separator: header.separator | (header.isSpaced ? 0x80 : 0))
        try readRows(header)
        if case .local(let clock) = style, clock.ambiguous > 0 {
            sink.warn(
                Words.counted(Int(clock.ambiguous), "time lies", "times lie")
                    + " in the hour that the clocks went through twice; the earlier was taken")
        }
    }

    private func skipRest() throws {
        repeat { try window.skipLine() } while try window.position < window.bytes.count || window.refill()
    }

    private func readRows(_ header: CSVHeader) throws {
        while let extent = try window.extentOfRow() {
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
        // Bytes are looked at before quotation marks are.
        let isMisquoted = [.badQuote, .endsInsideText, .rowLength, .notUTF8].contains(reason)
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
        window.position = extent.end
        window.line += extent.lineFeeds
        guard extent.isEnded else { return }
        window.position += 1
        window.line += 1
    }

    /// Where a row ends before its carriage return, or before several, as programs leave them that add one to each line
    /// feed.
    private func withoutReturn(_ end: Int) -> Int {
        var end = end
        while end > window.position, window.bytes[end - 1] == 0x0d { end -= 1 }
        return end
    }

    // MARK: Rows

    /// Takes the row if everything in it but its time was seen before.
    private func takeKnownRow(to end: Int, _ header: CSVHeader) throws -> Bool {
        let bytes = window.bytes
        guard let time = timeOfRow(to: end, header),
            let known = cache.table.known(cache.key(bytes, from: window.position, to: end, around: time, space))
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
            var row = CSVRow(
                window.bytes, from: from, to: end, header.separator, isSpaced: header.isSpaced, arena: decoder.arena)
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
        try sink.take(decoded, operation: decoder.otherOperation)
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
        guard end - window.position <= KeyedHash.longestText else { return nil }
        return header.time(in: window.bytes, from: window.position, to: end)
    }

    private func instantOfRow(_ time: Range<Int>) -> Instant? {
        try? decoder.times.instant(window.bytes.unquoted(time))
    }

    // MARK: Without a header

    /// A table whose columns are none of a record's may hold whole records in one of them.
    private func readWithoutHeader(_ first: RowExtent) throws {
        let start = window.part(from: window.position, to: withoutReturn(first.end))
        // A table of one column needs no separator.
        let separator = window.bytes.likelySeparator(from: window.position, to: first.end) ?? CSVHeader.separators[0]
        var isKnown = false
        while let extent = try window.extentOfRow() {
            let from = window.position
            let end = withoutReturn(extent.end)
            guard !extent.isTooLong, from < end else {
                if extent.isTooLong { try window.skipLine() } else { step(over: extent) }
                continue
            }
            let isTaken = try takeCells(to: end, separator)
            if isTaken { sink.summary.format = .csv }
            // The first row is the header; a text that begins with two rows without a record is no table of them.
            if !isTaken, isKnown { try reject(.noOperation, to: end) }
            if !isTaken, !isKnown, window.line > start.line { break }
            isKnown = isKnown || isTaken
            step(over: extent)
        }
        if !isKnown { try sink.reject(CSVFile.unknownText, line: start.line, text: start.text) }
    }

    /// Takes the records that stand in the fields of the row at the window's position; false where there are none.
    private func takeCells(to end: Int, _ separator: UInt8) throws -> Bool {
        cells.reset(for: end - window.position)
        var row = CSVRow(window.bytes, from: window.position, to: end, separator, isSpaced: true, arena: cells)
        var isTaken = false
        while !row.isFinished {
            let field: Bytes
            do throws(RejectReason) { field = try row.next() } catch { return isTaken }
            if try wrapped.take(text: field) { isTaken = true }
        }
        return isTaken
    }
}

extension Bytes {
    /// Whether a line says how a table is written, and is none of its rows: `sep=;` or `#TYPE System.Object`.
    var isTableDirective: Bool {
        var reader = DigitReader(self)
        _ = reader.skip("\"")
        if reader.skipText("#TYPE") { return true }
        return (reader.skipText("sep=") || reader.skipText("SEP=")) && count <= 8
    }
}
