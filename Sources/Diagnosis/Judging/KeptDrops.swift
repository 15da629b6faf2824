/// What stays in memory of drops that are judged slice by slice: those that are not expected, with what rows say of them
/// that only the drop after them tells.
struct KeptDrops {
    private(set) var drops = DropRecords()
    /// Up to when each is known to have lasted.
    private(set) var knownEnds: [DayMillis] = []
    private var sequences: [UInt32] = []

    mutating func add(_ slice: DropSlice, in evidence: DayEvidence) {
        for number in slice.identities {
            let positions = slice.positions(of: number)
            for place in positions.indices where !slice[positions[place]].cause.isExpected {
                let drop = slice[positions[place]]
                let next = place + 1 < positions.endIndex ? slice[positions[place + 1]] : nil
                let hub = Int(evidence.analysis.identities[number].hub)
                drops.append(drop)
                knownEnds.append(evidence.knownEnd(of: drop, before: next, hub: hub))
                sequences.append(slice.sequences[Int(positions[place])])
            }
        }
    }

    /// Brings them into the order of time, in place: there may be millions.
    mutating func order() {
        struct Key {
            let start: DayMillis
            let sequence: UInt32
            let position: UInt32
        }
        var keys = (0..<drops.count).map {
            Key(start: drops[$0].start, sequence: sequences[$0], position: UInt32($0))
        }
        sequences = []
        keys.sort { ($0.start, $0.sequence) < ($1.start, $1.sequence) }
        var sources = keys.map(\.position)
        keys = []
        for first in sources.indices where Int(sources[first]) != first {
            let (drop, end) = (drops[first], knownEnds[first])
            var place = first
            while Int(sources[place]) != first {
                let source = Int(sources[place])
                (drops[place], knownEnds[place]) = (drops[source], knownEnds[source])
                sources[place] = UInt32(place)
                place = source
            }
            (drops[place], knownEnds[place]) = (drop, end)
            sources[place] = UInt32(place)
        }
    }
}
