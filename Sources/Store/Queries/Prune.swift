package import Model
import SQLite

/// What a pruning took away.
package struct PruneResult: Equatable, Sendable {
    package var events: Int64 = 0
    package var counts: Int64 = 0
    package var files: Int64 = 0
    package var days: Int64 = 0
}

extension Store {
    /// Forgets what is older than asked for, and remembers that it did, so that old files that are read again do not
    /// bring a part of it back.
    ///
    /// `eventsBefore` takes events; reports of those days keep their counts. `countsBefore` takes counts, stored
    /// summaries, and events of the same age, since a day with events but without counts would contradict itself;
    /// it also takes the ledger rows of files whose events are all older. Nil keeps all. The freed pages are used
    /// again by later imports; `givingBackSpace` returns them to the file system by writing the database anew, which
    /// takes as long as copying it and as much space again.
    package func prune(
        eventsBefore: Instant?, countsBefore: Instant?, givingBackSpace: Bool = false
    ) throws -> PruneResult {
        let counts = latest(countsBefore.map(wholeHour), try retention().countsFrom)
        let events = try eventsCut(eventsBefore: eventsBefore, countsBefore: countsBefore)
        let result = try connection.transaction {
            var result = PruneResult()
            if let events {
                result.events = try pruneEvents(before: events)
                _ = try delete("hub_state WHERE moment < ?", .integer(events.ticks))
            }
            if let counts {
                try pruneCounts(before: counts, &result)
            }
            try connection.run(
                "UPDATE retention SET events_from = ?, counts_from = ?",
                .optional(events?.ticks), .optional(counts?.ticks))
            return result
        }
        if givingBackSpace { try connection.execute("VACUUM") }
        return result
    }

    /// Before which moment `prune` would take events: the state there is all that will be known of what was before.
    package func eventsCut(eventsBefore: Instant?, countsBefore: Instant?) throws -> Instant? {
        let known = try retention()
        let counts = latest(countsBefore.map(wholeHour), known.countsFrom)
        return latest(latest(eventsBefore, counts), known.eventsFrom)
    }

    /// Deletes events and returns how many there were.
    ///
    /// An hour that the moment cuts keeps its rest.
    private func pruneEvents(before moment: Instant) throws -> Int64 {
        let hour = moment.hour
        var cut =
            try connection.integer("SELECT sum(records) FROM hour_event WHERE hour < ?", .integer(hour)) ?? 0
        let replace = try connection.prepare(
            "REPLACE INTO hour_event (\(EventCursor.columns)) VALUES (?, ?, ?, ?, ?, ?)")
        var rests: [(eventType: EventTypeID, events: [Event])] = []
        try forEachHour(hour..<hour + 1) { cursors in
            for index in cursors.indices {
                let all = try cursors[index].rest()
                let rest = all.filter { $0.time >= moment }
                cut += Int64(all.count - rest.count)
                if rest.count < all.count { rests.append((cursors[index].eventType, rest)) }
            }
        }
        _ = try delete("hour_event WHERE hour < ?", .integer(hour))
        for (eventType, events) in rests {
            if events.isEmpty {
                _ = try delete("hour_event WHERE hour = ? AND head = ?", .integer(hour), .integer(eventType))
            } else {
                let packed = try checked(hour: hour) { try PackedEvents(events[...], hour: hour) }
                try replace.put(packed, hour: hour, eventType: eventType)
            }
        }
        return cut
    }

    private func pruneCounts(before moment: Instant, _ result: inout PruneResult) throws {
        let hour = moment.hour
        result.counts =
            try connection.integer(
                "SELECT sum(devices) FROM rollup WHERE window_start < ?", .integer(moment.seconds)) ?? 0
        _ = try delete("rollup WHERE window_start < ?", .integer(moment.seconds))
        _ = try delete("hour WHERE hour < ?", .integer(hour))
        _ = try delete("hour_revision WHERE hour < ?", .integer(hour))
        let day = Retention(eventsFrom: nil, countsFrom: moment).firstDay ?? 0
        result.days = try connection.integer("SELECT count(*) FROM day_summary WHERE day < ?", .integer(day)) ?? 0
        try deleteDerived("day < ?", .integer(day))
        try dropUnusedInputs()
        let old = """
            SELECT file FROM file_hour GROUP BY file HAVING max(hour) < ?
            """
        _ = try delete("reject WHERE file IN (\(old))", .integer(hour))
        _ = try delete("warning WHERE file IN (\(old))", .integer(hour))
        result.files = try delete("file WHERE id IN (\(old))", .integer(hour))
        _ = try delete("file_hour WHERE file NOT IN (SELECT id FROM file)")
    }

    private func delete(_ rows: String, _ values: Value...) throws -> Int64 {
        try connection.prepare("DELETE FROM " + rows, values).run()
        return connection.changes
    }

    private func wholeHour(_ moment: Instant) -> Instant {
        Instant(hour: moment.hour)
    }

    private func latest(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return max(left, right)
    }
}
