import Model

/// The entries of a `RecordCache`, and whether new ones are worth their memory.
///
/// Where something in the text changes from record to record, remembering is useless: records then cost what the strict
/// reader costs. A sample tells, for as long as there is input: records of the sample are remembered in any case, so the
/// share of known ones among them is what all would have if all were remembered. So a fleet that takes a million records
/// until its devices come round again is remembered in the end, however its records are cut into files.
struct CacheTable: ~Copyable {
    /// Most records that are remembered; 24 bytes each, in a table that is up to two thirds empty.
    static let mostEntries = 3_000_000
    /// How many records of the sample are judged together.
    static let judged = 8_192
    /// Where the sample has more entries than this, it becomes half as many records.
    static let mostInSample = 1 << 17

    /// Several readers may share it; each judges by what it met itself.
    private let table: KeyedTable
    private(set) var sample = CacheSample()
    private var entriesOfSample = 0
    private var knownInSample = 0
    private var newInSample = 0
    /// Whether anything may be remembered at all.
    let mayTake: Bool
    /// Whether records outside the sample are remembered too.
    private(set) var isTaking: Bool

    init(_ table: KeyedTable, mayTake: Bool) {
        self.table = table
        self.mayTake = mayTake
        isTaking = mayTake
    }

    var view: KeyedTable.View { table.view }

    var isEmpty: Bool { table.count == 0 }

    /// What is known of a hash; the event type is `RecordCache.otherCategory` for a record that is none of ours.
    @inline(__always)
    mutating func known(_ hash: Hash128) -> (client: ClientID, eventType: EventTypeID)? {
        let entry = table.view[hash]
        guard entry.first != KeyedTable.free else { return nil }
        count(known: hash)
        return (entry.first, entry.second)
    }

    /// Notes that a record was known.
    mutating func count(known hash: Hash128) {
        if sample.contains(hash) { knownInSample += 1 }
    }

    mutating func count(knownInSample records: Int) {
        knownInSample += records
    }

    /// Stores an entry for the hash of a record that was not known, if it is worth it.
    mutating func remember(_ hash: Hash128, client: ClientID, eventType: EventTypeID) {
        guard mayTake, table.find(hash) == nil else { return }
        let isSampled = sample.contains(hash)
        if isSampled { newInSample += 1 }
        if knownInSample + newInSample >= CacheTable.judged { judge() }
        guard isTaking || isSampled, table.count < CacheTable.mostEntries else { return }
        guard table.insert(hash, first: client, second: eventType), isSampled else { return }
        entriesOfSample += 1
        guard entriesOfSample >= CacheTable.mostInSample else { return }
        sample.halve()
        entriesOfSample /= 2
    }

    /// Fewer than one known record for 16 new ones is not worth its memory.
    private mutating func judge() {
        isTaking = knownInSample * 16 >= newInSample
        knownInSample = 0
        newInSample = 0
    }
}

/// One record of 32, by its hash, so that equal records are all in it or none; halved again and again where it has grown.
struct CacheSample: BitwiseCopyable {
    private var mask: UInt64 = 31

    @inline(__always)
    func contains(_ hash: Hash128) -> Bool { hash.low & mask == 0 }

    mutating func halve() { mask = mask << 1 | 1 }
}
