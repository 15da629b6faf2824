/// Drops by identity, those of one identity in order of time.
struct DropOrder: Sendable {
    private let positions: Buckets
    private let first: Int

    /// - Parameter identities: those that the drops are of.
    init(_ drops: DropRecords, identities: Range<Int>) {
        let first = UInt32(identities.lowerBound)
        positions = Buckets((0..<drops.count).lazy.map { drops[$0].identity - first }, count: identities.count)
        self.first = identities.lowerBound
    }

    /// The identities in parts of about as many drops each.
    func parts(_ count: Int, of identities: Range<Int>) -> [Range<Int>] {
        let ends = (1..<count).map { min(first + positions.number(behind: $0, of: count), identities.upperBound) }
        return zip([identities.lowerBound] + ends, ends + [identities.upperBound]).map { $0..<$1 }
    }

    /// The positions of an identity's drops; their own places are those in the order of all identities.
    func positions(of identity: Int) -> ArraySlice<UInt32> {
        positions[identity - first]
    }

    /// The drop of the same identity that follows the one at a position.
    func next(after position: Int, in drops: DropRecords) -> DropRecord? {
        let own = positions(of: Int(drops[position].identity))
        // Those of one identity are in order of time: a device that flaps has thousands.
        var (low, high) = (own.startIndex, own.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if Int(own[middle]) <= position { low = middle + 1 } else { high = middle }
        }
        return low < own.endIndex ? drops[Int(own[low])] : nil
    }
}
