/// Drops that nothing in the data changes any more, put aside as they come: by blocks of identities that are neighbours by
/// number, those of one identity in order of time.
struct FinishedDrops: Sendable {
    struct Block: Sendable {
        fileprivate var waiting: [StoredDrop] = []
        fileprivate(set) var pieces: [Stored<StoredDrop>] = []
        fileprivate(set) var count = 0
    }

    /// Where they go; nil where nobody needs them.
    let space: (any ScratchSpace)?
    /// How many slices are wanted.
    let slices: Int
    let identitiesInBlock: Int
    private(set) var blocks: [Block] = []
    /// Blocks with enough for a piece.
    private var full: [Int] = []
    private let pieceSize: Int

    /// Forgets every drop.
    init() {
        (space, slices, identitiesInBlock, pieceSize) = (nil, 1, 1, 1)
    }

    /// - Parameter identities: about how many there are at most.
    init(in space: any ScratchSpace, slices: Int, identities: Int) {
        self.space = space
        self.slices = slices
        // Several blocks for each slice, so that these can be made of about equal size.
        identitiesInBlock = max(1, min(FinishedDrops.mostIdentities, identities / (8 * max(1, slices))))
        let blocks = identities / identitiesInBlock + 1
        pieceSize = max(32, min(1024, FinishedDrops.waitingBytes / MemoryLayout<StoredDrop>.stride / blocks))
    }

    private static let mostIdentities = 2048
    /// What all blocks together may have waiting for the disk, about.
    private static let waitingBytes = 8 << 20

    mutating func add(_ drop: StoredDrop) {
        guard space != nil else { return }
        let number = Int(drop.record.identity) / identitiesInBlock
        while blocks.count <= number { blocks.append(Block()) }
        blocks[number].waiting.append(drop)
        blocks[number].count += 1
        if blocks[number].waiting.count == pieceSize { full.append(number) }
    }

    /// Puts the drops of blocks aside that have enough of them.
    mutating func putAside() throws {
        guard !full.isEmpty else { return }
        for number in full { try putAside(number) }
        full.removeAll(keepingCapacity: true)
    }

    /// Puts the rest aside.
    mutating func finish() throws {
        full = []
        for number in blocks.indices {
            try putAside(number)
            blocks[number].waiting = []
        }
    }

    private mutating func putAside(_ number: Int) throws {
        guard let space, !blocks[number].waiting.isEmpty else { return }
        blocks[number].pieces.append(try space.put(blocks[number].waiting))
        blocks[number].waiting.removeAll(keepingCapacity: true)
    }
}
