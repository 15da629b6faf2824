/// Drops by identity, those of one identity in order of time.
struct DropOrder {
    private let positions: Buckets

    init(_ drops: DropRecords, identities: Int) {
        positions = Buckets((0..<drops.count).lazy.map { drops[$0].identity }, count: identities)
    }

    /// The identity before which half of the drops are.
    var middle: Int { positions.middle }

    /// The positions of an identity's drops.
    func positions(of identity: Int) -> ArraySlice<UInt32> {
        positions[identity]
    }
}
