import Model
import SQLite

extension ImportSession {
    /// Merges a batch that is known to be in order.
    func mergeChecked(_ batch: HourBatch) throws -> MergeResult {
        var events = batch.events
        var result = MergeResult()
        if let eventsFrom, let first = events.first, first.time < eventsFrom {
            events = Array(events.drop { $0.time < eventsFrom })
            result.expired = Int64(batch.events.count - events.count)
        }
        let new = try eventsNotStored(events)
        result.added = Int64(new.count)
        result.duplicates = Int64(events.count - new.count)
        guard !new.isEmpty else { return result }

        let counts =
            new.count == batch.events.count
            ? batch.counts : WindowCount.counting(events: new, clientDevice: try devicesOfClients())
        try bulkTables.events.run(statements.insertEvents, over: new)
        try addToRollup(counts)
        try addToHour(batch.hour, counts)
        return result
    }

    /// The events that the database does not have: a merge join of two ascending sequences.
    private func eventsNotStored(_ events: [Event]) throws -> [Event] {
        guard let first = events.first, let last = events.last else { return [] }
        let bounds: [Value] = [.integer(first.time.ticks), .integer(last.time.ticks)]
        try statements.hasEvents.bind(bounds)
        let meetsStored = try statements.hasEvents.step()
        statements.hasEvents.reset()
        guard meetsStored else { return events }

        var new: [Event] = []
        var index = 0
        let range = statements.range
        try range.bind(bounds)
        defer { range.reset() }
        while index < events.count, try range.step() {
            let stored = Event(
                time: Instant(ticks: range.integer(0)),
                client: ClientID(truncatingIfNeeded: range.integer(1)),
                eventType: EventTypeID(truncatingIfNeeded: range.integer(2)))
            while index < events.count, events[index] < stored {
                new.append(events[index])
                index += 1
            }
            if index < events.count, events[index] == stored { index += 1 }
        }
        new.append(contentsOf: events[index...])
        return new
    }

    private func addToHour(_ hour: Int, _ counts: [WindowCount]) throws {
        var byEventType: [Int64] = []
        for count in counts {
            let eventType = Int(count.eventType)
            if eventType >= byEventType.count {
                byEventType += [Int64](repeating: 0, count: eventType + 1 - byEventType.count)
            }
            byEventType[eventType] += count.records
        }
        for (eventType, records) in byEventType.enumerated() where records > 0 {
            try statements.addHour.run(.integer(hour), .integer(eventType), .integer(records))
        }
        try statements.raiseRevision.run(.integer(hour), .integer(run))
    }
}
