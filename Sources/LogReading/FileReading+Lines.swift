import Model

extension FileReading {
    /// Reads lines to the end of the source.
    ///
    /// A line is a record as a rule; a value that goes over several lines, or that is too long for memory, goes to
    /// `readValueOverLines`.
    func readLines() throws {
        while true {
            if batch.isUsed || batch.generation != window.generation || batch.position != window.position {
                fillBatch()
            }
            if batch.isUsed {
                if window.bytes.count - window.position > InputWindow.longestUnit {
                    try readLongLine()
                } else if !(try window.refill()) {
                    if window.position < window.bytes.count { try readLastLine() }
                    if window.lastByte != 0x0a { endsInsideLine = true }
                    return
                }
                continue
            }
            takeKnownLines()
            if output.isFull { try output.flush() } else if !batch.isUsed { try readNextLine() }
        }
    }

    /// Finds the next lines in memory, their times and the hashes of their rests.
    ///
    /// Asking for all their places in the memo together lets the processor wait for them at once; line by line it
    /// would wait for each, and those waits would be the longest part of reading a known line.
    private func fillBatch() {
        let bytes = window.bytes
        let end = bytes.count
        let hash = reader.decoder.interner.hash
        var time = reader.fastTime
        defer { reader.fastTime = time }
        batch.begin(at: window.position, generation: window.generation)
        defer { batch.touchAll(in: reader.memo.view) }
        let begin = UInt64(0x3a22_656d_6974_227b)  // {"time": in memory order
        var start = window.position
        while batch.hasRoom {
            var line = LineBatch.Line(hash: Hash128(low: 0, high: 0), ticks: 0, end: 0, isHashed: false)
            var rest = start
            if bytes.word(at: start) == begin, bytes[start &+ 8] == UInt8(ascii: "\"") {
                let length = time.decode(bytes, at: start &+ 9, ticks: &line.ticks)
                if length > 0, bytes[start &+ 9 &+ length] == UInt8(ascii: "\"") { rest = start &+ 9 &+ length }
            }
            line.end = bytes.firstIndex(of: 0x0a, from: rest, to: end)
            guard line.end >= 0 else { return }
            if rest > start, line.end &- rest <= KeyedHash.longestText {
                line.hash = hash.of(bytes, from: rest, to: line.end)
                line.isHashed = true
            }
            batch.append(line)
            start = line.end &+ 1
        }
    }

    /// The hot loop: takes the lines of the batch whose rest is known, until one is not.
    ///
    /// A known rest means what it meant before: the strict reader read a line that had the same bytes after a first
    /// member `"time"` with a time in the same spelling, that is, from the same state of its grammar, and it found
    /// no second `time` in it.
    private func takeKnownLines() {
        let known = reader.memo.view
        let free = unsafe output.free
        var events = 0
        var others = 0
        while !batch.isUsed {
            let line = batch.next
            guard line.isHashed else { break }
            let entry = known[known.place(of: line.hash)]
            guard entry.first != KeyedTable.free else { break }
            if entry.second == LineMemo.otherCategory {
                others &+= 1
            } else {
                guard events < free.count else { break }
                unsafe free.baseAddress.unsafelyUnwrapped[events] = Event(
                    time: Instant(ticks: line.ticks), client: entry.first, head: entry.second)
                events &+= 1
            }
            batch.advance()
        }
        window.position = batch.position
        output.advance(by: events)
        let lines = Int64(events + others)
        if lines > 0 { isAmongFragments = false }
        line += lines
        summary.records += lines
        summary.events += Int64(events)
        summary.otherCategories += Int64(others)
        reader.knownLines += lines
    }

    private func readNextLine() throws {
        let next = batch.next
        try readLine(to: next.end, rest: next.isHashed ? next.hash : nil)
        if !batch.isUsed, batch.generation == window.generation { batch.advance() }
    }

    // MARK: Other lines

    /// Reads the line at the window's position with the strict reader, and goes behind it.
    private func readLine(to lineEnd: Int, rest: Hash128?) throws {
        let from = window.position
        guard lineEnd - from <= InputWindow.longestUnit else { return try readLongLine() }
        let fault = try readLineText(from: from, to: lineEnd, rest: rest)
        var end = lineEnd
        if let fault {
            if try fault == .endsTooEarly || holdsParts && isOpen(at: lineEnd) {
                if try !isRecord(lineAfter: lineEnd - from) { return try readValueOverLines() }
                end = window.position + lineEnd - from
            }
            if holdsParts {
                try readValuesOfLine(to: end)
            } else {
                try rejectLine(fault, from: window.position, to: end)
            }
        }
        window.position = end + 1
        line += 1
    }

