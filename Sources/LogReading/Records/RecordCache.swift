import Model

/// Records that are known by the bytes around their time.
///
/// The text of a record around its time is the same for every record of one client and one kind of event, as long as
/// nothing in it changes from record to record. So a record means what it meant before: the strict reader read the
/// same bytes in the same surroundings, up to a time in the same spelling, and the same bytes behind it, and found
/// that very time to be the record's. Where the time and the record seem to begin and end may be guessed, for a wrong
/// guess gives bytes that nobody has stored.
final class RecordCache {
    /// Stands in place of an event type for records of other categories.
    static let otherCategory = EventTypeID.max
    /// How many brackets are tried as an element's last one, so that the time for hostile ones stays bounded.
    static let mostBrackets = 8

    let hash: KeyedHash
    private let interner: Interner
    /// The number of this reader where places of tables are freed, and how many were outgrown when it last said so.
    private let reader: Int
    private var age = 0
    /// Whether anything may be known at all.
    var isRemembering: Bool { table.mayTake }
    var table: CacheTable
    var offsets = TimestampOffsets()
    /// The same in the texts of fields.
    var textOffsets = TimestampOffsets()
    /// Texts that hold a record among other things, or one that is known in another form too.
    var envelopes: CacheTable
    /// Where records that are written as base64 have their time, counted in what that stands for.
    var base64Offsets = TimestampOffsets()
    /// Where a text that holds a record stands in another text.
    var nestedPlace: NestedPlace?
    /// What lines have around the texts of records.
    var shapes = Shapes()
    /// A piece of base64 with its time taken out.
    let letters = Arena()
    var time = FastTime()
    /// The columns of the last table, and their number.
    private var columns: (names: [FieldName?], separator: UInt8, number: UInt32) = ([], 0, 0)

    /// - Parameter interner: of the readers that share it, each knows what the others met.
    init(interner: Interner, mayTake: Bool) {
        self.interner = interner
        hash = interner.hash
        table = CacheTable(interner.records, mayTake: mayTake)
        envelopes = CacheTable(interner.envelopes, mayTake: mayTake)
        reader = interner.outgrown.enter()
    }

    deinit { interner.outgrown.leave(reader) }

    /// Says that nothing of the tables is looked at just now.
    @inline(__always)
    func pass() { interner.outgrown.pass(reader, known: &age) }

    /// Tells the rows of tables with different columns apart: the same bytes mean something else under other columns.
    ///
    /// - Parameter separator: what stands between the fields of a text; 0 for rows in JSON.
    func rows(of names: [FieldName?], separator: UInt8 = 0) -> CacheKeySpace {
        if names != columns.names || separator != columns.separator {
            columns = (names, separator, interner.numberOfTable())
        }
        return .row(columns.number)
    }

    // MARK: Elements

    /// The record or row that begins at an index with a bracket, and where it ends.
    func element(in bytes: Bytes, at from: Int, opening: UInt8, _ space: CacheKeySpace) -> (Decoded, end: Int)? {
        guard bytes[from] == opening else { return nil }
        guard let found = timestamp(in: bytes, from: from, to: bytes.count) else { return nil }
        let end = RecordCache.likelyEnd(in: bytes, opening: opening, from: found.end)
        guard end > 0, found.start - from + end - found.end <= KeyedHash.longestText,
            let known = table.known(key(bytes, from: from, to: end, around: found.start..<found.end, space))
        else { return nil }
        return (RecordCache.decoded(known, found.ticks), end)
    }

    /// The record that a range holds and nothing else, as a line does.
    func whole(_ bytes: Bytes, from: Int, to: Int) -> Decoded? {
        guard let found = timestamp(in: bytes, from: from, to: to),
            to - from - (found.end - found.start) <= KeyedHash.longestText,
            let known = table.known(key(bytes, from: from, to: to, around: found.start..<found.end, .line))
        else { return nil }
        return RecordCache.decoded(known, found.ticks)
    }

    /// The time of a record that begins at an index, where others have theirs.
    @inline(__always)
    func timestamp(in bytes: Bytes, from: Int, to: Int) -> TimestampOffsets.Found? {
        // As a variable of its own it costs no check of who else changes it.
        var time = time
        defer { self.time = time }
        return offsets.find(bytes, from: from, to: to, &time)
    }

    static func decoded(_ known: (client: ClientID, eventType: EventTypeID), _ ticks: Int64) -> Decoded {
        if known.eventType == RecordCache.otherCategory { return .otherCategory }
        return .event(time: Instant(ticks: ticks), client: known.client, eventType: known.eventType)
    }

    /// Behind the first closing bracket that another element or the array's end follows; -1 where none is near.
    private static func likelyEnd(in bytes: Bytes, opening: UInt8, from: Int) -> Int {
        let limit = min(bytes.count, from + KeyedHash.longestText)
        var end = from
        for _ in 0..<mostBrackets {
            end = bytes.firstIndex(of: opening + 2, from: end, to: limit)
            guard end >= 0 else { return -1 }
            end += 1
            var next = end
            while next < limit, bytes[next] <= 0x20 { next += 1 }
            if bytes[next] == UInt8(ascii: "]") { return end }
            guard bytes[next] == UInt8(ascii: ",") else { continue }
            next += 1
            while next < limit, bytes[next] <= 0x20 { next += 1 }
            if bytes[next] == opening { return end }
        }
        return -1
    }

    /// Remembers the record that was just decoded from a range, in which its time is written at `time`.
    func remember(_ decoded: Decoded, _ bytes: Bytes, from: Int, to: Int, time: Bytes?, _ space: CacheKeySpace) {
        guard table.mayTake, let time, let start = time.offset(in: bytes), start > from, start + time.count < to,
            to - from - time.count <= KeyedHash.longestText
        else { return }
        var ticks: Int64 = 0
        guard self.time.decode(bytes, at: start, ticks: &ticks) == time.count else { return }
        offsets.learn(start - from)
        remember(key(bytes, from: from, to: to, around: start..<start + time.count, space), decoded)
    }

    func remember(_ key: Hash128, _ decoded: Decoded) {
        RecordCache.remember(key, decoded, in: &table)
    }

    static func remember(_ key: Hash128, _ decoded: Decoded, in table: inout CacheTable) {
        switch decoded {
        case .event(_, let client, let eventType): table.remember(key, client: client, eventType: eventType)
        case .otherCategory: table.remember(key, client: 0, eventType: RecordCache.otherCategory)
        // Its name is counted, which takes the strict reader.
        case .otherOperation: break
        }
    }

    /// The hash that stands for all of a record but its time.
    @inline(__always)
    func key(_ bytes: Bytes, from: Int, to: Int, around time: Range<Int>, _ space: CacheKeySpace) -> Hash128 {
        // Most lines begin alike; of those the rest is enough (see `fill`).
        if space == .line, RecordCache.beginsWithTime(bytes, at: from), time.lowerBound == from &+ 9 {
            return hash.of(bytes, from: time.upperBound, to: to)
        }
        return hash.of(bytes, from: from, to: time.lowerBound, then: bytes, from: time.upperBound, to: to, in: space)
    }

    /// Whether a line begins `{"time":"`.
    @inline(__always)
    static func beginsWithTime(_ bytes: Bytes, at start: Int) -> Bool {
        let begin = UInt64(0x3a22_656d_6974_227b)  // {"time": in memory order
        return bytes.word(at: start) == begin && bytes[start &+ 8] == UInt8(ascii: "\"")
    }
}
