import Model
import Store

/// Events of one hour of UTC, as the stream had them.
struct HourOfEvents {
    /// Hours since 1970-01-01T00:00:00Z.
    let hour: Int
    let events: [Event]
}

/// Sorts a stream of events into hours of event time.
///
/// Logs are filed by the hour of arrival, so most events of a file belong to one hour and a few to the hour before.
/// An hour is handed on when the stream has moved away from it for `idleEvents` events, or when the buckets together
/// hold `mostEvents`; an event that comes later than that opens its hour again, and the database merges it. So the
/// memory is bounded for any input, also for a file in random order.
struct HourBuckets {
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

    mutating func add(_ events: Span<Event>) {
        events.forEachRun { run, hour in
            received += run.count
            held += run.count
            let position = positionOfBucket(for: hour)
            unsafe run.withUnsafeBufferPointer { run in
                unsafe buckets[position].events.append(contentsOf: run)
            }
            buckets[position].lastTouched = received
        }
    }

    /// Takes out the hours that the stream has left, oldest first.
    mutating func takeFinished() -> [HourOfEvents] {
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
        return taken.sorted { $0.hour < $1.hour }.map { HourOfEvents(hour: $0.hour, events: $0.events) }
    }

    /// Takes out all that is left, one hour a call, oldest first; nil when nothing is left.
    mutating func takeNext() -> HourOfEvents? {
        guard let position = buckets.indices.min(by: { buckets[$0].hour < buckets[$1].hour }) else { return nil }
        let bucket = buckets.remove(at: position)
        held -= bucket.events.count
        return HourOfEvents(hour: bucket.hour, events: bucket.events)
    }

    private mutating func positionOfBucket(for hour: Int) -> Int {
        if let position = buckets.lastIndex(where: { $0.hour == hour }) { return position }
        buckets.append(Bucket(hour: hour, events: [], lastTouched: received))
        return buckets.count - 1
    }
}

extension Span<Event> {
    /// Hands over the events that follow one another in one hour, with that hour since 1970.
    func forEachRun(_ body: (Span<Event>, _ hour: Int) -> Void) {
        var start = 0
        while start < count {
            let hour = self[start].time.hour
            let (first, next) = (Instant(hour: hour).ticks, Instant(hour: hour + 1).ticks)
            var end = start + 1
            while end < count, self[end].time.ticks >= first, self[end].time.ticks < next { end += 1 }
            body(extracting(start..<end), hour)
            start = end
        }
    }
}
