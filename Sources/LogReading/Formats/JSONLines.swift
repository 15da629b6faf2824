import Model

/// Reads lines to the end of the source: each a record, or values that hold several.
final class JSONLines {
    private let window: InputWindow
    private let cache: RecordCache
    private let decoder: RecordDecoder
    private let sink: RecordSink
    private let values: JSONValues
    private let batch = LineBatch()
    /// Whether every value so far was a record on a line of its own, so that the file can be read on when it has grown.
    private(set) var isResumable = true
    /// Where the last line begins, if it is neither ended nor understood.
    private(set) var cutLine: (offset: Int64, line: Int64)?
    /// Whether parts of a broken value may follow, which are rejected with it: all but records.
    private var isAmongFragments = false
    /// Whether the lines have words before their records.
    private let isPrefixed: Bool

    init(
        _ window: InputWindow, _ cache: RecordCache, _ decoder: RecordDecoder, _ sink: RecordSink,
        isPrefixed: Bool = false
    ) {
        self.isPrefixed = isPrefixed
        self.window = window
        self.cache = cache
        self.decoder = decoder
        self.sink = sink
        values = JSONValues(window, cache, decoder, sink)
    }

    func read() throws {
        while true {
            if batch.isUsed || batch.origin != window.offset(of: 0) || batch.position != window.position {
                cache.fill(batch, from: window)
            }
            if batch.isUsed {
                if window.bytes.count - window.position > InputWindow.longestUnit {
                    try readLongLine()
                } else if !(try window.refill()) {
                    guard window.position < window.bytes.count else { break }
                    try readLine(to: window.bytes.count)
                }
                continue
            }
            takeKnownLines()
            if sink.batch.isFull { try sink.batch.flush() } else if !batch.isUsed { try readNextLine() }
        }
        try values.tables.check()
    }

    private func takeKnownLines() {
        let (events, others) = unsafe cache.takeKnown(batch, into: sink.batch.free)
        window.position = batch.position
        window.line += Int64(events + others)
        if events + others > 0 { isAmongFragments = false }
        sink.batch.advance(by: events)
        sink.count(events: events, otherCategories: others)
    }

    private func readNextLine() throws {
        let (end, mayBeRecord) = (batch.next.end, batch.next.isHashed && batch.next.shape == nil)
        try readLine(to: end, mayBeRecord: mayBeRecord)
        // Where reading it moved nothing in memory, the next line is in the batch too.
        if !batch.isUsed, batch.origin == window.offset(of: 0), window.position == end + 1 { batch.advance() }
    }

    // MARK: Other lines

