/// Drops by identity, those of one identity in order of time: positions, grouped by a counting sort.
struct DropOrder {
    private let offsets: [UInt32]
    private let positions: [UInt32]

    init(_ drops: DropRecords, identities: Int) {
        var offsets = Array(repeating: UInt32(0), count: identities + 1)
        for index in 0..<drops.count { offsets[Int(drops[index].identity) + 1] += 1 }
        for index in 0..<identities { offsets[index + 1] += offsets[index] }
        var next = offsets
        var positions = Array(repeating: UInt32(0), count: drops.count)
        for index in 0..<drops.count {
            let identity = Int(drops[index].identity)
            positions[Int(next[identity])] = UInt32(index)
            next[identity] += 1
        }
        self.offsets = offsets
        self.positions = positions
    }

    /// The positions of an identity's drops.
    func positions(of identity: Int) -> ArraySlice<UInt32> {
        positions[Int(offsets[identity])..<Int(offsets[identity + 1])]
    }
}
