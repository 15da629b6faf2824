/// The drops of identities that are neighbours by number: of all, or of as many as are in memory at a time.
struct DropSlice: Sendable {
    let identities: Range<Int>
    var drops: DropRecords
    let order: DropOrder
    /// See `StoredDrop`; empty where the drops are in order of time.
    let sequences: [UInt32]

    /// All drops of a day, in order of time.
    init(whole drops: DropRecords, _ order: DropOrder, identities: Int) {
        self.identities = 0..<identities
        self.drops = drops
        self.order = order
        sequences = []
    }

    init(_ pieces: [Stored<StoredDrop>], _ identities: Range<Int>) throws {
        self.identities = identities
        var drops = DropRecords()
        var sequences: [UInt32] = []
        for piece in pieces {
            for drop in try piece() {
                drops.append(drop.record)
                sequences.append(drop.sequence)
            }
        }
        self.drops = drops
        self.sequences = sequences
        order = DropOrder(drops, identities: identities)
    }

    func positions(of identity: Int) -> ArraySlice<UInt32> { order.positions(of: identity) }

    subscript(position: UInt32) -> DropRecord {
        @inline(__always) get { drops[Int(position)] }
        @inline(__always) _modify { yield &drops[Int(position)] }
    }

    /// The drop of the same identity that follows the one at a position.
    func next(after position: UInt32) -> DropRecord? { order.next(after: Int(position), in: drops) }

    /// What judging found, in the order of the identities and of each one's drops.
    var marks: [DropRecord.Classified] {
        var marks: [DropRecord.Classified] = []
        marks.reserveCapacity(drops.count)
        for number in identities {
            for position in order.positions(of: number) { marks.append(self[position].classified) }
        }
        return marks
    }

    /// Puts drops in the place of those that are not expected: the same ones, of which more is known.
    mutating func replaceUnexpected(by kept: DropRecords, _ keptOrder: DropOrder) {
        for number in identities {
            var others = keptOrder.positions(of: number)
            guard !others.isEmpty else { continue }
            for position in order.positions(of: number) where !self[position].cause.isExpected {
                guard let other = others.popFirst() else { break }
                self[position] = kept[Int(other)]
            }
        }
    }
}
