import Model
import SQLite
import Threads

extension ImportSession {
    /// Merges events of an hour, each of which is known to be of it.
    ///
    /// A thread puts the events of one type in order while those before it are stored.
    ///
    /// Memory: the events twice over, and those of a few event types in the hour as they are stored.
    func mergeChecked(_ events: [Event], hour: Int) throws -> MergeResult {
        let types = HourSort.byType(events)
        let deviceOfClient = try devicesOfClients()
        var result = MergeResult()
        var failure: (any Error)?
        let make = { @Sendable [eventsFrom] (numbers: Range<Int>) in
            numbers.map { TypeOfHour(types.events[types.ranges[$0]], hour: hour, from: eventsFrom, deviceOfClient) }
        }
        let take = { (made: [TypeOfHour]) in
            for type in made where failure == nil {
                do {
                    result.expired += Int64(type.expired)
                    result.added += Int64(try self.merge(type, hour: hour))
                } catch {
                    failure = error
                }
            }
        }
        if events.count < ImportSession.worthAThread {
            for number in types.ranges.indices { take(make(number..<number + 1)) }
        } else {
            madeInOrder("hubdrops hour", of: types.ranges.indices, atOnce: 1, waiting: 4, make: make, take: take)
        }
        if let failure { throw failure }
        result.duplicates = Int64(events.count) - result.expired - result.added
        if result.added > 0 { try statements.raiseRevision.run(.integer(hour), .integer(run)) }
        return result
    }

    private static let worthAThread = 4096

    /// Merges the events of one type; returns how many of them are new.
    private func merge(_ type: TypeOfHour, hour: Int) throws -> Int {
        guard !type.events.isEmpty else { return 0 }
        let stored = try stored(hour: hour, eventType: type.eventType)
        guard !stored.isEmpty else {
            try put(type.packed, hour: hour, eventType: type.eventType)
            try addToRollup(type.counts, eventType: type.eventType)
            try statements.addHour.run(.integer(hour), .integer(type.eventType), .integer(type.events.count))
            return type.events.count
        }
        let (all, new) = EventUnion.of(stored, type.events[...])
        guard !new.isEmpty else { return 0 }
        try put(
            Result { () throws(EventDamage) in try PackedEvents(all, hour: hour) }, hour: hour,
            eventType: type.eventType)
        try addToRollup(CountsOfWindow.all(of: new, devicesOfClients()), eventType: type.eventType)
        try statements.addHour.run(.integer(hour), .integer(type.eventType), .integer(new.count))
        return new.count
    }

    private func stored(hour: Int, eventType: EventTypeID) throws -> [Event] {
        let find = statements.findEvents
        try find.bind(Int64(hour), at: 1)
        try find.bind(Int64(eventType), at: 2)
        guard try find.step() else { return [] }
        defer { find.reset() }
        return try store.checked(hour: hour) { () throws(EventDamage) in
            var cursor = try EventCursor(find)
            return try cursor.rest()
        }
    }

    private func put(_ packed: Result<PackedEvents, EventDamage>, hour: Int, eventType: EventTypeID) throws {
        guard case .success(let packed) = packed else {
            throw StoreError.invalidImport(detail: "times and connections of \(Instant(hour: hour)) take above 63 bits")
        }
        try statements.putEvents.put(packed, hour: hour, eventType: eventType)
    }
}

/// The events of one type in an hour, as they are stored where the hour has none of the type yet.
private struct TypeOfHour: Sendable {
    let eventType: EventTypeID
    /// In ascending order, each once.
    let events: [Event]
    /// How many are left out, since they are older than what is kept.
    let expired: Int
    let packed: Result<PackedEvents, EventDamage>
    let counts: [CountsOfWindow]

    init(_ events: ArraySlice<Event>, hour: Int, from oldest: Instant?, _ deviceOfClient: [DeviceID]) {
        eventType = events.first?.eventType ?? 0
        let all = HourSort.ordered(events, hour: hour)
        let kept = oldest.map { oldest in all.drop { $0.time < oldest } } ?? all[...]
        expired = all.count - kept.count
        self.events = expired == 0 ? all : Array(kept)
        packed = Result { () throws(EventDamage) in try PackedEvents(kept, hour: hour) }
        counts = CountsOfWindow.all(of: kept, deviceOfClient)
    }
}

extension Statement {
    /// Writes a row of `hour_event`; the placeholders are its columns in the order of `EventCursor.columns`.
    func put(_ packed: PackedEvents, hour: Int, eventType: EventTypeID) throws {
        let numbers = [Int64(hour), Int64(eventType), Int64(packed.records), packed.unit, packed.shift]
        try bind(numbers.map { .integer($0) })
        try bind(text: packed.text, at: 6)
        try run()
    }
}

/// What two ascending lists of events of one type come to.
enum EventUnion {
    /// All events, each once, and those of the second list that the first lacks.
    static func of(
        _ stored: [Event], _ events: ArraySlice<Event>
    ) -> (all: ArraySlice<Event>, new: ArraySlice<Event>) {
        var all: [Event] = []
        var new: [Event] = []
        all.reserveCapacity(stored.count + events.count)
        var index = 0
        for event in events {
            while index < stored.count, stored[index] < event {
                all.append(stored[index])
                index += 1
            }
            if index < stored.count, stored[index] == event { continue }
            all.append(event)
            new.append(event)
        }
        all.append(contentsOf: stored[index...])
        return (all[...], new[...])
    }
}
