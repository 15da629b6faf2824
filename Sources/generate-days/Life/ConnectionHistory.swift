/// One end of a connection as a record shows it.
struct Link: Equatable, Sendable {
    /// Place in `ClientSoftware.all`.
    var software: Int
    /// First three octets.
    var prefix: UInt32
}

/// One record of an identity, compact: a day of a large fleet holds millions.
struct Entry: Sendable {
    enum Kind: UInt8, Sendable { case connect, refusedConnect, disconnect }

    /// Seconds since 1970, as all times here.
    var time: UInt32
    /// When the export receives it; the blob of that hour holds it.
    var arrival: UInt32
    var identity: UInt32
    var prefix: UInt32
    /// Which drop of the identity a disconnect belongs to.
    var drop: UInt32
    var software: UInt8
    var code: Code
    var kind: Kind
    var shape: RecordShape

    /// Whether it is the same record as another, whenever it arrived.
    func repeats(_ other: Entry) -> Bool {
        (time, kind, code, drop, prefix, software)
            == (other.time, other.kind, other.code, other.drop, other.prefix, other.software)
    }
}

/// The records of one identity in the order in which the hub saw them, each disconnect tied to its drop.
struct ConnectionHistory: Sendable {
    /// What the truth will say of a drop.
    struct Drop: Sendable {
        var cause: TrueCause
        /// Place in the scenario's incidents.
        var incident: Int?
        /// When another link had already taken over: the time of that link's connect.
        var takenOver: Int?
    }

    let startsConnected: Bool
    private(set) var entries: [Entry] = []
    private(set) var drops: [Drop] = []
    /// The link that is open, or was last.
    private(set) var link: Link

    mutating func connect(at time: Int, by link: Link) {
        self.link = link
        append(time, .connect, .none, link, drop: 0)
    }

    mutating func refuse(at time: Int, _ code: Code, to link: Link) {
        append(time, .refusedConnect, code, link, drop: 0)
    }

    /// Opens a drop; its records follow by `disconnect`.
    mutating func begin(_ cause: TrueCause, incident: Int? = nil, takenOver: Int? = nil) -> Int {
        drops.append(Drop(cause: cause, incident: incident, takenOver: takenOver))
        return drops.count - 1
    }

    mutating func disconnect(at time: Int, _ code: Code, of drop: Int, from link: Link? = nil) {
        append(time, .disconnect, code, link ?? self.link, drop: drop)
    }

    mutating func relabel(_ drop: Int, _ cause: TrueCause, incident: Int?) {
        guard drops.indices.contains(drop) else { return }
        drops[drop].cause = cause
        drops[drop].incident = incident
    }

    /// The same life, some seconds later: a module's beside its gateway's.
    func delayed(by seconds: Int) -> ConnectionHistory {
        var copy = self
        for place in copy.entries.indices { copy.entries[place].time += UInt32(seconds) }
        for place in copy.drops.indices {
            copy.drops[place].takenOver = copy.drops[place].takenOver.map { $0 + seconds }
        }
        return copy
    }

    /// The same life with refused attempts of another client among its records.
    func withRefusals(at times: [Int], _ code: Code, to link: Link) -> ConnectionHistory {
        var copy = self
        for time in times { copy.append(time, .refusedConnect, code, link, drop: 0) }
        // Stable: records of one second keep their order.
        copy.entries = copy.entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
        return copy
    }

    private mutating func append(_ time: Int, _ kind: Entry.Kind, _ code: Code, _ link: Link, drop: Int) {
        entries.append(
            Entry(
                time: UInt32(time), arrival: UInt32(time), identity: 0, prefix: link.prefix, drop: UInt32(drop),
                software: UInt8(link.software), code: code, kind: kind, shape: .usual))
    }
}
