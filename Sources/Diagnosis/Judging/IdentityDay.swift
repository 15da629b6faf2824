import Model

/// One identity with its drops, judged: what is counted, and what the rules of findings look at.
struct IdentityDay {
    var identity: IdentityContext
    var hub: Int
    /// In order of time, those of the context included.
    var drops: [DropRecord] = []
    /// Milliseconds of each drop's downtime that count on the day: a drop whose connect is missing ends for this
    /// purpose where the next begins, so that no second counts twice.
    var downtimes: [Int64] = []
    /// Drops that start on the day.
    var unexpected = 0
    var renewals = 0
    var cleanCloses = 0
    /// Milliseconds, unexpected drops only, those of the context included.
    var downtime: Int64 = 0
    var longest: Int64 = 0
    /// Its last drop when that is open at the end of the data and the input can show a return.
    var open: DropRecord?

    init(identity: IdentityContext) {
        self.identity = identity
        hub = Int(identity.state.hub)
    }

    /// Counts the drops, once they are judged.
    mutating func count(in evidence: DayEvidence) {
        downtimes.removeAll(keepingCapacity: true)
        for (index, drop) in drops.enumerated() {
            let end = knownEnd(of: index, in: evidence)
            var share: Int64 = 0
            if !identity.isErrorOnly && end > drop.start && !hasLeft(with: drop) {
                share = evidence.downtime(from: drop.start, to: end, hub: hub)
            }
            downtimes.append(share)
            let isExpected = drop.cause.isExpected
            if !isExpected {
                downtime += share
                longest = max(longest, share)
            }
            guard evidence.day.contains(drop.start) else { continue }
            switch drop.cause {
            case .tokenRenewal: renewals += 1
            case .cleanClose: cleanCloses += 1
            default: unexpected += 1
            }
        }
        if let last = drops.last, last.isOpen, !identity.isErrorOnly, last.start < evidence.day.end,
            !hasLeft(with: last)
        {
            open = last
        }
    }

    /// Up to when a drop is known to have lasted.
    func knownEnd(of index: Int, in evidence: DayEvidence) -> DayMillis {
        evidence.knownEnd(
            of: drops[index], before: index + 1 < drops.count ? drops[index + 1] : nil, hub: hub)
    }

    /// Whether a drop took its identity out of the fleet before the day.
    private func hasLeft(with drop: DropRecord) -> Bool {
        identity.state.flags.contains(.hasLeft) && drop.start < MillisClock.reach
    }

    /// The drop before the day that a successful connect ended after the day before had told of it as open.
    func returned(in evidence: DayEvidence) -> DropRecord? {
        guard open == nil, !identity.isErrorOnly else { return nil }
        let toldUpTo = evidence.day.start + (evidence.dataEnd - evidence.day.end)
        return drops.last {
            $0.start < evidence.day.start && !$0.isOpen && $0.end >= toldUpTo && !$0.cause.isExpected
        }
    }

    /// Down at the end of the data, and not by its own goodbye.
    var isNotBack: Bool { open.map { !$0.cause.isExpected } ?? false }
}
