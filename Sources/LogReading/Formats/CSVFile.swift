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
    /// So many headers with other times may stand in one file, so that the time for a hostile one stays bounded.
    private static let mostHeaders = 64
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
        try rejectZeros()
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

    /// Reads the rows under a header, and those under each other header that comes among them.
    private func read(_ header: CSVHeader, _ first: RowExtent) throws {
        let before = decoder.times
        defer { decoder.times = before }
        var headers = 0
        var last: CSVHeader?
        var next: (header: CSVHeader, extent: RowExtent)? = (header, first)
        while let (header, extent) = next {
            let start = window.part(from: window.position, to: withoutReturn(extent.end))
            step(over: extent)
            if !header.hasTimes(as: last) {
                headers += 1
                // The rows behind it are looked through for their times.
                guard headers <= CSVFile.mostHeaders else {
                    try sink.reject(.notHeader, start)
                    return try skipRest()
                }
                guard try setTimes(of: header, start) else { return try skipRest() }
            }
            last = header
            space = cache.rows(of: header.columns, separator: header.separator | (header.isSpaced ? 0x80 : 0))
            next = try readRows(header)
        }
    }

    /// Finds out how the times of the next rows are written; false where that is not known.
    private func setTimes(of header: CSVHeader, _ start: RejectedPart) throws -> Bool {
        do throws(TimeFault) {
            decoder.times = try times.style(of: header, window, sink)
        } catch {
            switch error {
            case .source(let error): throw error
            case .reason(let reason): try sink.reject(reason, start)
            }
            return false
        }
        return true
    }

    private func noteAmbiguousTimes() {
        guard case .local(let clock) = decoder.times, clock.ambiguous > 0 else { return }
        sink.warn(
            Words.counted(Int(clock.ambiguous), "time lies", "times lie")
                + " in the hour that the clocks went through twice; the earlier was taken")
    }

    private func skipRest() throws {
        repeat { try window.skipLine() } while try window.position < window.bytes.count || window.refill()
    }

    /// Reads rows up to another header, or to the end.
    private func readRows(_ header: CSVHeader) throws -> (CSVHeader, RowExtent)? {
        defer { noteAmbiguousTimes() }
        while let extent = try window.extentOfRow() {
            let from = window.position
            let end = withoutReturn(extent.end)
            if extent.isTooLong {
                try reject(.tooLong, to: extent.end)
                try window.skipLine()
            } else if from == end {
                step(over: extent)
            } else if window.bytes[from] == 0 {
                try rejectZeros()
            } else if try takeKnownRow(to: end, header) {
                step(over: extent)
            } else if let reason = try readRow(to: end, isEnded: extent.isEnded, header) {
                // What was swallowed by a wrong quotation mark is not looked through again and again.
                let isShort = end - from <= RecordDecoder.lookahead
                if isShort, let next = try? CSVHeader.find(window.bytes, from: from, to: end, decoder) {
                    return (next, extent)
                }
                if isShort, try takeOtherRow(to: end, header, reason) {
                    step(over: extent)
                } else {
                    try rejectRow(reason, extent, isMisquoted: reason.isMisquoted)
                }
            } else {
                step(over: extent)
            }
        }
        return nil
    }

    /// Takes a row that is none of the table's as it stands; false where it is wrong.
    private func takeOtherRow(to end: Int, _ header: CSVHeader, _ reason: RejectReason) throws -> Bool {
        let from = window.position
        let bytes = window.bytes
        if bytes.isEmptyRow(from: from, to: end, header.separator) || bytes.slice(from: from, to: end).isTableDirective
        {
            return true
        }
        if try takeRowInCell(to: end, header) { return true }
        return !reason.isMisquoted ? try takeCells(to: end, header.separator, onlyLikely: true) : false
    }

    /// Takes a row that stands in a field of its own.
    ///
    /// A spreadsheet that expects other separators leaves each row in its first column, and quotes it as one text.
    private func takeRowInCell(to end: Int, _ header: CSVHeader) throws -> Bool {
        guard window.bytes[window.position] == UInt8(ascii: "\"") else { return false }
        cells.reset(for: end - window.position)
        for separator in CSVHeader.separators {
            var row = CSVRow(window.bytes, from: window.position, to: end, separator, isSpaced: false, arena: cells)
            guard let text = try? row.next() else { continue }
            while row.at < end, window.bytes[row.at] == separator { row.at += 1 }
            guard row.at == end else { continue }
            return try readRow(text, from: 0, to: text.count, isEnded: true, header, isInPlace: false) == nil
        }
        return false
    }

    /// Rejects the NUL bytes at the window's position as one.
    private func rejectZeros() throws {
        guard window.position < window.bytes.count, window.bytes[window.position] == 0 else { return }
        try reject(.zeroBytes, to: window.position + 1)
        repeat {
            while window.position < window.bytes.count, window.bytes[window.position] == 0 { window.position += 1 }
        } while try window.position == window.bytes.count && window.refill()
        let rest = window.bytes.count - window.position
        guard rest > 0, window.bytes[window.position] == 0x0d || window.bytes[window.position] == 0x0a else { return }
        try window.skipLine()
    }

    /// Rejects a row.
    ///
    /// One that may be wrongly quoted may have swallowed the rows after it: only its first line goes.
    private func rejectRow(_ reason: RejectReason, _ extent: RowExtent, isMisquoted: Bool) throws {
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
        try readRow(window.bytes, from: window.position, to: end, isEnded: isEnded, header, isInPlace: true)
    }

    /// - Parameter isInPlace: whether the row is the one at the window's position, and not a text made of that.
    private func readRow(
        _ bytes: Bytes, from: Int, to end: Int, isEnded: Bool, _ header: CSVHeader, isInPlace: Bool
    ) throws -> RejectReason? {
        decoder.begin(bytes: end - from)
        let decoded: Decoded
        do throws(RejectReason) {
            // What stands in a column that means nothing is not read.
            let isUTF8 = bytes.isUTF8(from: from, to: end)
            var row = CSVRow(
                bytes, from: from, to: end, header.separator, isSpaced: header.isSpaced, arena: decoder.arena)
            var index = 0
            var last = from
            while !row.isFinished {
                last = row.at
                let field = try row.next()
                guard index < header.columns.count else { throw .rowLength }
                if let name = header.columns[index] {
                    if !isUTF8 { try field.checkUTF8(from: 0, to: field.count) }
                    try decoder.fields.set(name, .text, field)
                }
                index += 1
            }
            guard index == header.columns.count else { throw .rowLength }
            if isInPlace, header.columns[index - 1] != nil {
                try checkLastField(from: last, to: end, isEnded: isEnded)
            }
            decoded = try decoder.decode()
            // Where not even the time is one, the row is another header, or its fields are shifted.
            if decoded.isOther { try decoder.checkTime() }
        } catch {
            return error
        }
        let operation = decoder.otherOperation
        if decoded.isOther, isInPlace, try takeCells(to: end, header.separator, onlyLikely: true) { return nil }
        try sink.take(decoded, operation: operation)
        // Of other categories there may be records in the fields.
        if case .event = decoded, isInPlace, let time = timeOfRow(to: end, header) {
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
        // Rows without a record are rejects only in a table of them.
        let mark = sink.hold()
        while let extent = try window.extentOfRow() {
            let from = window.position
            let end = withoutReturn(extent.end)
            guard !extent.isTooLong, from < end else {
                if extent.isTooLong { try window.skipLine() } else { step(over: extent) }
                continue
            }
            let isTaken = try takeCells(to: end, separator)
            if isTaken, !isKnown {
                isKnown = true
                sink.summary.format = .csv
                try sink.release()
            }
            // The first row is the header.
            if !isTaken, window.line > start.line || isKnown {
                try rejectRow(.noOperation, extent, isMisquoted: true)
            } else {
                step(over: extent)
            }
        }
        guard !isKnown else { return }
        sink.drop(since: mark)
        try sink.reject(CSVFile.unknownText, line: start.line, text: start.text)
    }

    /// Takes the records that stand in the fields of the row at the window's position; false where there are none.
    ///
    /// - Parameter onlyLikely: whether a field is looked into only where it has the name of an operation.
    private func takeCells(to end: Int, _ separator: UInt8, onlyLikely: Bool = false) throws -> Bool {
        cells.reset(for: end - window.position)
        var row = CSVRow(window.bytes, from: window.position, to: end, separator, isSpaced: true, arena: cells)
        var isTaken = false
        while !row.isFinished {
            let field: Bytes
            do throws(RejectReason) { field = try row.next() } catch { return isTaken }
            if onlyLikely, !decoder.mayHoldRecord(field) { continue }
            if try wrapped.take(text: field) { isTaken = true }
        }
        return isTaken
    }
}

extension RejectReason {
    /// Whether quotation marks are wrong, so that a row may have swallowed those after it.
    ///
    /// Bytes are looked at before quotation marks are.
    fileprivate var isMisquoted: Bool { [.badQuote, .endsInsideText, .rowLength, .notUTF8].contains(self) }
}

extension Bytes {
    /// Whether nothing stands between the separators of a row, as a spreadsheet saves rows that were emptied, or a line.
    fileprivate func isEmptyRow(from: Int, to: Int, _ separator: UInt8) -> Bool {
        (from..<to).allSatisfy { self[$0] == separator || self[$0] == 0x20 || self[$0] == UInt8(ascii: "-") }
    }

    /// Whether a line says how a table is written, and is none of its rows: `sep=;` or `#TYPE System.Object`.
    var isTableDirective: Bool {
        var reader = DigitReader(self)
        _ = reader.skip("\"")
        if reader.skipText("#TYPE") { return true }
        return (reader.skipText("sep=") || reader.skipText("SEP=")) && count <= 8
    }
}
