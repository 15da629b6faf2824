import Model
import SQLite

/// The step to schema 6: a row for each event becomes a row for the events of an hour and type.
enum EventPacking {
    /// Memory: the events of one hour.
    static func apply(_ connection: Connection) throws {
        try connection.execute(table + "DROP VIEW IF EXISTS events; DROP VIEW IF EXISTS counts;")
        let insert = try connection.prepare(
            "INSERT INTO hour_event (\(EventCursor.columns)) VALUES (?, ?, ?, ?, ?, ?)")
        var events: [Event] = []
        try connection.forEach("SELECT time, client, head FROM event ORDER BY time, client, head") { row in
            let event = Event(
                time: Instant(ticks: row.integer(0)), client: ClientID(truncatingIfNeeded: row.integer(1)),
                eventType: EventTypeID(truncatingIfNeeded: row.integer(2)))
            if let first = events.first, first.time.hour != event.time.hour { try pack(&events, insert) }
            events.append(event)
        }
        try pack(&events, insert)
        try connection.execute("DROP TABLE event;" + Schema.eventViews)
    }

    /// The events come last: SQLite finds the columns before them without reading them.
    private static let table = """
        CREATE TABLE hour_event (
          hour INTEGER NOT NULL,
          head INTEGER NOT NULL,
          records INTEGER NOT NULL,
          unit INTEGER NOT NULL,
          shift INTEGER NOT NULL,
          events TEXT NOT NULL,
          PRIMARY KEY (hour, head)
        ) STRICT;

        """

    /// Leaves no events.
    private static func pack(_ events: inout [Event], _ insert: Statement) throws {
        guard let hour = events.first?.time.hour else { return }
        let byType = Dictionary(grouping: events, by: \.eventType)
        for (eventType, events) in byType.sorted(by: { $0.key < $1.key }) {
            try insert.put(try PackedEvents(events[...], hour: hour), hour: hour, eventType: eventType)
        }
        events.removeAll(keepingCapacity: true)
    }
}
