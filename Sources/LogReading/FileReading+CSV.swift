import Model

/// Where a row and the parts of it lie.
private struct RowExtent {
    var end: Int
    /// Whether a line feed ends it.
    var isEnded = true
    /// Whether no end was found within the longest row that is read.
    var isTooLong = false
}

extension FileReading {
    /// Reads the portal's CSV: a header, then one record a row.
    ///
    /// Quoted fields may hold line feeds.
    func readCSV() throws {
        summary.format = .unknown
        guard let first = try extentOfRow(), !first.isTooLong else {
            return try rejectRest(Self.unknownText, line: line)
        }
        let header: CSVHeader?
        let from = window.position
        let end = withoutReturn(first.end, from: from)
        do throws(Fault) {
            header = try readHeader(from: from, to: end)
        } catch {
            return try reject(error, line: line, from: from, to: end)
        }
        guard let header else { return try reject(Self.unknownText, line: line, from: from, to: end) }
        summary.format = .csv
        guard let times = timeStyle(of: header) else { return try reject(.localTime, line: line, from: from, to: end) }
        reader.decoder.times = times
        defer { reader.decoder.times = .zoned }
        reader.beginRows(header: window.bytes.slice(from: from, to: end))
        try step(over: first)
        try readRows(header)
        if case .local(let clock) = times, clock.ambiguous > 0 {
            warn("\(clock.ambiguous) times lie in the hour that the clocks went through twice; the earlier was taken")
        }
    }

    private static let unknownText =
        "neither JSON nor a CSV whose header has the columns TimeGenerated and OperationName"

    private func readHeader(from: Int, to: Int) throws(Fault) -> CSVHeader? {
        let decoder = reader.decoder
        decoder.begin(bytes: to - from)
        try window.bytes.checkUTF8(from: from, to: to)
        var row = CSVRow(window.bytes, from: from, to: to, arena: decoder.arena)
        var fields: [Bytes] = []
        while !row.isFinished { fields.append(try row.next()) }
        return try CSVHeader(fields, names: decoder.names)
    }

    /// Nil where the times are local and nobody said of which zone.
    private func timeStyle(of header: CSVHeader) -> TimeStyle? {
        let rule = reader.options.localTime
        switch header.zone {
        case .utc: return .utc(rule?.order)
        case .local: return rule.map { .local(LocalClock($0)) }
        case .unsaid: return rule.map { .local(LocalClock($0)) } ?? .zoned
        }
    }

    private func readRows(_ header: CSVHeader) throws {
        while let extent = try extentOfRow() {
            let from = window.position
            let end = withoutReturn(extent.end, from: from)
            if extent.isTooLong {
                try reject(.tooLong, line: line, from: from, to: extent.end)
                try skipLine()
            } else if from == end {
                try step(over: extent)
            } else if try takeKnownRow(from: from, to: end, header) {
                try step(over: extent)
            } else if let fault = try readRow(from: from, to: end, isEnded: extent.isEnded, header) {
                try rejectRow(fault, extent)
            } else {
                try step(over: extent)
            }
        }
    }

    /// Rejects a row.
    ///
    /// One that is wrongly quoted may have swallowed the rows after it: only its first line goes.
    private func rejectRow(_ fault: Fault, _ extent: RowExtent) throws {
        let from = window.position
        let isMisquoted = fault == .badQuote || fault == .endsInsideText || fault == .rowLength
        let lineFeed = window.bytes.firstIndex(of: 0x0a, from: from, to: extent.end)
        guard isMisquoted, lineFeed >= 0 else {
            try rejectLine(fault, from: from, to: extent.end)
            return try step(over: extent)
        }
        try rejectLine(fault, from: from, to: lineFeed)
        try skipLine()
    }

    private func step(over extent: RowExtent) throws {
        consume(to: extent.end)
        guard extent.isEnded else {
            endsInsideLine = true
            return
        }
        window.position += 1
        line += 1
    }

    private func withoutReturn(_ end: Int, from: Int) -> Int {
        end > from && window.bytes[end - 1] == 0x0d ? end - 1 : end
    }

    // MARK: Rows

    /// Takes the row if everything in it but its time was seen before.
    private func takeKnownRow(from: Int, to: Int, _ header: CSVHeader) throws -> Bool {
        guard let time = timeOfRow(from: from, to: to, header) else { return false }
        let hash = rowHash(from: from, to: to, time)
        let known = reader.rowMemo.view
        let entry = known[known.place(of: hash)]
        guard entry.first != KeyedTable.free else { return false }
        guard let instant = instantOfRow(time) else { return false }
        try take(.event(time: instant, client: entry.first, eventType: entry.second))
        reader.knownLines += 1
        return true
    }

    private func readRow(from: Int, to: Int, isEnded: Bool, _ header: CSVHeader) throws -> Fault? {
        let decoder = reader.decoder
        decoder.begin(bytes: to - from)
        let decoded: Decoded
        do throws(Fault) {
            try window.bytes.checkUTF8(from: from, to: to)
            var row = CSVRow(window.bytes, from: from, to: to, arena: decoder.arena)
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
            if header.columns[index - 1] != nil { try checkLastField(from: last, to: to, isEnded: isEnded) }
            decoded = try decoder.decode()
        } catch {
            return error
        }
        try take(decoded)
        // Of other categories nobody reads the time, so nothing would check it if their rows were remembered.
        if case .event(_, let client, let eventType) = decoded, let time = timeOfRow(from: from, to: to, header) {
            let hash = rowHash(from: from, to: to, time)
            reader.rowMemo.remember(hash, client: client, eventType: eventType, hits: reader.knownLines)
        }
        return nil
    }

    /// A file may end without a line feed, but then nothing tells whether its last field is whole, unless it is
    /// quoted or one that was seen before: half a hub's name would be a hub.
    private func checkLastField(from: Int, to: Int, isEnded: Bool) throws(Fault) {
        guard window.bytes[from] != UInt8(ascii: "\""), to - from <= KeyedHash.longestText else { return }
        let hash = reader.decoder.interner.hash.of(window.bytes, from: from, to: to)
        if isEnded {
            if lastFields.count < 4096 { lastFields.insert(hash) }
        } else if !lastFields.contains(hash) {
            throw .perhapsCut
        }
    }

    private func timeOfRow(from: Int, to: Int, _ header: CSVHeader) -> Range<Int>? {
        guard to - from <= KeyedHash.longestText else { return nil }
        var start = from
        for _ in 0..<header.timeColumn {
            start = CSVRow.endOfField(window.bytes, from: start, to: to)
            guard start < to, window.bytes[start] == UInt8(ascii: ",") else { return nil }
            start += 1
        }
        let end = CSVRow.endOfField(window.bytes, from: start, to: to)
        return start..<end
    }

    private func rowHash(from: Int, to: Int, _ time: Range<Int>) -> Hash128 {
        let bytes = window.bytes
        return reader.decoder.interner.hash.of(
            bytes, from: from, to: time.lowerBound, then: bytes, from: time.upperBound, to: to)
    }

    /// Nil where the strict reader has to say what is wrong.
    private func instantOfRow(_ time: Range<Int>) -> Instant? {
        let bytes = window.bytes
        var (from, to) = (time.lowerBound, time.upperBound)
        if from + 1 < to, bytes[from] == UInt8(ascii: "\""), bytes[to - 1] == UInt8(ascii: "\"") {
            from += 1
            to -= 1
        }
        return try? reader.decoder.times.instant(bytes.slice(from: from, to: to))
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
