import Model

/// When a device was down, where it is several identities: a gateway and its modules lose one link, and that counts once.
///
/// Downtimes that overlap are one. It ends when the last of the identities is back; but where they all come within a
/// minute, the device was back with the first of them, and the others only followed.
struct DeviceOutages {
    private static let following: DayMillis = 60_000

    private struct Outage {
        var start: DayMillis
        var end: DayMillis
        var cause: Cause
    }

    private var unexpected: [Outage] = []
    private var expected: [Outage] = []

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        for (index, drop) in day.drops.enumerated() where day.downtimes[index] > 0 {
            let next = index + 1 < day.drops.count ? day.drops[index + 1].start : DayMillis.never
            let outage = Outage(
                start: drop.start, end: min(drop.end, min(next, evidence.dataEnd)), cause: drop.cause)
            if drop.cause.isExpected { expected.append(outage) } else { unexpected.append(outage) }
        }
    }

    /// Milliseconds of the day by cause, unexpected causes first.
    func downtimes(hub: Int, in evidence: DayEvidence) -> [(cause: Cause, milliseconds: Int64)] {
        [unexpected, expected].flatMap { outages in
            DeviceOutages.joined(outages).map {
                ($0.cause, evidence.downtime(from: $0.start, to: $0.end, hub: hub))
            }
        }
    }

    /// Milliseconds of the day that the device was down unexpectedly.
    func downtime(hub: Int, in evidence: DayEvidence) -> Int64 {
        DeviceOutages.joined(unexpected).reduce(0) { $0 + evidence.downtime(from: $1.start, to: $1.end, hub: hub) }
    }

    private static func joined(_ outages: [Outage]) -> [Outage] {
        var result: [Outage] = []
        var firstEnd: DayMillis = 0
        var last: Outage?
        func close(_ outage: Outage) {
            var outage = outage
            if outage.end - firstEnd <= following { outage.end = firstEnd }
            result.append(outage)
        }
        let sorted = outages.sorted {
            ($0.start, $0.end, $0.cause.rawValue) < ($1.start, $1.end, $1.cause.rawValue)
        }
        for outage in sorted {
            guard let open = last, outage.start <= open.end else {
                if let open = last { close(open) }
                last = outage
                firstEnd = outage.end
                continue
            }
            last?.end = max(open.end, outage.end)
            firstEnd = min(firstEnd, outage.end)
        }
        if let open = last { close(open) }
        return result
    }
}
