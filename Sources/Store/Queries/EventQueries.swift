package import Model
import SQLite

extension Store {
    /// Hands over the events of a span in order of time, client and event type, thousands at a time.
    package func forEachBatch(in span: TimeWindow, _ body: ([Event]) throws -> Void) throws {
        let statement = try connection.prepare(
            "SELECT time, client, head FROM event WHERE time >= ? AND time < ? ORDER BY time, client, head",
            [.integer(span.start.ticks), .integer(span.end.ticks)])
        var batch: [Event] = []
        while try statement.step() {
            if batch.isEmpty { batch.reserveCapacity(Store.eventsInBatch) }
            batch.append(event(statement))
            guard batch.count == Store.eventsInBatch else { continue }
            try body(batch)
            batch = []
        }
        if !batch.isEmpty { try body(batch) }
    }

    private static let eventsInBatch = 16_384

    /// The events of some devices in a span, on whichever hub, in order of time.
    ///
    /// It reads the whole span.
    package func events(of devices: Set<DeviceID>, in span: TimeWindow) throws -> [Event] {
        let numbers = devices.sorted().map { "\($0)" }.joined(separator: ", ")
        let sql = """
            SELECT time, client, head FROM event
            WHERE time >= ? AND time < ? AND +client IN (SELECT id FROM client WHERE device IN (\(numbers)))
            ORDER BY time, client, head
            """
        return try connection.map(sql, [.integer(span.start.ticks), .integer(span.end.ticks)], make: event)
    }

    /// The devices of a name: the device itself and its modules, in order of module.
    package func devices(named name: String) throws -> [DeviceID] {
        try numbers("SELECT id FROM device WHERE name = ? ORDER BY module", .text(name))
            .map(DeviceID.init(truncatingIfNeeded:))
    }

    /// The first and the last moment of an event in a span; nil where there is none.
    package func firstAndLastEvent(in span: TimeWindow) throws -> (first: Instant, last: Instant)? {
        func moment(_ direction: String) throws -> Instant? {
            try connection.integer(
                "SELECT time FROM event WHERE time >= ? AND time < ? ORDER BY time \(direction) LIMIT 1",
                .integer(span.start.ticks), .integer(span.end.ticks)
            ).map(Instant.init(ticks:))
        }
        guard let first = try moment("ASC"), let last = try moment("DESC") else { return nil }
        return (first, last)
    }

    private func event(_ row: Statement) -> Event {
        Event(
            time: Instant(ticks: row.integer(0)),
            client: ClientID(truncatingIfNeeded: row.integer(1)),
            eventType: EventTypeID(truncatingIfNeeded: row.integer(2)))
    }
}
