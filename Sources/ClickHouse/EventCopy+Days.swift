import LogReading
import Model
import Store

/// A day of UTC whose parts on one shard are others than those that were read.
struct ChangedDay {
    let day: Int64
    /// By name of the shard, the digest of the parts that the day has there.
    var parts: [String: Int64] = [:]
}

/// What is to be read of a day.
struct DayPlan {
    let day: ChangedDay
    /// Since 1970.
    let hours: Range<Int>
    /// What each shard counts, in order of shards.
    var counts: [[CopiedHour]] = []
    /// Events of all shards together.
    var sums: [HubAndHour: Int64] = [:]
    /// Hours that are to be read, on every shard.
    var changed: Set<Int> = []
    /// Where there are more events than anybody has known.
    var news: [HubAndHour: Int64] = [:]
}

extension EventCopy {
    /// How many rows are asked for at once: events of an hour more or less wait for each other in memory.
    private static let rowsAtOnce: Int64 = 4_000_000
    /// How often a day is read when importers write while it is.
    private static let attempts = 3

    /// Days in which any part changed on any shard, oldest first; those that were pruned are left out.
    func changedDays(_ shards: [Shard]) throws -> [ChangedDay] {
        var changed: [Int64: ChangedDay] = [:]
        let kept = try store.retention().eventsFrom.map { Int64($0.hour) / 24 }
        for shard in shards {
            let known = try store.copiedDays(of: shard.name)
            for (day, parts) in try server.dayParts(shard.client) where known[day] != parts {
                if let kept, day < kept { continue }
                changed[day, default: ChangedDay(day: day)].parts[shard.name] = parts
            }
        }
        return changed.values.sorted { $0.day < $1.day }
    }

    /// Counts a day, and finds what of it is to be read.
    ///
    /// - Throws: `ClickHouseError` of kind `behind` where the servers give fewer events than somebody has known.
    func plan(_ day: ChangedDay, _ shards: [Shard]) throws -> DayPlan {
        let hours = Int(day.day) * 24..<Int(day.day) * 24 + 24
        var plan = DayPlan(day: day, hours: hours)
        for shard in shards {
            let counts = try server.hourCounts(shard.client, day: day.day)
            let known = Set(try store.copiedHours(of: shard.name, hours: hours))
            plan.changed.formUnion(counts.filter { !known.contains($0) }.map(\.hour))
            for hour in counts { plan.sums[hour.place, default: 0] += hour.events }
            plan.counts.append(counts)
        }
        let highest = try highest(shards, day: day.day)
        if let shortage = EventCopy.shortage(plan.sums, highest: highest, server.address.shown) { throw shortage }
        plan.news = plan.sums.filter { $0.value > highest[$0.key] ?? 0 }
        return plan
    }

    /// Notes that a day was read as it was when it was counted.
    func note(_ plan: DayPlan, _ shards: [Shard]) throws {
        for (shard, counts) in zip(shards, plan.counts) {
            for hour in counts where plan.changed.contains(hour.hour) {
                try store.noteCopied(hour, of: shard.name)
            }
            if let parts = plan.day.parts[shard.name] {
                try store.noteCopied(day: plan.day.day, of: shard.name, parts: parts)
            }
        }
    }

    /// Reads what changed of some days; gives what those days had in the end.
    func copy(_ plans: [DayPlan], of shards: [Shard], into session: ImportSession) throws -> [DayPlan] {
        guard !plans.isEmpty else { return [] }
        let words = WordNumbers(knowing: try session.vocabulary())
        return try plans.map { plan in try copy(plan, of: shards, into: session, words) }
    }

    private func copy(
        _ first: DayPlan, of shards: [Shard], into session: ImportSession, _ words: WordNumbers
    ) throws -> DayPlan {
        var plan = first
        var attempt = 1
        while true {
            try read(plan.changed.sorted(), plan.sums, of: shards, into: session, words)
            let difference = EventCopy.difference(
                plan.sums, copied: try store.eventCounts(hours: plan.hours), changed: plan.changed,
                from: try store.retention().eventsFrom, server.address.shown)
            guard let difference else {
                try note(plan, shards)
                return plan
            }
            guard attempt < EventCopy.attempts else { throw difference }
            attempt += 1
            plan = try self.plan(plan.day, shards)
        }
    }

