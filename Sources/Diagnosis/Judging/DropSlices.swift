/// The drops of a day, for whoever passes them identity by identity: all in memory, or one slice of them at a time.
struct DropSlices: Sendable {
    private struct Waiting: Sendable {
        let identities: Range<Int>
        let pieces: [Stored<StoredDrop>]
        var marks: Stored<DropRecord.Classified>?
        var ends: Stored<DropEnd>?
    }

    /// All drops, where they are in memory.
    let whole: DropSlice?
    private let space: (any ScratchSpace)?
    private var waiting: [Waiting] = []

    init(whole: DropSlice) {
        self.whole = whole
        space = nil
    }

    /// Slices of about equal size, as many as were wanted where there are as many blocks.
    init(_ finished: FinishedDrops, identities: Int) {
        whole = nil
        space = finished.space
        let all = finished.blocks.reduce(0) { $0 + $1.count }
        var first = 0
        var pieces: [Stored<StoredDrop>] = []
        var passed = 0
        for (number, block) in finished.blocks.enumerated() {
            pieces += block.pieces
            passed += block.count
            let isLast = number == finished.blocks.count - 1
            let end = isLast ? identities : min(identities, (number + 1) * finished.identitiesInBlock)
            guard isLast || passed * finished.slices >= all * (waiting.count + 1) else { continue }
            waiting.append(Waiting(identities: first..<end, pieces: pieces))
            (first, pieces) = (end, [])
        }
        if first < identities { waiting.append(Waiting(identities: first..<identities, pieces: pieces)) }
    }

    /// How many there are.
    var count: Int { whole == nil ? waiting.count : 1 }

    /// Reads a slice, with what judging found of it.
    func slice(_ number: Int) throws -> DropSlice {
        if let whole { return whole }
        var slice = try DropSlice(waiting[number].pieces, waiting[number].identities)
        if let marks = waiting[number].marks {
            slice.drops.take(try marks(), of: slice.identities, slice.order)
            slice.drops.take(try waiting[number].ends?() ?? [])
        }
        return slice
    }

    /// Hands over one slice after the other, in the order of identities.
    func forEach(_ body: (DropSlice) throws -> Void) throws {
        for number in 0..<count { try body(slice(number)) }
    }

    /// Hands over the slices with some identities, each with what is known in the end of the drops that are not expected.
    ///
    /// - Parameter isWanted: whether any of some identities is needed.
    func forEach(
        with kept: DropRecords, _ order: DropOrder, where isWanted: (Range<Int>) -> Bool = { _ in true },
        _ body: (DropSlice) throws -> Void
    ) throws {
        if let whole { return try body(whole) }
        for number in 0..<count where isWanted(waiting[number].identities) {
            var slice = try slice(number)
            slice.replaceUnexpected(by: kept, order)
            try body(slice)
        }
    }

    /// Keeps what judging found of a slice.
    mutating func keep(_ marks: [DropRecord.Classified], _ ends: [DropEnd], ofSlice number: Int) throws {
        waiting[number].marks = try put(marks)
        waiting[number].ends = try put(ends)
    }

    /// Puts values aside where the drops are.
    func put<Value: BitwiseCopyable & Sendable>(_ values: [Value]) throws -> Stored<Value> {
        guard let space else { return { values } }
        return try space.put(values)
    }

    /// Some of the drops, in order of time; all of them where all are in memory.
    func drops(where isWanted: (DropRecord) -> Bool) throws -> DropRecords {
        if let whole { return whole.drops }
        var found: [StoredDrop] = []
        for slice in waiting {
            for piece in slice.pieces { for drop in try piece() where isWanted(drop.record) { found.append(drop) } }
        }
        found.sort { ($0.record.start, $0.sequence) < ($1.record.start, $1.sequence) }
        var drops = DropRecords()
        for drop in found { drops.append(drop.record) }
        return drops
    }
}
