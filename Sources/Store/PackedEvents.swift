import Model

/// The events of one type in one hour, as a row of `hour_event` has them: a JSON array of whole numbers.
///
/// A row for each event took 20 bytes and nearly half of an import's work. This takes 6, and any SQLite from 3.38 on reads
/// it, since it has `json_each`. An event is one number, `units << shift | client`: its time in units since the hour
/// began, and its client. The array has the first of these numbers and then the distance from each to the next,
/// ascending; so a number is found by adding up those before it.
struct PackedEvents {
    let records: Int
    /// Ticks of 100 ns: the longest of `units` that all times are multiples of.
    let unit: Int64
    /// Bits that the clients take.
    let shift: Int64
    /// UTF-8.
    let text: [UInt8]

    /// A second, as in every real record seen; a millisecond and a microsecond, as exports may have; what a record can say.
    static let units: [Int64] = [10_000_000, 10_000, 10, 1]
}

/// Why packed events cannot be believed, or events not be packed.
enum EventDamage: Error, Equatable {
    /// The text is no array of whole numbers.
    case form
    /// A time outside the hour, or a number above 63 bits.
    case outOfRange
    /// An event twice.
    case disordered
    /// The row says another number of records than the text has.
    case sums
}

extension EventDamage: CustomStringConvertible {
    var description: String {
        switch self {
        case .form: "they are not a list of whole numbers"
        case .outOfRange: "they hold a number out of range"
        case .disordered: "they name an event twice"
        case .sums: "they are not as many as their row says"
        }
    }
}

extension PackedEvents {
    /// Packs events of one type and hour, which must be in ascending order, each once.
    ///
    /// Throws `EventDamage.outOfRange` where time and client do not fit into 63 bits: above 134 million clients with
    /// times finer than a microsecond.
    init(_ events: ArraySlice<Event>, hour: Int) throws(EventDamage) {
        let base = Instant(hour: hour).ticks
        var clients: ClientID = 0
        var unit = 0
        for event in events {
            clients |= event.client
            while (event.time.ticks - base) % PackedEvents.units[unit] != 0 { unit += 1 }
        }
        let shift = ClientID.bitWidth - clients.leadingZeroBitCount
        let unitTicks = PackedEvents.units[unit]
        let highest = UInt64(Instant.ticksPerHour / unitTicks)
        guard UInt64.bitWidth - highest.leadingZeroBitCount + shift < Int64.bitWidth else { throw .outOfRange }

        var text = DecimalList(capacity: events.count * 7)
        var previous: UInt64 = 0
        for event in events {
            let units = UInt64(bitPattern: (event.time.ticks - base) / unitTicks)
            let number = units << UInt64(shift) | UInt64(event.client)
            text.append(number &- previous)
            previous = number
        }
        self.init(records: events.count, unit: unitTicks, shift: Int64(shift), text: text.closed())
    }
}

/// A JSON array of whole numbers, written from left to right.
private struct DecimalList {
    private var text: [UInt8] = []

    init(capacity: Int) {
        text.reserveCapacity(capacity + 16)
        text.append(UInt8(ascii: "["))
    }

    mutating func append(_ number: UInt64) {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        let start = text.count
        var rest = number
        repeat {
            text.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        var low = start
        var high = text.count - 1
        while low < high {
            text.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    consuming func closed() -> [UInt8] {
        text.append(UInt8(ascii: "]"))
        return text
    }
}
