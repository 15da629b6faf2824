package import Model
import SQLite

extension Store {
    /// Hands over the events of a span in order of time, client and event type, thousands at a time.
    ///
    /// Memory: the packed events of one hour, some 6 bytes each.
    ///
    /// - Parameter hubs: whose events; nil for those of all.
    package func forEachBatch(
        in span: TimeWindow, of hubs: [TextID]? = nil, _ body: ([Event]) throws -> Void
    ) throws {
        try setCache(.passing)
        // A cache that stays small costs time alone.
        defer { try? setCache(.reading) }
        var batch: [Event] = []
        try forEachHour(span.hours, of: hubs) { cursors in
            for index in cursors.indices { try cursors[index].skip(before: span.start) }
            // By themselves, since most types have nothing in most seconds.
            var next = cursors.map { $0.next?.time.ticks ?? .max }
            while let first = next.min().map(Instant.init(ticks:)), first < span.end {
                if batch.isEmpty { batch.reserveCapacity(Store.eventsInBatch + Store.eventsInBatch / 8) }
                let start = batch.count
                let end = min(Instant(seconds: first.seconds + 1), span.end)
                for index in next.indices where next[index] < end.ticks {
                    try cursors[index].take(before: end, into: &batch)
                    next[index] = cursors[index].next?.time.ticks ?? .max
                }
                unsafe batch.withUnsafeMutableBufferPointer { batch in
                    unsafe HourSort.order(batch, from: start, to: batch.count)
                }
                guard batch.count >= Store.eventsInBatch else { continue }
                try hand(&batch, to: body)
            }
        }
        if !batch.isEmpty { try body(batch) }
    }

    private static let eventsInBatch = 16_384

    private func hand(_ batch: inout [Event], to body: ([Event]) throws -> Void) throws {
        let full = batch
        batch = []
        try body(full)
    }

    /// The events of some clients in a span, in order of time.
    ///
    /// It reads the whole span of the hubs, of all where they are nil.
    package func events(
        ofClients asked: NumberSet, in span: TimeWindow, of hubs: [TextID]? = nil
    ) throws -> [Event] {
        var found: [Event] = []
        try forEachHour(span.hours, of: hubs) { cursors in
            for index in cursors.indices {
                while let event = cursors[index].next {
                    if asked.contains(event.client), span.contains(event.time) { found.append(event) }
                    try cursors[index].advance()
                }
            }
        }
        return found.sorted()
    }

    /// The clients with events of some hubs in a span.
    ///
    /// It reads the whole span of them.
    package func clients(of hubs: [TextID], in span: TimeWindow) throws -> NumberSet {
        var clients = NumberSet()
        try forEachHour(span.hours, of: hubs) { cursors in
            for index in cursors.indices {
                while let event = cursors[index].next {
                    clients.insert(event.client)
                    try cursors[index].advance()
                }
            }
        }
        return clients
    }

    /// The devices of a name: the device itself and its modules, in order of module.
    package func devices(named name: String) throws -> [DeviceID] {
        try numbers("SELECT id FROM device WHERE name = ? ORDER BY module", .text(name))
            .map(DeviceID.init(truncatingIfNeeded:))
    }

    /// The first and the last moment of an event in a span; nil where there is none.
    package func firstAndLastEvent(in span: TimeWindow) throws -> (first: Instant, last: Instant)? {
        guard let first = try firstEvent(in: span) else { return nil }
        for hour in try hoursWithEvents(in: span, "DESC") {
            if let last = try bounds(ofHour: hour, within: span).map(\.last).max() { return (first, last) }
        }
        return nil
    }

    /// The moment of the first event in a span; nil where there is none.
    package func firstEvent(in span: TimeWindow) throws -> Instant? {
        for hour in try hoursWithEvents(in: span, "ASC") {
            var first: Instant?
            try forEachHour(hour..<hour + 1) { cursors in
                for index in cursors.indices { try cursors[index].skip(before: span.start) }
                first = cursors.lazy.compactMap { $0.next?.time }.min()
            }
            if let first, first < span.end { return first }
        }
        return nil
    }

    /// The first two, or last two, hours with events that a span touches.
    ///
    /// Only the events of the outermost hour may all lie outside the span.
    private func hoursWithEvents(in span: TimeWindow, _ direction: String) throws -> [Int] {
        let hours = span.hours
        return try numbers(
            "SELECT DISTINCT hour FROM hour_event WHERE hour >= ? AND hour < ? ORDER BY hour \(direction) LIMIT 2",
            .integer(hours.lowerBound), .integer(hours.upperBound))
    }
}
