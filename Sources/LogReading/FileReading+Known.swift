import Model

/// Records that are known by the bytes around their time.
///
/// They mean what they meant before: the strict reader read the same bytes in the same surroundings, up to a time in
/// the same spelling, and the same bytes behind it, and found that very time to be the record's. Where the time and
/// the record seem to begin and end may be guessed, for a wrong guess gives bytes that nobody has stored.
extension FileReading {
    /// How many brackets are tried as an element's last one, so that the time for hostile ones stays bounded.
    private static let mostBrackets = 8

    /// The record or row at the window's position, which begins with a bracket, and where it ends.
    func knownElement(opening: UInt8, in context: MemoContext) -> (decoded: Decoded, end: Int)? {
        let bytes = window.bytes
        let from = window.position
        guard bytes[from] == opening,
            let time = reader.timePlaces.find(bytes, from: from, to: bytes.count, &reader.fastTime)
        else { return nil }
        let end = likelyEnd(opening: opening, from: time.end)
        guard end > 0, time.start - from + end - time.end <= KeyedHash.longestText else { return nil }
        let known = reader.memo.view
        let entry = known[known.place(of: hash(from: from, to: end, around: time.start..<time.end, in: context))]
        guard entry.first != KeyedTable.free else { return nil }
        reader.knownLines += 1
        if entry.second == LineMemo.otherCategory { return (.otherCategory, end) }
        return (.event(time: Instant(ticks: time.ticks), client: entry.first, eventType: entry.second), end)
    }

    /// Behind the first closing bracket that another element or the array's end follows; -1 where none is near.
    private func likelyEnd(opening: UInt8, from: Int) -> Int {
        let bytes = window.bytes
        let limit = min(bytes.count, from + KeyedHash.longestText)
        var end = from
        for _ in 0..<FileReading.mostBrackets {
            end = bytes.firstIndex(of: opening + 2, from: end, to: limit)
            guard end >= 0 else { return -1 }
            end += 1
            var next = end
            while next < limit, bytes[next] <= 0x20 { next += 1 }
            if bytes[next] == UInt8(ascii: "]") { return end }
            guard bytes[next] == UInt8(ascii: ",") else { continue }
            next += 1
            while next < limit, bytes[next] <= 0x20 { next += 1 }
            if bytes[next] == opening { return end }
        }
        return -1
    }

    /// Remembers the record that the decoder has just read from a range of the window.
    func remember(_ decoded: Decoded, from: Int, to: Int, in context: MemoContext) {
        let bytes = window.bytes
        guard reader.memo.isTaking, let time = reader.decoder.timeText, let start = time.offset(in: bytes),
            start > from, start + time.count < to, to - from - time.count <= KeyedHash.longestText
        else { return }
        var ticks: Int64 = 0
        guard reader.fastTime.decode(bytes, at: start, ticks: &ticks) == time.count else { return }
        reader.timePlaces.learn(start - from)
        let hash = hash(from: from, to: to, around: start..<start + time.count, in: context)
        switch decoded {
        case .event(_, let client, let eventType):
            reader.memo.remember(hash, client: client, eventType: eventType, hits: reader.knownLines)
        case .otherCategory:
            reader.memo.remember(hash, client: 0, eventType: LineMemo.otherCategory, hits: reader.knownLines)
        }
    }

    /// The hash that stands for all of a record but its time.
    @inline(__always)
    private func hash(from: Int, to: Int, around time: Range<Int>, in context: MemoContext) -> Hash128 {
        let bytes = window.bytes
        let hash = reader.decoder.interner.hash
        // Most lines begin alike; of those the rest is enough (see `fillBatch`).
        if context == .line, FileReading.beginsWithTime(bytes, at: from), time.lowerBound == from &+ 9 {
            return hash.of(bytes, from: time.upperBound, to: to)
        }
        return hash.of(
            bytes, from: from, to: time.lowerBound, then: bytes, from: time.upperBound, to: to, in: context)
    }

    /// Whether a line begins `{"time":"`.
    @inline(__always)
    static func beginsWithTime(_ bytes: Bytes, at start: Int) -> Bool {
        let begin = UInt64(0x3a22_656d_6974_227b)  // {"time": in memory order
        return bytes.word(at: start) == begin && bytes[start &+ 8] == UInt8(ascii: "\"")
    }

    // MARK: Lines

    /// Finds the next lines in memory, their times and the hashes of what stands around those.
    ///
    /// Asking for all their places in the memo together lets the processor wait for them at once; line by line it
    /// would wait for each, and those waits would be the longest part of reading a known line.
    func fillBatch() {
        let bytes = window.bytes
        let end = bytes.count
        let hash = reader.decoder.interner.hash
        let places = reader.timePlaces
        var time = reader.fastTime
        defer { reader.fastTime = time }
        batch.begin(at: window.position, generation: window.generation)
        defer { batch.touchAll(in: reader.memo.view) }
        var start = window.position
        while batch.hasRoom {
            var line = LineBatch.Line(hash: Hash128(low: 0, high: 0), ticks: 0, end: 0, isHashed: false)
            var rest = start
            if FileReading.beginsWithTime(bytes, at: start) {
                let length = time.decode(bytes, at: start &+ 9, ticks: &line.ticks)
                if length > 0, bytes[start &+ 9 &+ length] == UInt8(ascii: "\"") { rest = start &+ 9 &+ length }
            }
            line.end = bytes.firstIndex(of: 0x0a, from: rest, to: end)
            guard line.end >= 0 else { return }
            if rest > start {
                if line.end &- rest <= KeyedHash.longestText {
                    line.hash = hash.of(bytes, from: rest, to: line.end)
                    line.isHashed = true
                }
            } else if let found = places.find(bytes, from: start, to: line.end, &time),
                found.start &- start &+ line.end &- found.end <= KeyedHash.longestText
            {
                line.ticks = found.ticks
                line.hash = hash.of(
                    bytes, from: start, to: found.start, then: bytes, from: found.end, to: line.end, in: .line)
                line.isHashed = true
            }
            batch.append(line)
            start = line.end &+ 1
        }
    }

    /// The hot loop: takes the known lines of the batch, until one is not known.
    func takeKnownLines() {
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
                    time: Instant(ticks: line.ticks), client: entry.first, eventType: entry.second)
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
}
