/// Drops in order of their start, in blocks: one growing array would for a moment hold a large day twice.
///
/// A block is a mebibyte, which the heap gives back to the system as soon as it is free.
struct DropRecords: Sendable {
    private static let shift = 15
    private static let blockSize = 1 << shift
    private var blocks: [[DropRecord]] = []
    private(set) var count = 0
    /// Whether the latest drop of each identity alone is here, in no certain order.
    private(set) var isLatestAlone = false
    /// Takes those that are no longer the latest.
    private var finished = FinishedDrops()
    /// Of the latest drops, how many of any identity began to be known before each.
    private var sequences: [UInt32] = []
    private var next: UInt32 = 0

    subscript(index: Int) -> DropRecord {
        @inline(__always) get {
            blocks[index >> DropRecords.shift][index & (DropRecords.blockSize - 1)]
        }
        @inline(__always) _modify {
            yield &blocks[index >> DropRecords.shift][index & (DropRecords.blockSize - 1)]
        }
    }

    /// Appends a drop and gives its position.
    @inline(__always)
    @discardableResult
    mutating func append(_ drop: DropRecord) -> Int {
        if count & (DropRecords.blockSize - 1) == 0 {
            var block: [DropRecord] = []
            block.reserveCapacity(DropRecords.blockSize)
            blocks.append(block)
        }
        blocks[blocks.count - 1].append(drop)
        count += 1
        return count - 1
    }

    /// Appends a drop, the latest of its identity, and gives its position.
    ///
    /// - Parameter latest: the position of the one before it plus one; 0 for none.
    @inline(__always)
    mutating func append(_ drop: DropRecord, after latest: UInt32) -> Int {
        isLatestAlone ? replace(latest, drop) : append(drop)
    }

    private mutating func replace(_ latest: UInt32, _ drop: DropRecord) -> Int {
        defer { next += 1 }
        guard latest > 0 else {
            sequences.append(next)
            return append(drop)
        }
        let position = Int(latest) - 1
        finished.add(StoredDrop(record: self[position], sequence: sequences[position]))
        self[position] = drop
        sequences[position] = next
        return position
    }
}

extension DropRecords {
    /// Keeps the latest drop of each identity alone from now on: of those that are here no identity has two.
    ///
    /// Nothing changes a drop once its identity has another.
    mutating func keepLatestAlone(handingTo finished: FinishedDrops) {
        isLatestAlone = true
        self.finished = finished
        next = UInt32(count)
        sequences = Array(0..<next)
    }

    /// Puts aside what has come together.
    mutating func putAside() throws { try finished.putAside() }

    /// Hands over everything once no more drops come; nil where all of them are here.
    mutating func finish() throws -> FinishedDrops? {
        guard isLatestAlone else { return nil }
        var taken = FinishedDrops()
        swap(&taken, &finished)
        for position in 0..<count {
            taken.add(StoredDrop(record: self[position], sequence: sequences[position]))
            try taken.putAside()
        }
        try taken.finish()
        return taken
    }
}

/// A drop that waits outside of memory.
struct StoredDrop: Sendable, BitwiseCopyable {
    var record: DropRecord
    /// How many drops of any identity began to be known before it: their order where they begin at one moment.
    var sequence: UInt32
}
