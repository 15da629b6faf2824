import Model
import SQLite

extension ImportSession {
    /// Merges events of an hour, each of which is known to be of it.
    ///
    /// Memory: the events twice over, and what is stored of one event type in the hour.
    func mergeChecked(_ events: [Event], hour: Int) throws -> MergeResult {
        var result = MergeResult()
        var sorted = HourSort.sorted(events, hour: hour)
        if let eventsFrom, Instant(hour: hour) < eventsFrom {
            let all = sorted.count
            sorted.removeAll { $0.time < eventsFrom }
            result.expired = Int64(all - sorted.count)
        }
        var start = 0
        while start < sorted.count {
            let eventType = sorted[start].eventType
            var end = start + 1
            while end < sorted.count, sorted[end].eventType == eventType { end += 1 }
            result.added += Int64(try merge(sorted[start..<end], hour: hour, eventType: eventType))
            start = end
        }
        result.duplicates = Int64(events.count) - result.expired - result.added
        if result.added > 0 { try statements.raiseRevision.run(.integer(hour), .integer(run)) }
        return result
    }

    /// Merges the events of one type; returns how many of them are new.
    private func merge(_ events: ArraySlice<Event>, hour: Int, eventType: EventTypeID) throws -> Int {
        let stored = try stored(hour: hour, eventType: eventType)
        let (all, new) = stored.isEmpty ? (events, events) : EventUnion.of(stored, events)
        guard !new.isEmpty else { return 0 }
        try put(all, hour: hour, eventType: eventType)
        try addToRollup(new, eventType: eventType)
        try statements.addHour.run(.integer(hour), .integer(eventType), .integer(new.count))
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

    private func put(_ events: ArraySlice<Event>, hour: Int, eventType: EventTypeID) throws {
        let packed: PackedEvents
        do throws(EventDamage) {
            packed = try PackedEvents(events, hour: hour)
        } catch {
            throw StoreError.invalidImport(detail: "times and connections of \(Instant(hour: hour)) take above 63 bits")
        }
        try statements.putEvents.put(packed, hour: hour, eventType: eventType)
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
