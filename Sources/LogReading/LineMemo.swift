import Model

/// What was learned of the text around the time of a line, element or row, by its hash.
///
/// The text of a record around its time is the same for every record of one client and one kind of event, as long as
/// nothing in it changes from record to record. Where something does, remembering is useless: the memo then stops
/// taking entries, and records cost what the strict reader costs.
struct LineMemo: ~Copyable {
    /// Stands in place of an event type for records of other categories.
    static let otherCategory = EventTypeID.max
    static let mostEntries = 3_000_000
    /// How many lines are judged together.
    private static let span = 1 << 16

    private var table = KeyedTable(capacity: 1 << 12)
    private var missesLeft = span
    private var hitsAtStart: Int64 = 0
    private(set) var isTaking: Bool

    init(isTaking: Bool) { self.isTaking = isTaking }

    var view: KeyedTable.View { table.view }

    /// Gives a memo that has stopped taking entries another chance: a new file may be of another kind.
    mutating func beginFile(hits: Int64, mayTake: Bool) {
        isTaking = mayTake && table.count < LineMemo.mostEntries
        missesLeft = LineMemo.span
        hitsAtStart = hits
    }

    /// Stores an entry for a hash, unless it has one; `hits` counts all lines that were known so far.
    mutating func remember(_ hash: Hash128, client: ClientID, eventType: EventTypeID, hits: Int64) {
        guard isTaking, table.find(hash) == nil else { return }
        missesLeft -= 1
        if missesLeft == 0 {
            // Fewer than one known line for 16 new ones: not worth its memory.
            if hits - hitsAtStart < Int64(LineMemo.span / 16) { isTaking = false }
            missesLeft = LineMemo.span
            hitsAtStart = hits
        }
        guard table.count < LineMemo.mostEntries else {
            isTaking = false
            return
        }
        table.insert(hash, first: client, second: eventType)
    }
}
