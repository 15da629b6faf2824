import Model
import SQLite

/// When an event type has its first and its last event in an hour.
struct TypeBounds {
    let eventType: EventTypeID
    let first: Instant
    let last: Instant
}

extension Store {
    /// Hands over the stored events hour by hour: a cursor for each event type, in order of type.
    ///
    /// - Parameter hubs: whose events; nil for those of all.
    func forEachHour(
        _ hours: Range<Int>, of hubs: [TextID]? = nil, _ body: (inout [EventCursor]) throws -> Void
    ) throws {
        let ofHubs = hubs.map { " AND head IN (SELECT id FROM head WHERE \(Store.isAmong($0)))" } ?? ""
        let statement = try connection.prepare(
            "SELECT \(EventCursor.columns) FROM hour_event WHERE hour >= ? AND hour < ?\(ofHubs) ORDER BY hour, head",
            [.integer(hours.lowerBound), .integer(hours.upperBound)])
        var cursors: [EventCursor] = []
        while try statement.step() {
            let hour = Int(statement.integer(0))
            if let open = cursors.first?.hour, open != hour {
                try checked(hour: open) { try body(&cursors) }
                cursors.removeAll(keepingCapacity: true)
            }
            try checked(hour: hour) { cursors.append(try EventCursor(statement)) }
        }
        if let open = cursors.first?.hour { try checked(hour: open) { try body(&cursors) } }
    }

    /// The condition that a column `hub` has one of some values.
    static func isAmong(_ hubs: [TextID], _ column: String = "hub") -> String {
        "\(column) IN (\(hubs.map(String.init).joined(separator: ",")))"
    }

    /// When the event types of an hour have their first and last events within a span.
    func bounds(ofHour hour: Int, within span: TimeWindow) throws -> [TypeBounds] {
        var bounds: [TypeBounds] = []
        try forEachHour(hour..<hour + 1) { cursors in
            for index in cursors.indices {
                try cursors[index].skip(before: span.start)
                guard let first = cursors[index].next, first.time < span.end else { continue }
                var last = first
                while let event = cursors[index].next, event.time < span.end {
                    last = event
                    try cursors[index].advance()
                }
                bounds.append(TypeBounds(eventType: first.eventType, first: first.time, last: last.time))
            }
        }
        return bounds
    }

    /// Says of which hour packed events are damaged.
    func checked<Result>(hour: Int, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let damage as EventDamage {
            throw StoreError.inconsistent(path: path, detail: damage.words(hour: hour))
        }
    }
}

extension EventDamage {
    /// As a part of a sentence, also where a damaged file gives an hour that is no moment.
    func words(hour: Int) -> String {
        let (ticks, overflow) = Int64(hour).multipliedReportingOverflow(by: Instant.ticksPerHour)
        return "the events of \(overflow ? "hour \(hour)" : Instant(ticks: ticks).description) are damaged: \(self)"
    }
}