    /// Reads the line at the window's position, which ends at an index, and goes behind it.
    ///
    /// - Parameter mayBeRecord: whether a time was found where records have theirs.
    private func readLine(to end: Int, mayBeRecord: Bool = false) throws {
        guard end - window.position <= InputWindow.longestUnit else { return try readLongLine() }
        let bytes = window.bytes
        let first = beginning(of: end)
        switch first < end ? bytes[first] : 0x0a {
        case 0x0a:
            if end == bytes.count { cutLine = (window.offset(of: window.position), window.line) }
            window.position = end
        case UInt8(ascii: "{") where try isPrefixed && takeKnown(from: first, to: end): window.position = end
        case UInt8(ascii: "{") where try takeKnownMessage(from: first, to: end): window.position = end
        case UInt8(ascii: "{") where try takeWholeWrapper(from: first, to: end): window.position = end
        case UInt8(ascii: "{") where !mayBeRecord && decoder.opensContainer(bytes, at: first, to: end):
            try readValues(to: end)
        case UInt8(ascii: "{"): try readRecord(from: first, to: end)
        case UInt8(ascii: "[") where try opensPair(at: first, to: end) && takeWhole(from: first, to: end):
            window.position = end
        case UInt8(ascii: "[") where !isAmongFragments || opensArray(at: first, to: end): try readValues(to: end)
        case UInt8(ascii: "\"") where try takeWhole(from: first, to: end): window.position = end
        case _ where try takeBase64(from: first, to: end): window.position = end
        case _ where isAmongFragments && !values.search.holdsOne(.values, from: first, to: end): window.position = end
        case let mark:
            // What closes, separates or names is left of something that was cut; a first line may be, whatever it is.
            let isFirst = sink.summary.records == 0
            try readBrokenLine(to: end)
            let signs = [UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\"")]
            isAmongFragments = isFirst || signs.contains(mark)
        }
        guard window.position < window.bytes.count, window.bytes[window.position] == 0x0a else { return }
        window.position += 1
        window.line += 1
    }

    /// Takes the record behind a prefix if all of it but its time was seen before.
    private func takeKnown(from: Int, to: Int) throws -> Bool {
        guard let known = cache.whole(window.bytes, from: from, to: to) else { return false }
        try sink.take(known)
        isAmongFragments = false
        return true
    }

    /// Takes the record of a message with one, `{"records":[…]}`, if all of that record but its time was seen before.
    ///
    /// What a message says of its source was noted when the first one was read.
    private func takeKnownMessage(from: Int, to: Int) throws -> Bool {
        let bytes = window.bytes
        let start = from + 12
        guard sink.summary.format == .json, !isAmongFragments, start < to,
            bytes.slice(from: from, to: start).equals("{\"records\":["),
            let (record, end) = cache.element(in: bytes, at: start, opening: UInt8(ascii: "{"), sink.elementSpace),
            end + 2 <= to, bytes.slice(from: end, to: end + 2).equals("]}"),
            (end + 2..<to).allSatisfy({ bytes[$0] == 0x0d || bytes[$0] == 0x20 })
        else { return false }
        try sink.take(record)
        return true
    }

    /// Takes the records of the line if it is a wrapper of which nothing needs a closer look.
    private func takeWholeWrapper(from: Int, to: Int) throws -> Bool {
        guard let taken = try values.wrapped.whole.take(window.bytes, from: from, to: to, isAlone: true) else {
            return false
        }
        let shape = batch.isUsed ? nil : batch.next.shape
        // A record of a shape that is known although its text is not: that is another one.
        if taken.records == 1, shape == nil || taken.isKnown, !isPrefixed {
            cache.learnShape(window.bytes, from: window.position, to: to, insteadOf: shape.map(Int.init))
        }
        isAmongFragments = false
        return true
    }

    /// Where the value begins of the line at the window's position, which ends at an index.
    private func beginning(of end: Int) -> Int {
        let bytes = window.bytes
        var first = window.position
        while first < end {
            // Files that each begin with a byte order mark may have been put together.
            if bytes.hasByteOrderMark(at: first, to: end) {
                first += 3
                window.position = first
            } else if bytes[first] <= 0x20, bytes[first] != 0 {
                first += 1
            } else {
                break
            }
        }
        guard isPrefixed, first < end, bytes[first] != UInt8(ascii: "{"), bytes[first] != 0,
            let behind = bytes.beginningBehindPrefix(from: first, to: end)
        else { return first }
        window.position = behind
        return behind
    }

    /// Takes a line that is one value and holds records, such as the text of one in quotation marks.
    private func takeWhole(from: Int, to: Int) throws -> Bool {
        decoder.begin(bytes: 0)
        var json = JSONReader(window.bytes, from: from, to: to, arena: decoder.arena)
        do throws(RejectReason) { try json.skipValue() } catch { return false }
        let end = json.at
        json.skipSpace()
        if json.at < json.end, window.bytes[json.at] == UInt8(ascii: ",") {
            json.at += 1
            json.skipSpace()
        }
        guard json.at == json.end, try values.wrapped.take(window.bytes, from: from, to: end) else { return false }
        isAmongFragments = false
        return true
    }

    private func takeBase64(from: Int, to: Int) throws -> Bool {
        guard Base64.mayBegin(window.bytes, at: from) else { return false }
        return try values.wrapped.take(text: window.bytes.slice(from: from, to: to))
    }

    /// Whether an array begins at an index whose first element is a number, as a shipper's time before its entry.
    private func opensPair(at index: Int, to end: Int) -> Bool {
        var next = index + 1
        while next < end, window.bytes[next] <= 0x20 || window.bytes[next] == UInt8(ascii: "[") { next += 1 }
        return next < end && window.bytes[next] &- 48 < 10
    }

    /// Whether an array of records begins at an index, and not a row or a member's value.
    private func opensArray(at index: Int, to end: Int) -> Bool {
        var next = index + 1
        while next < end, window.bytes[next] <= 0x20 { next += 1 }
        return next < end && window.bytes[next] == UInt8(ascii: "{")
    }

    private func readRecord(from first: Int, to end: Int) throws {
        let bytes = window.bytes
        decoder.begin(bytes: end - first)
        var json = JSONReader(bytes, from: first, to: end, arena: decoder.arena)
        guard try isAlone(&json) else { return try readValues(to: end, isRecord: !decoder.isInContainer) }
        let decoded: Decoded
        do throws(RejectReason) {
            decoded = try decoder.decode()
        } catch {
            if try takeWrapped(from: first, to: json.at, lineEnd: end) { return }
            if error == .noOperation, bytes.isBulkAction(from: first, to: end) {
                window.position = end
                return
            }
            if end == bytes.count { cutLine = (window.offset(of: window.position), window.line) }
            try sink.reject(error, line: window.line, bytes, from: window.position, to: end)
            window.position = end
            return
        }
        let (operation, time) = (decoder.otherOperation, decoder.timeText)
        if decoded.isOther, !decoder.isRecord || decoder.holdsAnother(bytes, from: first, to: json.at),
            try takeWrapped(from: first, to: json.at, lineEnd: end)
        {
            return
        }
        try sink.take(decoded, operation: operation)
        // A comma behind the record belongs to a broken array; without one, the fragments have come to an end.
        if json.at == end {
            isAmongFragments = false
            cache.remember(decoded, bytes, from: window.position, to: end, time: time, .line)
        }
        window.position = end
    }

    /// Takes the records that stand in an object's fields; false where there are none.
    private func takeWrapped(from: Int, to: Int, lineEnd: Int) throws -> Bool {
        guard try values.wrapped.take(window.bytes, from: from, to: to) else { return false }
        isAmongFragments = false
        window.position = lineEnd
        return true
    }

    /// Reads the object that begins a line, and looks whether nothing follows it that says anything; false where the line
    /// is no lone record, but values or a broken one.
    private func isAlone(_ json: inout JSONReader) throws -> Bool {
        do throws(RejectReason) { try decoder.readMembers(&json, into: decoder.fields) } catch { return false }
        if decoder.isContainer { return false }
        json.skipSpace()
        guard json.at < json.end else { return true }
        // What is left of a broken array says nothing either.
        let isBroken = isAmongFragments || sink.summary.format != .jsonLines
        var next = json.at
        while next < json.end {
            let length = window.bytes.lengthOfSeparator(at: next, to: json.end)
            let isBracket = window.bytes[next] == UInt8(ascii: "]") || window.bytes[next] == UInt8(ascii: "}")
            guard length > 0 || isBroken && isBracket else { return false }
            next += max(1, length)
        }
        return true
    }

    /// Reads a line of several records, or of one that is broken.
    private func readValues(to end: Int, isRecord: Bool = false) throws {
        let records = sink.summary.records
        let start = (window.offset(of: window.position), window.line)
        let isLast = end == window.bytes.count
        let outcome = try values.readLine(to: end, behindBreak: isAmongFragments)
        if isRecord, !outcome.isBehindLine, sink.summary.records == records {
            if isLast { cutLine = start }
            return
        }
        isResumable = false
        if outcome.isBehindLine { isAmongFragments = outcome.isBroken }
    }

    private func readBrokenLine(to end: Int) throws {
        let records = sink.summary.records
        let start = (window.offset(of: window.position), window.line)
        if end == window.bytes.count { cutLine = start }
        try values.readBrokenLine(to: end, .notJSON)
        if sink.summary.records > records { isResumable = false }
    }

    /// A line that is longer than memory allows: values can be read piece by piece, nothing else can.
    private func readLongLine() throws {
        let bytes = window.bytes
        var first = window.position
        while first < bytes.count, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
        if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") {
            isResumable = false
            isAmongFragments = try values.readLongValue().isBroken
            return
        }
        if !isAmongFragments {
            try sink.reject(
                .tooLong, line: window.line, bytes, from: window.position,
                to: window.position + InputWindow.longestUnit)
        }
        try window.skipLine()
    }
}
