import Model
import SQLite

/// Reads the events of a row of `hour_event` one after another, in order of time and client.
///
/// Whatever the row says, this ends, gives no more events than the text has numbers, and no event twice.
struct EventCursor {
    /// What a statement must select, in this order.
    static let columns = "hour, head, records, unit, shift, events"

    let hour: Int
    let eventType: EventTypeID
    private let records: Int
    private let unit: Int64
    private let shift: UInt64
    private let text: [UInt8]
    private let start: Int64
    private var place = 0
    private var taken = 0
    private var number: UInt64 = 0
    /// The next event; nil at the end.
    private(set) var next: Event?

    /// Stands at the first event.
    init(_ row: Statement) throws(EventDamage) {
        try self.init(
            hour: row.integer(0), head: row.integer(1),
            PackedEvents(
                records: Int(row.integer(2)), unit: row.integer(3), shift: row.integer(4), text: row.bytes(5)))
    }

    init(hour: Int64, head: Int64, _ packed: PackedEvents) throws(EventDamage) {
        let (start, overflow) = hour.multipliedReportingOverflow(by: Instant.ticksPerHour)
        guard !overflow, let head = EventTypeID(exactly: head), (1...Instant.ticksPerHour).contains(packed.unit),
            (0...32).contains(packed.shift), start <= .max - Instant.ticksPerHour
        else { throw .outOfRange }
        self.hour = Int(hour)
        self.start = start
        eventType = head
        records = packed.records
        unit = packed.unit
        shift = UInt64(packed.shift)
        text = packed.text
        try advance()
    }

    mutating func advance() throws(EventDamage) {
        guard let distance = try nextNumber() else {
            next = nil
            return
        }
        guard distance > 0 || taken == 1 else { throw .disordered }
        let (sum, overflow) = number.addingReportingOverflow(distance)
        let (ticks, tooLate) = Int64(bitPattern: sum >> shift).multipliedReportingOverflow(by: unit)
        guard !overflow, !tooLate, (0..<Instant.ticksPerHour).contains(ticks) else { throw .outOfRange }
        number = sum
        next = Event(
            time: Instant(ticks: start + ticks), client: ClientID(truncatingIfNeeded: sum & ((1 << shift) - 1)),
            eventType: eventType)
    }

    /// Appends the events before a moment.
    mutating func take(before end: Instant, into events: inout [Event]) throws(EventDamage) {
        while let event = next, event.time < end {
            events.append(event)
            try advance()
        }
    }

    /// Passes the events before a moment.
    mutating func skip(before end: Instant) throws(EventDamage) {
        while let event = next, event.time < end { try advance() }
    }

    /// All that are left.
    mutating func rest() throws(EventDamage) -> [Event] {
        var events: [Event] = []
        events.reserveCapacity(min(max(0, records - taken + 1), text.count / 2 + 1))
        while let event = next {
            events.append(event)
            try advance()
        }
        return events
    }

    /// Nil at the end of the array.
    private mutating func nextNumber() throws(EventDamage) -> UInt64? {
        guard place < text.count else { throw .form }
        if text[place] != (taken == 0 ? UInt8(ascii: "[") : UInt8(ascii: ",")) {
            guard text[place] == UInt8(ascii: "]"), taken > 0, place == text.count - 1 else { throw .form }
            guard taken == records else { throw .sums }
            return nil
        }
        place += 1
        let first = place
        var value: UInt64 = 0
        while place < text.count {
            let digit = text[place] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            place += 1
        }
        // Nineteen digits always fit into 64 bits.
        guard (1...19).contains(place - first) else { throw .form }
        taken += 1
        return value
    }
}
