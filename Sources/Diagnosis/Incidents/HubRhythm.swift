import Model

/// How many drops a hub has at which time: a busy time of the day is no incident.
struct HubRhythm {
    private static let bin: DayMillis = 300_000
    /// Bins before and after a window that say how busy its time is: two hours.
    private static let reach = 24
    /// Fewer bins than these say nothing.
    private static let least = 6
    private let start: DayMillis
    private var counts: [Int]
    private var total = 0

    init(_ candidates: [IncidentCandidate], from start: DayMillis, to end: DayMillis) {
        self.start = start
        counts = Array(repeating: 0, count: Int((end - start) / HubRhythm.bin) + 1)
        for candidate in candidates where !candidate.isRestless { add(1, at: candidate.start) }
    }

    private mutating func add(_ number: Int, at moment: DayMillis) {
        counts[min(counts.count - 1, bin(moment))] += number
        total += number
    }

    /// Takes out a drop that an incident has explained.
    mutating func remove(_ candidate: IncidentCandidate) {
        if !candidate.isRestless { add(-1, at: candidate.start) }
    }

    private func bin(_ moment: DayMillis) -> Int { Int((moment - min(start, moment)) / HubRhythm.bin) }

    /// How many times the hub's mean rate the hours around a window have, where both before and after it have more:
    /// at least 1.
    func busyness(around first: DayMillis, _ last: DayMillis) -> Double {
        let before = max(0, bin(first) - HubRhythm.reach)..<max(0, bin(first))
        let after = min(counts.count, bin(last) + 1)..<min(counts.count, bin(last) + 1 + HubRhythm.reach)
        guard before.count >= HubRhythm.least, after.count >= HubRhythm.least, total > 0 else { return 1 }
        func rate(_ bins: Range<Int>) -> Double { Double(counts[bins].reduce(0, +)) / Double(bins.count) }
        return max(1, min(rate(before), rate(after)) / (Double(total) / Double(counts.count)))
    }

    /// How much more the counts of equal windows scatter than those of independent drops, 1 or more: the square of the
    /// median deviation over the median, for a hub with enough drops to tell.
    func dispersion(minutes: Int) -> Double {
        let length = max(1, minutes / 5)
        var sums: [Int] = []
        for first in stride(from: 0, to: counts.count - length + 1, by: length) {
            sums.append(counts[first..<(first + length)].reduce(0, +))
        }
        let middle = Robust.median(sums)
        guard middle >= 4 else { return 1 }
        let deviation = 1.4826 * Robust.median(sums.map { abs(Double($0) - middle) })
        return max(1, deviation * deviation / middle)
    }
}
