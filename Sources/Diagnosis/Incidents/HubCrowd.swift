import Model
import Threads

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A group of devices that may fail together, with its drops.
struct CrowdGroup {
    /// Position in the groupings; nil for the whole hub.
    let grouping: Int?
    /// Position in that grouping's names.
    let group: Int
    /// Places of its candidates, in order of time.
    let members: [UInt32]
    /// Devices of it.
    let size: Int
    /// It holds so much of the fleet that its drops are the hub's as well.
    var isMost = false
    /// Its drops that count and that nothing explains yet.
    var drops = 0
    var bursts: [Burst] = []
}

/// The candidates of each group of a grouping.
private struct CrowdMembers: Sendable {
    /// The group of each candidate.
    let groups: [UInt32]
    let members: Buckets

    init(_ grouping: Grouping, _ candidates: [IncidentCandidate], _ drops: DropRecords, _ evidence: DayEvidence) {
        let clients = evidence.vocabulary.clients
        groups = candidates.map { UInt32(grouping.group(of: drops[$0.position], clients: clients)) }
        members = Buckets(groups, count: grouping.names.count)
    }
}

/// The drops of one hub that nothing explains yet, in groups of devices.
struct HubCrowd {
    let hub: Int
    let fleet: Int
    private(set) var candidates: [IncidentCandidate]
    private(set) var rhythm: HubRhythm
    /// The whole hub first.
    private(set) var groups: [CrowdGroup] = []
    private let groupings: [Grouping]
    /// By grouping, of each candidate the position in `groups`; negative for none.
    private var places: [[Int32]] = []
    /// Milliseconds of the data.
    let span: Double
    /// Of the hub; what scatters with its hours scatters less in a part of it.
    private let dispersion: Double
    /// Groups hold half of the fleet or more, so that sharing one says nothing.
    private(set) var isInOnePlace = false

    init(
        _ hub: Int, _ candidates: [IncidentCandidate], groupings: [Grouping], _ drops: DropRecords,
        _ evidence: DayEvidence
    ) {
        self.hub = hub
        self.candidates = candidates
        self.groupings = groupings
        fleet = max(1, evidence.fleetSize(hub))
        let all = MillisRange(start: MillisClock.reach, end: evidence.dataEnd)
        let missing = evidence.missing[hub].reduce(Int64(0)) { $0 + $1.shared(with: all) }
        span = max(UsualDrops.resolution, Double(Int64(all.end - all.start) - missing))
        rhythm = HubRhythm(candidates, from: MillisClock.reach, to: evidence.dataEnd)
        dispersion = rhythm.dispersion(minutes: Int(evidence.settings[.incidentWindow]))
        var whole = CrowdGroup(grouping: nil, group: 0, members: (0..<UInt32(candidates.count)).map { $0 }, size: fleet)
        whole.drops = candidates.count { !$0.isRestless }
        groups = [whole]
        madeInOrder("hubdrops groups", of: groupings.indices, atOnce: 1, waiting: groupings.count) { [candidates] in
            $0.map { CrowdMembers(groupings[$0], candidates, drops, evidence) }
        } take: {
            for members in $0 { add(members, evidence) }
        }
    }

    /// Groups with enough drops; of those that hold half of the fleet or more only places.
    private mutating func add(_ found: CrowdMembers, _ evidence: DayEvidence) {
        let number = places.count
        let grouping = groupings[number]
        let members = found.members
        var positions = Array(repeating: Int32(-1), count: grouping.names.count)
        let least = Int(evidence.settings[.groupDevices])
        for group in 1..<max(1, grouping.names.count) {
            let size = grouping.fleet[hub][group]
            let isMost = Double(size) >= evidence.settings[.groupFleet] / 100 * Double(fleet)
            if isMost {
                guard grouping.isPlace, grouping.kind != .widePrefix else { continue }
                isInOnePlace = true
            }
            guard members[group].count >= least, size >= least else { continue }
            var found = CrowdGroup(grouping: number, group: group, members: Array(members[group]), size: size)
            found.isMost = isMost
            found.drops = found.members.count { !candidates[Int($0)].isRestless }
            positions[group] = Int32(groups.count)
            groups.append(found)
        }
        places.append(found.groups.map { positions[Int($0)] })
    }

    /// What a group is, for an incident; nil for the whole hub.
    func scope(of group: Int) -> DropCluster.SharedGroup? {
        groups[group].grouping.map {
            DropCluster.SharedGroup(grouping: $0, group: groups[group].group, size: groups[group].size)
        }
    }

    func usual(of group: CrowdGroup, groups count: Int? = nil) -> UsualDrops {
        UsualDrops(
            size: group.size, hubSize: fleet, drops: group.drops, hubDrops: groups[0].drops, span: span,
            groups: Double(count ?? groups.count),
            dispersion: 1 + (dispersion - 1) * min(1, Double(group.size) / Double(fleet)))
    }

    private func minimum(of group: CrowdGroup, _ settings: AnalysisSettings) -> BurstScan.Minimum {
        let ofFleet = settings[.incidentFleet] / 100 * Double(fleet)
        guard group.grouping != nil else {
            return BurstScan.Minimum(devices: Int(settings[.groupDevices]), excess: ofFleet)
        }
        // A good part of the group, or of the hub.
        let part = min(
            settings[.groupDrop] / 100 * Double(group.size), max(settings[.incidentDevices] + 1, ofFleet))
        return BurstScan.Minimum(devices: Int(settings[.groupDevices]), excess: part * 0.9)
    }