    /// Whether the next line is a whole value by itself, so that the one at the window's position, which is not, was
    /// cut short and does not go on there.
    ///
    /// A line that opens an array does go on.
    private func isRecord(lineAfter length: Int) throws -> Bool {
        var last = window.position + length - 1
        while last > window.position, window.bytes[last] <= 0x20 { last -= 1 }
        if window.bytes[last] == UInt8(ascii: "[") { return false }
        var end = -1
        while end < 0 {
            let next = window.position + length + 1
            end = window.bytes.firstIndex(of: 0x0a, from: next, to: window.bytes.count)
            if end < 0, window.bytes.count - window.position > InputWindow.longestUnit { return false }
            if end < 0, try !window.refill() { end = window.bytes.count }
        }
        let arena = reader.decoder.arena
        var json = JSONReader(window.bytes, from: window.position + length + 1, to: end, arena: arena)
        do throws(Fault) {
            guard try json.peek() == UInt8(ascii: "{") else { return false }
            try json.skipValue()
            json.skipSpace()
            return json.at == end
        } catch {
            return false
        }
    }

    /// The last line, which no line feed ends.
    private func readLastLine() throws {
        let from = window.position
        let end = window.bytes.count
        endsInsideLine = true
        if let fault = try readLineText(from: from, to: end, rest: nil) {
            if holdsParts {
                try readValuesOfLine(to: end)
            } else {
                cutLine = (window.offset(of: from), line)
                try rejectLine(fault, from: from, to: end)
            }
        } else if (from..<end).allSatisfy({ window.bytes[$0] <= 0x20 }) {
            cutLine = (window.offset(of: from), line)
        }
        window.position = end
    }

    /// A line that is longer than memory allows: a container can be read piece by piece, nothing else can.
    private func readLongLine() throws {
        let bytes = window.bytes
        var first = window.position
        while first < bytes.count, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
        if bytes[first] == UInt8(ascii: "{") || bytes[first] == UInt8(ascii: "[") {
            return try readValueOverLines()
        }
        if isAmongFragments, bytes[first] != UInt8(ascii: "{") { return try skipLine() }
        try rejectLine(.tooLong, from: window.position, to: window.position + InputWindow.longestUnit)
        try skipLine()
    }

    func rejectLine(_ fault: Fault, from: Int, to: Int) throws {
        let hasZeros = window.bytes.firstIndex(of: 0, from: from, to: to) >= 0
        try reject(hasZeros ? .zeroBytes : fault, line: line, from: from, to: to)
    }

    /// Reads the values of one line, or none where the line is malformed; `holdsParts` then says whether parts of it
    /// can be read.
    private func readLineText(from: Int, to: Int, rest: Hash128?) throws -> Fault? {
        let bytes = window.bytes
        let decoder = reader.decoder
        decoder.begin(bytes: to - from)
        var json = JSONReader(bytes, from: from, to: to, arena: decoder.arena)
        json.skipSpace()
        guard json.at < to else { return nil }
        let first = bytes[json.at]
        if first != UInt8(ascii: "{"), isAmongFragments { return nil }
        var isContainer = false
        var isWhole = false
        var decoded: Decoded?
        holdsParts = false
        do throws(Fault) {
            if first == UInt8(ascii: "{") {
                try decoder.readMembers(&json, into: decoder.fields)
                isContainer = decoder.isContainer
            } else if first == UInt8(ascii: "[") {
                isContainer = true
                try json.skipValue()
            } else {
                throw .notJSON
            }
            json.skipSpace()
            while json.at < to {
                if isAmongFragments, bytes[json.at] == UInt8(ascii: ",") {
                    isContainer = isContainer || isRecord(afterComma: json.at, to: to)
                    break
                }
                guard bytes[json.at] == UInt8(ascii: "{") || bytes[json.at] == UInt8(ascii: "[") else {
                    throw .textAfterValue
                }
                isContainer = true
                try json.skipValue()
                json.skipSpace()
            }
            isWhole = true
            if !isContainer { decoded = try decoder.decode() }
        } catch {
            holdsParts = !isWhole && (isContainer || decoder.isInContainer)
            return error
        }
        guard let decoded else {
            try readValuesOfLine(to: to)
            return nil
        }
        try take(decoded)
        // A comma after the record belongs to a broken array; without one, the fragments have come to an end.
        guard json.at == to else { return nil }
        isAmongFragments = false
        if let rest { remember(decoded, rest: rest) }
        return nil
    }

    /// Whether more of a broken array than its comma stands on the line.
    private func isRecord(afterComma comma: Int, to end: Int) -> Bool {
        var next = comma + 1
        while next < end, window.bytes[next] <= 0x20 { next += 1 }
        return next < end && window.bytes[next] == UInt8(ascii: "{")
    }

    private func remember(_ decoded: Decoded, rest: Hash128) {
        switch decoded {
        case .event(_, let client, let head):
            reader.memo.remember(rest, client: client, head: head, hits: reader.knownLines)
        case .otherCategory:
            reader.memo.remember(rest, client: 0, head: LineMemo.otherCategory, hits: reader.knownLines)
        }
    }

    /// Consumes the rest of a line of any length.
    func skipLine() throws {
        while true {
            let found = window.bytes.firstIndex(of: 0x0a, from: window.position, to: window.bytes.count)
            if found >= 0 {
                window.position = found + 1
                line += 1
                return
            }
            window.position = window.bytes.count
            guard try window.refill() else {
                endsInsideLine = true
                return
            }
        }
    }
}
