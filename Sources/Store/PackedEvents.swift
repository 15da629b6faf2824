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
    static let units: [Int64] = [second, 10_000, 10, 1]
    /// A number that the compiler sees: to divide by it takes a tenth of a division.
    private static var second: Int64 { 10_000_000 }
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
            let ticks = event.time.ticks - base
            if unit == 0, ticks % PackedEvents.second == 0 { continue }
            while ticks % PackedEvents.units[unit] != 0 { unit += 1 }
        }
        let shift = ClientID.bitWidth - clients.leadingZeroBitCount
        let unitTicks = PackedEvents.units[unit]
        let highest = UInt64(Instant.ticksPerHour / unitTicks)
        guard UInt64.bitWidth - highest.leadingZeroBitCount + shift < Int64.bitWidth else { throw .outOfRange }

        var distances: [UInt64] = []
        distances.reserveCapacity(events.count)
        var before: UInt64 = 0
        for event in events {
            let ticks = event.time.ticks - base
            let units = unit == 0 ? ticks / PackedEvents.second : ticks / unitTicks
            let number = UInt64(bitPattern: units) << UInt64(shift) | UInt64(event.client)
            distances.append(number &- before)
            before = number
        }
        self.init(
            records: events.count, unit: unitTicks, shift: Int64(shift), text: PackedEvents.jsonArray(of: distances))
    }

    /// Written from right to left, as digits come out, into a text of the right length.
    private static func jsonArray(of numbers: [UInt64]) -> [UInt8] {
        let length = numbers.reduce(max(numbers.count, 1) + 1) { $0 + digits(of: $1) }
        return unsafe [UInt8](unsafeUninitializedCapacity: length) { text, count in
            count = length
            var place = length - 1
            unsafe text[place] = UInt8(ascii: "]")
            for number in numbers.reversed() {
                var rest = number
                repeat {
                    let (others, digit) = rest.quotientAndRemainder(dividingBy: 10)
                    place -= 1
                    unsafe text[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
                    rest = others
                } while rest > 0
                place -= 1
                unsafe text[place] = UInt8(ascii: ",")
            }
            unsafe text[0] = UInt8(ascii: "[")
        }
    }

    private static func digits(of number: UInt64) -> Int {
        var (digits, least) = (1, UInt64(10))
        while number >= least, digits < 19 {
            digits += 1
            least &*= 10
        }
        return number >= 10_000_000_000_000_000_000 ? 20 : digits
    }
}
