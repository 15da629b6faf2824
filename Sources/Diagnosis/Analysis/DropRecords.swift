/// Drops in order of their start, in blocks: one growing array would for a moment hold a large day twice.
///
/// A block is a mebibyte, which the heap gives back to the system as soon as it is free.
struct DropRecords: Sendable {
    private static let shift = 15
    private static let blockSize = 1 << shift
    private var blocks: [[DropRecord]] = []
    private(set) var count = 0

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
}