    private func highest(_ shards: [Shard], day: Int64) throws -> [HubAndHour: Int64] {
        var highest: [HubAndHour: Int64] = [:]
        for shard in shards {
            for hour in try server.highestCounts(shard.client, day: day) {
                highest[hour.place] = max(highest[hour.place] ?? 0, hour.events)
            }
        }
        return highest
    }

    /// An hour of which somebody has known more events than the servers give now.
    static func shortage(
        _ counts: [HubAndHour: Int64], highest: [HubAndHour: Int64], _ address: String
    ) -> ClickHouseError? {
        let short = highest.filter { (counts[$0.key] ?? 0) < $0.value }
        guard let first = short.min(by: { ($0.key.hour, $0.key.hub) < ($1.key.hour, $1.key.hub) }) else { return nil }
        return ClickHouseError(
            .behind,
            "\(address): hub \(first.key.hub) has \(counts[first.key] ?? 0) events in the hour of "
                + "\(Instant(hour: first.key.hour)) and had \(first.value); a server lacks rows; run again later")
    }

    /// An hour of which another number of events was read than the servers count.
    static func difference(
        _ counts: [HubAndHour: Int64], copied: [HubAndHour: Int64], changed: Set<Int>, from kept: Instant?,
        _ address: String
    ) -> ClickHouseError? {
        let places = Set(counts.keys).union(copied.keys).filter { place in
            changed.contains(place.hour) && kept.map { $0 <= Instant(hour: place.hour) } ?? true
        }
        let different = places.filter { counts[$0] ?? 0 != copied[$0] ?? 0 }
        guard let first = different.min(by: { ($0.hour, $0.hub) < ($1.hour, $1.hub) }) else { return nil }
        return ClickHouseError(
            .behind,
            "\(address): hub \(first.hub) has \(counts[first] ?? 0) events in the hour of \(Instant(hour: first.hour)) and "
                + "\(copied[first] ?? 0) came; run again when no import is at work")
    }

    /// Reads events of some hours, as many hours at once as the rows allow.
    private func read(
        _ hours: [Int], _ counts: [HubAndHour: Int64], of shards: [Shard], into session: ImportSession,
        _ words: WordNumbers
    ) throws {
        guard let first = hours.first, let last = hours.last else { return }
        var ofHour: [Int: Int64] = [:]
        for (place, events) in counts { ofHour[place.hour, default: 0] += events }
        let span = "time >= \(Instant(hour: first).ticks) AND time < \(Instant(hour: last + 1).ticks)"
        let table = server.schema.local(ClickHouseSchema.event)
        for shard in shards {
            var dayWords = DayWords()
            try dayWords.read(from: shard.client, table, where: span, into: words)
            try session.add(words.takeAdditions())
            var position = 0
            while position < hours.count {
                var end = position + 1
                var rows = ofHour[hours[position]] ?? 0
                while end < hours.count, hours[end] == hours[end - 1] + 1,
                    rows + (ofHour[hours[end]] ?? 0) <= EventCopy.rowsAtOnce
                {
                    rows += ofHour[hours[end]] ?? 0
                    end += 1
                }
                try read(hours[position]...hours[end - 1], of: shard, table, dayWords, into: session)
                position = end
            }
        }
    }

    private func read(
        _ hours: ClosedRange<Int>, of shard: Shard, _ table: String, _ words: DayWords, into session: ImportSession
    ) throws {
        var events = [[Event]](repeating: [], count: hours.count)
        let query = """
            SELECT time, \(DayWords.clientHash), \(DayWords.typeHash) FROM \(table) \
            WHERE time >= \(Instant(hour: hours.lowerBound).ticks) AND time < \(Instant(hour: hours.upperBound + 1).ticks)
            """
        let host = shard.client.host
        try shard.client.rows(query) { row in
            let time = try row.signed()
            guard let event = words.event(time, client: try row.unsigned(), type: try row.unsigned()) else {
                throw ClickHouseError(
                    .behind, "\(host): events came while they were read; run again when no import is at work")
            }
            let index = event.time.hour - hours.lowerBound
            guard events.indices.contains(index) else {
                throw ClickHouseError(.inconsistent, "\(host): gave an event of \(event.time), which was not asked for")
            }
            events[index].append(event)
        }
        for (index, events) in events.enumerated() where !events.isEmpty {
            try session.merge(events, hour: hours.lowerBound + index)
        }
    }
}