    /// Looks at every group; no group's bursts say anything of another's yet, so two threads share them.
    mutating func findBursts(_ scan: BurstScan, _ settings: AnalysisSettings) {
        let large = groups.indices.filter { groups[$0].drops >= Int(settings[.groupDevices]) }
            .sorted { (groups[$1].members.count, $0) < (groups[$0].members.count, $1) }
        var shares: (first: [Int], second: [Int]) = ([], [])
        var ahead = 0
        for number in large {
            if ahead > 0 { shares.second.append(number) } else { shares.first.append(number) }
            ahead += ahead > 0 ? -groups[number].members.count : groups[number].members.count
        }
        let (second, first) = inParallel("hubdrops bursts") { [self, scan, shares] in
            bursts(of: shares.second, scan, settings)
        } here: {
            bursts(of: shares.first, scan, settings)
        }
        for (number, found) in zip(shares.first + shares.second, first + second) { groups[number].bursts = found }
    }

    private func bursts(of groups: [Int], _ scan: BurstScan, _ settings: AnalysisSettings) -> [[Burst]] {
        var scan = scan
        return groups.map { bursts(of: $0, 0..<self.groups[$0].members.count, &scan, settings) }
    }

    private func bursts(
        of number: Int, _ range: Range<Int>, _ scan: inout BurstScan, _ settings: AnalysisSettings
    ) -> [Burst] {
        let group = groups[number]
        let found = scan.bursts(
            among: group.members, range, candidates, usual(of: group), rhythm, minimum(of: group, settings))
        return group.isMost ? found.filter { standsOut($0, of: number, settings) } : found
    }

    /// Whether the rest of the hub was spared in a burst of a place that holds most of it, beyond chance.
    private func standsOut(_ burst: Burst, of number: Int, _ settings: AnalysisSettings) -> Bool {
        guard let grouping = groups[number].grouping else { return true }
        let first = candidates.firstSorted { $0.start >= burst.start }
        var elsewhere = Set<UInt32>()
        for place in first..<candidates.count {
            let candidate = candidates[place]
            guard candidate.start <= burst.end else { break }
            let isOther = places[grouping][place] != Int32(number)
            if isOther, candidate.counts, !candidate.isTaken { elsewhere.insert(candidate.unit) }
        }
        let odds = SparedPlaces(fleet: fleet, place: groups[number].size)
            .odds(hit: burst.devices, elsewhere: elsewhere.count)
        return odds >= BurstScan.threshold(settings)
    }

    /// Looks again where drops have been taken out, also in the rest of the region of the burst that they were.
    mutating func findBurstsAgain(
        around explained: Burst, of group: Int, _ scan: inout BurstScan, _ settings: AnalysisSettings
    ) {
        for number in groups.indices where number == group || !groups[number].bursts.isEmpty {
            var kept: [Burst] = []
            for burst in groups[number].bursts {
                guard reaches(burst, explained, of: number) else {
                    kept.append(burst)
                    continue
                }
                let range = burst.region.lowerBound..<(burst.region.upperBound + 1)
                kept += bursts(of: number, range, &scan, settings)
            }
            if number == group {
                let range = explained.region.lowerBound..<(explained.region.upperBound + 1)
                kept += bursts(of: number, range, &scan, settings)
            }
            groups[number].bursts = kept
        }
    }

    /// Whether the region of a burst touches the time of another.
    private func reaches(_ burst: Burst, _ explained: Burst, of number: Int) -> Bool {
        let members = groups[number].members
        let start = candidates[Int(members[burst.region.lowerBound])].start
        let end = candidates[Int(members[burst.region.upperBound])].start
        return start <= explained.end + BurstSplit.slack && explained.start <= end + BurstSplit.slack
    }

    /// Takes the burst that chance explains least out of the lists, or one of a smaller group that explains a part of it
    /// better than the whole does.
    mutating func takeLeastProbable(_ drops: DropRecords, _ settings: AnalysisSettings) -> (group: Int, burst: Burst)? {
        var best: (group: Int, place: Int)?
        for number in groups.indices {
            for (place, burst) in groups[number].bursts.enumerated() {
                guard let now = best else {
                    best = (number, place)
                    continue
                }
                if burst.score > groups[now.group].bursts[now.place].score { best = (number, place) }
            }
        }
        guard let best else { return nil }
        let chosen = BurstSplit(self, drops, settings).part(of: best.group, best.place) ?? best
        return (chosen.group, groups[chosen.group].bursts.remove(at: chosen.place))
    }

    /// Takes out a drop that an incident explains.
    mutating func take(_ place: Int) {
        guard !candidates[place].isTaken else { return }
        candidates[place].isTaken = true
        rhythm.remove(candidates[place])
        guard !candidates[place].isRestless else { return }
        groups[0].drops -= 1
        for grouping in places where grouping[place] >= 0 { groups[Int(grouping[place])].drops -= 1 }
    }
}
