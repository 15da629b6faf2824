/// Slides windows of several lengths over the drops of a group and finds the stretches that chance explains least.
struct BurstScan {
    /// Milliseconds.
    private let lengths: [DayMillis]
    /// The score from which on chance is no explanation.
    private let threshold: Double
    private let fewest: Int
    /// Drops of each unit in the present window; all zero between two scans.
    private var inWindow: [UInt16]
    private var distinct = 0
    private var drops = 0
    /// Drops of the burst whose ends are looked for: they do not count as usual.
    private var excluded = 0

    /// What a group's bursts must hold at least.
    struct Minimum {
        var devices: Int
        /// Devices beyond the usual ones.
        var excess: Double
    }

    init(units: Int, settings: AnalysisSettings) {
        let longest = 12 * 3_600_000.0
        // From an eighth to four times the time within which hubs notice most silent devices.
        let window = settings[.incidentWindow] * 60_000
        lengths = [0.125, 0.25, 0.5, 1, 2, 4].map { DayMillis(min(longest, max(60_000, window * $0))) }
        threshold = BurstScan.threshold(settings)
        fewest = Int(min(settings[.groupDevices], settings[.serviceCodeDevices]))
        inWindow = Array(repeating: 0, count: units)
    }

    /// So many deviations of a normal distribution, as a logarithm of likelihoods.
    static func threshold(_ settings: AnalysisSettings) -> Double {
        settings[.incidentDeviations] * settings[.incidentDeviations] / 2
    }

