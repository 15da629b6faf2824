/// The minute in which each unit was last counted; forgets everything at once, at no cost.
struct LastCounted {
    /// The round of counting above, the minute below.
    private var entries: [UInt64]
    private var round: UInt64 = 0

    init(units: Int) {
        entries = Array(repeating: 0, count: units)
    }

    mutating func forget() {
        round += 1
    }

    /// Nil where the unit was not counted since the last `forget`, which must have been called once.
    subscript(unit: UInt32) -> Int? {
        @inline(__always) get {
            let entry = entries[Int(unit)]
            return entry >> 32 == round ? Int(entry & 0xFFFF_FFFF) : nil
        }
        @inline(__always) set {
            entries[Int(unit)] = newValue.map { round << 32 | UInt64($0) } ?? 0
        }
    }
}
