import Model

/// Events of one file per hour since 1970, and, where a source cannot be read twice, a digest of them.
struct HourTally {
    private(set) var hours: [Int: Int64] = [:]
    private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    private let digests: Bool

    init(digests: Bool) {
        self.digests = digests
    }

    /// What could not be read is a part of the input as well.
    mutating func add(_ rejection: Rejection) {
        guard digests else { return }
        for byte in rejection.text.utf8 { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        digest = (digest ^ UInt64(rejection.line)) &* 0x0000_0100_0000_01b3
    }

    mutating func add(_ run: Span<Event>, hour: Int) {
        hours[hour, default: 0] += Int64(run.count)
        guard digests else { return }
        // FNV-1a over whole numbers: enough to tell one day's input from another's.
        for index in run.indices {
            let event = run[index]
            for part in [UInt64(bitPattern: event.time.ticks), UInt64(event.client) << 32 | UInt64(event.eventType)] {
                digest = (digest ^ part) &* 0x0000_0100_0000_01b3
            }
        }
    }
}
