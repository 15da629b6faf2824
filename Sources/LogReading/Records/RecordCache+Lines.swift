import Model

extension RecordCache {
    /// Finds the next lines in memory, their times and the hashes of what stands around those.
    ///
    /// Asking for all their places in the table together lets the processor wait for them at once; line by line it
    /// would wait for each, and those waits would be the longest part of reading a known line.
    func fill(_ batch: LineBatch, from window: InputWindow) {
        pass()
        let bytes = window.bytes
        let end = bytes.count
        let hash = hash
        let offsets = offsets
        var time = time
        defer { self.time = time }
        batch.begin(at: window.position, origin: window.offset(of: 0))
        defer { batch.touchAll(in: table.view, envelopes: envelopes.isEmpty ? nil : envelopes.view) }
        shapes.mayLearn = true
        var shape = shapes.all.first
        var start = window.position
        while batch.hasRoom {
            var line = LineBatch.Line(hash: Hash128(low: 0, high: 0), ticks: 0, end: 0, isHashed: false)
            var rest = start
            if RecordCache.beginsWithTime(bytes, at: start) {
                let length = time.decode(bytes, at: start &+ 9, ticks: &line.ticks)
                if length > 0, bytes[start &+ 9 &+ length] == UInt8(ascii: "\"") { rest = start &+ 9 &+ length }
            }
            line.end = bytes.firstIndex(of: 0x0a, from: rest, to: end)
            guard line.end >= 0 else { return }
            if let text = text(in: bytes, from: start, to: line.end, &shape, &time) {
                line.ticks = text.ticks
                line.hash = text.key
                line.isHashed = true
                line.shape = shape.map { UInt8(truncatingIfNeeded: $0.index) }
            } else if rest > start {
                if line.end &- rest <= KeyedHash.longestText {
                    line.hash = hash.of(bytes, from: rest, to: line.end)
                    line.isHashed = true
                }
            } else if let found = offsets.find(bytes, from: start, to: line.end, &time),
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

    /// The hot loop: gives the events of the known lines of a batch, until one is not known or there is no room.
    func takeKnown(_ batch: LineBatch, into free: UnsafeMutableBufferPointer<Event>) -> (events: Int, others: Int) {
        let known = table.view
        let knownEnvelopes = envelopes.view
        let sample = table.sample
        var sampled = 0
        var events = 0
        var others = 0
        while !batch.isUsed {
            let line = batch.next
            guard line.isHashed else { break }
            var entry = known[line.hash]
            let isEnvelope = line.shape != nil && entry.first == KeyedTable.free
            if isEnvelope { entry = knownEnvelopes[line.hash] }
            guard entry.first != KeyedTable.free else { break }
            if entry.second == RecordCache.otherCategory {
                others &+= 1
            } else {
                guard events < free.count else { break }
                unsafe free.baseAddress.unsafelyUnwrapped[events] = Event(
                    time: Instant(ticks: line.ticks), client: entry.first, eventType: entry.second)
                events &+= 1
            }
            if isEnvelope {
                envelopes.count(known: line.hash)
            } else if sample.contains(line.hash) {
                sampled &+= 1
            }
            batch.advance()
        }
        table.count(knownInSample: sampled)
        return (events, others)
    }
}