    /// The bursts among some of a group's drops, in order of time and apart from one another.
    mutating func bursts(
        among members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate], _ usual: UsualDrops,
        _ rhythm: HubRhythm, _ minimum: Minimum
    ) -> [Burst] {
        var found: [Burst] = []
        for length in lengths {
            sweep(members, range, candidates, usual, rhythm, minimum, length, into: &found)
        }
        found.sort { $0.region.lowerBound < $1.region.lowerBound }
        var apart: [Burst] = []
        for burst in found {
            guard let last = apart.last, burst.region.lowerBound <= last.region.upperBound else {
                apart.append(burst)
                continue
            }
            var better = burst.score > last.score ? burst : last
            better.region = last.region.lowerBound...max(last.region.upperBound, burst.region.upperBound)
            apart[apart.count - 1] = better
        }
        return apart.map { extended($0, members, range, candidates, usual, rhythm) }
    }

    private mutating func sweep(
        _ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate], _ usual: UsualDrops,
        _ rhythm: HubRhythm, _ minimum: Minimum, _ length: DayMillis, into found: inout [Burst]
    ) {
        let first = found.count
        var low = range.lowerBound
        for high in range {
            let candidate = candidates[Int(members[high])]
            guard candidate.counts, !candidate.isTaken else { continue }
            while candidate.start - candidates[Int(members[low])].start >= length {
                remove(candidates[Int(members[low])])
                low += 1
            }
            add(candidate)
            guard distinct >= minimum.devices else { continue }
            let begin = firstPlace(members, low, high, candidates)
            let start = candidates[Int(members[begin])].start
            let overall = usual.expected(in: Double(candidate.start - start), without: drops)
            guard Double(distinct) - overall >= minimum.excess, Double(distinct) > 1.5 * overall else { continue }
            let expected = self.expected(from: start, to: candidate.start, usual, rhythm)
            guard Double(distinct) - expected >= minimum.excess, Double(distinct) > 1.5 * expected else { continue }
            let ratio = UsualDrops.ratio(distinct, of: usual.size, usual: expected)
            let score = usual.score(ratio, length: Double(candidate.start - start))
            guard score >= threshold else { continue }
            let burst = Burst(
                members: begin...high, region: low...high, start: start, end: candidate.start, devices: distinct,
                usual: expected, ratio: ratio, score: score)
            guard found.count > first, let last = found.last, low <= last.region.upperBound else {
                found.append(burst)
                continue
            }
            var better = burst.score > last.score ? burst : last
            better.region = last.region.lowerBound...high
            found[found.count - 1] = better
        }
        clear(members, low..<range.upperBound, candidates)
    }

    /// The burst with the ends that make it least probable.
    private mutating func extended(
        _ burst: Burst, _ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate],
        _ usual: UsualDrops, _ rhythm: HubRhythm
    ) -> Burst {
        // At one rate for all ends, or a lonely drop that a longer window takes in would make everything rarer.
        excluded = burst.members.count { candidates[Int(members[$0])].counts && !candidates[Int(members[$0])].isTaken }
        var best = burst
        moveEnd(&best, members, range, candidates, usual, rhythm)
        moveStart(&best, members, range, candidates, usual, rhythm)
        moveEnd(&best, members, range, candidates, usual, rhythm)
        takeEquals(&best, members, range, candidates)
        best.region =
            min(
                best.region.lowerBound, best.members.lowerBound)...max(
                best.region.upperBound, best.members.upperBound)
        return best
    }

    /// Adds what dropped at the very moments at which the burst begins and ends: the order among equals is that in which they
    /// were read, and those that do not count may stand on either side of one that does.
    private func takeEquals(
        _ best: inout Burst, _ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate]
    ) {
        var (first, last) = (best.members.lowerBound, best.members.upperBound)
        while first > range.lowerBound, candidates[Int(members[first - 1])].start == best.start { first -= 1 }
        while last + 1 < range.upperBound, candidates[Int(members[last + 1])].start == best.end { last += 1 }
        best.members = first...last
    }

    private var reach: DayMillis { lengths[lengths.count - 1] }

    private mutating func moveEnd(
        _ best: inout Burst, _ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate],
        _ usual: UsualDrops, _ rhythm: HubRhythm
    ) {
        let (first, start) = (best.members.lowerBound, best.start)
        var last = first
        for place in first..<range.upperBound {
            let candidate = candidates[Int(members[place])]
            // Drops that do not count may lie before the start.
            guard candidate.start <= start + reach else { break }
            guard addIfCounting(candidate) else { continue }
            last = place
            better(&best, first...place, members, candidates, usual, rhythm)
        }
        clear(members, first..<(last + 1), candidates)
    }

    private mutating func moveStart(
        _ best: inout Burst, _ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate],
        _ usual: UsualDrops, _ rhythm: HubRhythm
    ) {
        let (last, end) = (best.members.upperBound, best.end)
        var first = last
        for place in stride(from: last, through: range.lowerBound, by: -1) {
            let candidate = candidates[Int(members[place])]
            guard candidate.start + reach >= end else { break }
            guard addIfCounting(candidate) else { continue }
            first = place
            better(&best, place...last, members, candidates, usual, rhythm)
        }
        clear(members, first..<(last + 1), candidates)
    }

    private func better(
        _ best: inout Burst, _ places: ClosedRange<Int>, _ members: [UInt32],
        _ candidates: [IncidentCandidate], _ usual: UsualDrops, _ rhythm: HubRhythm
    ) {
        guard distinct >= fewest else { return }
        let start = candidates[Int(members[places.lowerBound])].start
        let end = candidates[Int(members[places.upperBound])].start
        let expected =
            usual.expected(in: Double(end - start), without: excluded) * rhythm.busyness(around: start, end)
        let ratio = UsualDrops.ratio(distinct, of: usual.size, usual: expected)
        let score = usual.score(ratio, length: Double(end - start))
        guard score > best.score else { return }
        best = Burst(
            members: places, region: best.region, start: start, end: end, devices: distinct, usual: expected,
            ratio: ratio, score: score)
    }

    /// What is usual in a window, where it stands out even of the group's rate over the whole of the data.
    private func expected(from start: DayMillis, to end: DayMillis, _ usual: UsualDrops, _ rhythm: HubRhythm) -> Double
    {
        usual.expected(in: Double(end - start), without: drops) * rhythm.busyness(around: start, end)
    }

    /// The first place of a window that counts.
    private func firstPlace(_ members: [UInt32], _ low: Int, _ high: Int, _ candidates: [IncidentCandidate]) -> Int {
        (low..<high).first { candidates[Int(members[$0])].counts && !candidates[Int(members[$0])].isTaken } ?? high
    }

    // MARK: - The present window

    @inline(__always)
    private mutating func add(_ candidate: IncidentCandidate) {
        if inWindow[Int(candidate.unit)] == 0 { distinct += 1 }
        inWindow[Int(candidate.unit)] &+= 1
        drops += 1
    }

    @inline(__always)
    private mutating func remove(_ candidate: IncidentCandidate) {
        guard candidate.counts, !candidate.isTaken else { return }
        inWindow[Int(candidate.unit)] &-= 1
        if inWindow[Int(candidate.unit)] == 0 { distinct -= 1 }
        drops -= 1
    }

    @discardableResult
    private mutating func addIfCounting(_ candidate: IncidentCandidate) -> Bool {
        guard candidate.counts, !candidate.isTaken else { return false }
        add(candidate)
        return true
    }

    private mutating func clear(_ members: [UInt32], _ range: Range<Int>, _ candidates: [IncidentCandidate]) {
        for place in range { inWindow[Int(candidates[Int(members[place])].unit)] = 0 }
        distinct = 0
        drops = 0
    }
}
