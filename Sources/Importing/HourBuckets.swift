import Model

/// Events of one hour of UTC, in the order of the database's key, each once.
struct SortedHour {
    /// Hours since 1970-01-01T00:00:00Z.
    let hour: Int
    let events: [Event]
    /// Exact duplicates that collapsed within the bucket.
    let duplicates: Int
}

/// Sorts a stream of events into hours of event time.
///
/// Logs are filed by the hour of arrival, so most events of a file belong to one hour and a few to the hour before.
/// An hour is handed on when the stream has moved away from it for `idleEvents` events, or when the buckets together
/// hold `mostEvents`; an event that comes later than that opens its hour again, and the database merges it. So the
/// memory is bounded for any input, also for a file in random order.
struct HourBuckets {
    static let ticksPerHour = 3600 * Instant.ticksPerSecond

    private struct Bucket {
        let hour: Int
        var events: [Event]
        /// How many events the whole stream had when this bucket last took one.
        var lastTouched: Int
    }

    private var buckets: [Bucket] = []
    private var received = 0
    private var held = 0
    private let idleEvents: Int
    private let mostEvents: Int

    /// Memory: 16 bytes an event held, so 48 MiB for the default of 3,000,000.
    init(idleEvents: Int = 65_536, mostEvents: Int = 3_000_000) {
        self.idleEvents = idleEvents
        self.mostEvents = mostEvents
    }

    mutating func add(_ events: Span<Event>, tally: inout HourTally) {
        var start = 0
        while start < events.count {
            let hour = HourBuckets.hour(of: events[start])
            var end = start + 1
            while end < events.count, HourBuckets.hour(of: events[end]) == hour { end += 1 }
            let run = events.extracting(start..<end)
            tally.add(run, hour: hour)
            received += end - start
            held += end - start
            let position = positionOfBucket(for: hour)
            unsafe run.withUnsafeBufferPointer { run in
                unsafe buckets[position].events.append(contentsOf: run)
            }
            buckets[position].lastTouched = received
            start = end
        }
    }

    /// Takes out the hours that the stream has left, oldest first.
    mutating func takeFinished() -> [SortedHour] {
        guard buckets.count > 1 || held > mostEvents else { return [] }
        var taken: [Bucket] = []
        for position in buckets.indices.reversed()
        where received - buckets[position].lastTouched >= idleEvents {
            taken.append(buckets.remove(at: position))
        }
        held -= taken.reduce(0) { $0 + $1.events.count }
        while held > mostEvents,
            let largest = buckets.indices.max(by: { buckets[$0].events.count < buckets[$1].events.count })
        {
            held -= buckets[largest].events.count
            taken.append(buckets.remove(at: largest))
        }
        return taken.sorted { $0.hour < $1.hour }.map { HourBuckets.sorted($0.events, hour: $0.hour) }
    }

    /// Takes out all that is left, one hour a call, oldest first; nil when nothing is left.
    mutating func takeNext() -> SortedHour? {
        guard let position = buckets.indices.min(by: { buckets[$0].hour < buckets[$1].hour }) else { return nil }
        let bucket = buckets.remove(at: position)
        held -= bucket.events.count
        return HourBuckets.sorted(bucket.events, hour: bucket.hour)
    }

    private mutating func positionOfBucket(for hour: Int) -> Int {
        if let position = buckets.lastIndex(where: { $0.hour == hour }) { return position }
        buckets.append(Bucket(hour: hour, events: [], lastTouched: received))
        return buckets.count - 1
    }

    private static func hour(of event: Event) -> Int {
        Int(event.time.ticks / ticksPerHour)
    }
}

extension HourBuckets {
    /// Sorts one hour by time, client and event type, and drops what is there twice.
    ///
    /// Times are whole seconds in every real record seen, so one counting pass over 3,600 seconds does nearly all of
    /// the work; what shares a second is then put in order by comparison, which also settles fractions.
    static func sorted(_ events: [Event], hour: Int) -> SortedHour {
        let base = Int64(hour) * ticksPerHour
        var next = [Int](repeating: 0, count: 3601)
        for event in events {
            next[Int((event.time.ticks - base) / Instant.ticksPerSecond) + 1] += 1
        }
        for second in 1...3600 { next[second] += next[second - 1] }
        let unique = unsafe [Event](unsafeUninitializedCapacity: events.count) { buffer, count in
            for event in events {
                let second = Int((event.time.ticks - base) / Instant.ticksPerSecond)
                unsafe buffer.initializeElement(at: next[second], to: event)
                next[second] += 1
            }
            var start = 0
            var kept = 0
            for second in 0..<3600 {
                let end = next[second]
                unsafe order(&buffer, from: start, to: end)
                for position in start..<end where unsafe kept == 0 || buffer[position] != buffer[kept - 1] {
                    unsafe buffer[kept] = buffer[position]
                    kept += 1
                }
                start = end
            }
            count = kept
        }
        return SortedHour(hour: hour, events: unique, duplicates: events.count - unique.count)
    }

    /// Puts one second in order: by insertion where it is short, as nearly all are, else by the library's sort.
    private static func order(_ buffer: inout UnsafeMutableBufferPointer<Event>, from start: Int, to end: Int) {
        if end - start > 48 {
            var second = unsafe UnsafeMutableBufferPointer(rebasing: buffer[start..<end])
            unsafe second.sort()
            return
        }
        var position = start + 1
        while position < end {
            let event = unsafe buffer[position]
            var hole = position
            while hole > start, unsafe event < buffer[hole - 1] {
                unsafe buffer[hole] = unsafe buffer[hole - 1]
                hole -= 1
            }
            unsafe buffer[hole] = event
            position += 1
        }
    }
}
