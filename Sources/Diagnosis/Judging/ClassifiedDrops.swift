/// What was found of the drops of identities that are neighbours by number.
struct ClassifiedDrops: Sendable {
    let identities: Range<Int>
    /// In the order of the identities, and of each one's drops.
    var marks: [DropRecord.Classified] = []
    /// Of drops that end with another one's connect.
    var ends: [DropEnd] = []
    /// Unexpected drops, by identity.
    var dropCounts: [UInt16] = []

    init(identities: Range<Int>) { self.identities = identities }
}

/// The end of a drop that ends with another one's connect.
struct DropEnd: Sendable, BitwiseCopyable {
    let position: UInt32
    let end: DayMillis
}

extension DropRecords {
    /// Gives drops the marks and ends that were found.
    mutating func take(_ found: ClassifiedDrops, _ order: DropOrder) {
        take(found.marks, of: found.identities, order)
        take(found.ends)
    }

    /// - Parameter marks: in the order of the identities, and of each one's drops.
    mutating func take(_ marks: [DropRecord.Classified], of identities: Range<Int>, _ order: DropOrder) {
        var next = 0
        for number in identities {
            for position in order.positions(of: number) {
                self[Int(position)].classified = marks[next]
                next += 1
            }
        }
    }

    mutating func take(_ ends: [DropEnd]) {
        for end in ends { self[Int(end.position)].end = end.end }
    }

    /// What left for another hub has said goodbye to this one, whatever its last record says; gives the ends that this gave.
    ///
    /// - Parameter identities: those that the drops are of.
    @discardableResult
    mutating func settle(
        _ moved: MovedDevices, _ order: DropOrder, of identities: Range<Int>, _ evidence: DayEvidence
    ) -> [DropEnd] {
        var ends: [DropEnd] = []
        for (number, move) in moved.moves where identities.contains(number) {
            guard let position = order.positions(of: number).last else { continue }
            let end = max(self[Int(position)].start, evidence.clock.clamped(move.moment))
            self[Int(position)].end = end
            self[Int(position)].classification = Classification(.cleanClose, .medium)
            ends.append(DropEnd(position: position, end: end))
        }
        return ends
    }
}
