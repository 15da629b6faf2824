import Model

/// When the latest drop of an identity began and ended.
struct LatestDrop: Sendable, BitwiseCopyable {
    let start: DayMillis
    /// The next successful connect, or `DayMillis.never`.
    var end: DayMillis

    init(_ drop: DropRecord) { (start, end) = (drop.start, drop.end) }

    fileprivate init(start: DayMillis) { (self.start, end) = (start, .never) }

    var isOpen: Bool { end == .never }
}

/// The latest drop of each identity, where drops are not in memory.
struct LatestDrops: Sendable {
    /// `DayMillis.never` is the start of none.
    private var drops: [LatestDrop] = []

    init() {}

    /// Of an analysis that has these alone.
    init(_ analysis: DayAnalysis) {
        drops = (0..<analysis.identities.count).map { number in
            let position = Int(analysis.identities[number].lastDrop) - 1
            return position < 0 ? LatestDrop(start: .never) : LatestDrop(analysis.drops[position])
        }
    }

    subscript(identity: Int) -> LatestDrop? { drops[identity].start == .never ? nil : drops[identity] }

    mutating func end(_ identity: Int, at moment: DayMillis) { drops[identity].end = moment }
}
