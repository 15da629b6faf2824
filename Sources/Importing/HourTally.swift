import Model

/// Events of one file per hour since 1970, and, where a source cannot be read twice, a digest of them.
struct HourTally {
    private(set) var hours: [Int: Int64] = [:]
    private var hash = FNV1a()
    var digest: UInt64 { hash.value }
    private let digests: Bool

    init(digests: Bool) {
        self.digests = digests
    }

    /// What could not be read is a part of the input as well.
    mutating func add(_ rejection: Rejection) {
        guard digests else { return }
        hash.add(rejection.text)
        hash.add(UInt64(rejection.line))
    }

    mutating func add(_ events: Span<Event>) {
        events.forEachRun { run, hour in hours[hour, default: 0] += Int64(run.count) }
        guard digests else { return }
        // FNV-1a over whole numbers: enough to tell one day's input from another's.
        for index in events.indices {
            let event = events[index]
            for part in [UInt64(bitPattern: event.time.ticks), UInt64(event.client) << 32 | UInt64(event.eventType)] {
                hash.add(part)
            }
        }
    }
}
