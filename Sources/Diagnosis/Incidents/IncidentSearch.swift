import Model
import Threads

/// Finds the drops that belong together, by explaining away: the group and the time whose excess over the usual is the
/// least probable come first, their drops are taken out, and what is left is looked at again.
///
/// Codes that say outright what they are come before that: the daily quota, throttling, an upgrade.
struct IncidentSearch {
    let evidence: DayEvidence
    let groupings: [Grouping]
    /// Unexpected drops in the data, by identity.
    private let dropCounts: [UInt16]
    private(set) var incidents: [Incident] = []
    private var scan: BurstScan
    private var settings: AnalysisSettings { evidence.settings }
    /// No day has so many.
    private static let mostIncidents = 2000

    init(_ evidence: DayEvidence, _ groupings: [Grouping], dropCounts: [UInt16]) {
        self.evidence = evidence
        self.groupings = groupings
        self.dropCounts = dropCounts
        let units = max(evidence.vocabulary.devices.count, evidence.analysis.identities.count)
        scan = BurstScan(units: units + 1, settings: evidence.settings)
    }

    /// Searches every hub, and gives the drops of an incident its number and its cause.
    mutating func run(_ drops: inout DropRecords) {
        for hub in evidence.analysis.hubs.indices {
            var candidates = candidates(of: hub, in: drops)
            guard Double(candidates.count) >= settings[.groupDevices] else { continue }
            for grouping in groupings where grouping.kind != .widePrefix && grouping.isPlace {
                CommonCuts(grouping, hub: hub, span: Double(evidence.dataEnd - MillisClock.reach), settings)
                    .mark(&candidates, drops, clients: evidence.vocabulary.clients)
            }
            var crowd = HubCrowd(hub, candidates, groupings: groupings, drops, evidence)
            searchQuota(&crowd, &drops)
            searchTold(&crowd, &drops, least: ReconnectStormRule.leastApart) { $0.classes.contains(.throttled) }
            searchTold(&crowd, &drops) { $0.classes.contains(.upgrade) }
            searchGroups(&crowd, &drops)
            searchTold(&crowd, &drops) { $0.classes.contains(.throttled) }
            searchTold(&crowd, &drops, where: \.isSaid)
        }
        order(&drops)
    }

    /// Drops without a harmless explanation; what one device alone is to blame for is none of them.
    private func candidates(of hub: Int, in drops: DropRecords) -> [IncidentCandidate] {
        let middle = drops.count / 2
        let (second, first) = inParallel("hubdrops search") { [self] in
            candidates(of: hub, in: drops, middle..<drops.count)
        } here: {
            candidates(of: hub, in: drops, 0..<middle)
        }
        return first + second
    }

    private func candidates(of hub: Int, in drops: DropRecords, _ positions: Range<Int>) -> [IncidentCandidate] {
        var result: [IncidentCandidate] = []
        for position in positions {
            let drop = drops[position]
            // What was lost before the data began is told of by the days before.
            guard drop.start >= MillisClock.reach else { continue }
            let state = evidence.analysis.identities[Int(drop.identity)]
            guard Int(state.hub) == hub else { continue }
            switch drop.cause {
            case .networkLoss, .serviceIncident, .platformUpgrade, .throttled, .unknown: break
            default: continue
            }
            var classes = evidence.analysis.codeSets.setClasses[Int(drop.codes)]
            if drop.flags.contains(.refusedByService) { classes.insert(.service) }
            let count = dropCounts[Int(drop.identity)]
            let isTold = classes.contains(.service) || classes.contains(.upgrade) || classes.contains(.throttled)
            // What happens at this time every day is known, unless its code says what it is.
            guard isTold || !evidence.isDaily(drop) else { continue }
            let isRestless = Double(count) >= settings[.flappingInDay]
            result.append(
                IncidentCandidate(
                    position: position, start: drop.start, unit: evidence.unit(of: Int(drop.identity)),
                    classes: classes,
                    ofDevice: count, isRestless: isRestless && !isTold,
                    spansMissing: drop.flags.contains(.spansMissing)))
        }
        return result
    }

    /// 403002 says what it is, and lasts until 00:00 UTC: all of its drops before one midnight are one incident.
    private mutating func searchQuota(_ crowd: inout HubCrowd, _ drops: inout DropRecords) {
        let isQuota = evidence.analysis.codeSets.sets.map { set in
            set.contains { evidence.analysis.codeSets.codes[Int($0)] == DailyQuotaRule.code }
        }
        guard isQuota.contains(true) else { return }
        var days: [Int64: [UInt32]] = [:]
        for (place, candidate) in crowd.candidates.enumerated() where !candidate.isTaken {
            guard isQuota[Int(drops[candidate.position].codes)] else { continue }
            let day = evidence.clock.instant(candidate.start).seconds / 86_400
            days[day, default: []].append(UInt32(place))
        }
        for (_, members) in days.sorted(by: { $0.key < $1.key }) {
            let units = Set(members.map { crowd.candidates[Int($0)].unit })
            guard Double(units.count) >= settings[.serviceCodeDevices] else { continue }
            let cluster = DropCluster(members, crowd, drops: drops, usual: 0, scope: nil, self)
            settle(cluster, IncidentClassification(kind: .dailyQuota, confidence: .high), &crowd, &drops)
        }
    }

    /// Bursts among the drops of a hub whose codes say what they are: so few of them come by themselves that three
    /// devices are enough.
    ///
    /// - Parameter least: the fewest devices that count apart from what happens at the same time.
    private mutating func searchTold(
        _ crowd: inout HubCrowd, _ drops: inout DropRecords, least: Int = 0, where isTold: (IncidentCandidate) -> Bool
    ) {
        let members = crowd.candidates.indices.filter { isTold(crowd.candidates[$0]) && !crowd.candidates[$0].isTaken }
        guard Double(members.count) >= settings[.serviceCodeDevices] else { return }
        var group = CrowdGroup(grouping: nil, group: 0, members: members.map(UInt32.init), size: crowd.fleet)
        group.drops = members.count
        let minimum = BurstScan.Minimum(devices: Int(settings[.serviceCodeDevices]), excess: 0)
        var usual = crowd.usual(of: group, groups: 1)
        usual.hubDrops = members.count
        var bursts = scan.bursts(
            among: group.members, 0..<group.members.count, crowd.candidates, usual, crowd.rhythm, minimum)
        bursts.sort { $0.start < $1.start }
        for burst in bursts {
            let members = burst.members.map { group.members[$0] }.filter { !crowd.candidates[Int($0)].isTaken }
            let cluster = DropCluster(members, crowd, drops: drops, usual: burst.usual, scope: nil, self)
            if cluster.devices >= least, let classification = cluster.classifyTold(settings) {
                settle(cluster, classification, &crowd, &drops)
            }
        }
    }

    /// The least probable burst of all groups first.
    private mutating func searchGroups(_ crowd: inout HubCrowd, _ drops: inout DropRecords) {
        crowd.findBursts(scan, settings)
        while incidents.count < IncidentSearch.mostIncidents, let best = crowd.takeLeastProbable(drops, settings) {
            let burst = best.burst
            let members = crowd.members(of: best.group, in: burst, drops, settings)
            let scope = crowd.scope(of: best.group)
            let cluster = DropCluster(members, crowd, drops: drops, usual: burst.usual, scope: scope, self)
            guard let classification = cluster.classify(settings) ?? classifyRest(cluster) else { continue }
            if settle(cluster, classification, &crowd, &drops) {
                crowd.findBurstsAgain(around: burst, of: best.group, &scan, settings)
            }
        }
    }

    /// What is left to say of a burst that no code and no common place explains.
    private func classifyRest(_ cluster: DropCluster) -> IncidentClassification? {
        let least = max(settings[.incidentDevices], settings[.incidentFleet] / 100 * Double(cluster.fleet))
        guard Double(cluster.devices) > least else { return nil }
        let hub = evidence.analysis.hubs[cluster.hub].name
        let health = evidence.health(around: cluster.span, hub: hub, reach: IncidentSearch.healthReach)
        return ReconnectStormRule.classify(ofReturns: cluster) ?? ServiceIncidentRule.told(by: health, of: cluster)
            ?? MassDropRule.classify(cluster)
    }

    /// Seconds that a fault which Azure reports may begin after, or end before, drops that it is to explain: reports are
    /// rounded and late, and a hub notices a silent device by its keep-alive.
    private static let healthReach: Int64 = 900

    /// Makes an incident of a cluster and marks its drops; false where too few of them belong.
    @discardableResult
    private mutating func settle(
        _ cluster: DropCluster, _ classification: IncidentClassification, _ crowd: inout HubCrowd,
        _ drops: inout DropRecords
    ) -> Bool {
        let beginning = cluster.beginning(of: classification, among: crowd.candidates)
        let kept = cluster.members.filter {
            let candidate = crowd.candidates[Int($0)]
            return candidate.start >= beginning && cluster.belongs(candidate, to: classification)
        }
        guard Double(Set(kept.map { crowd.candidates[Int($0)].unit }).count) >= settings[.groupDevices] else {
            return false
        }
        let positions = kept.map { crowd.candidates[Int($0)].position }.sorted()
        let incident = IncidentBuilder(
            evidence: evidence, hub: crowd.hub, cluster: cluster, classification: classification
        ).build(positions, drops)
        incidents.append(incident)
        for member in kept {
            let candidate = crowd.candidates[Int(member)]
            crowd.take(Int(member))
            drops[candidate.position].incident = UInt16(clamping: incidents.count)
            let now = drops[candidate.position].classification
            if let cause = classification.cause(of: candidate.classes, now: now) {
                drops[candidate.position].classification = cause
            }
        }
        return true
    }

    /// Incidents in order of time, without those that start outside the day; drops get the new numbers.
    private mutating func order(_ drops: inout DropRecords) {
        let kept = incidents.indices.filter {
            evidence.day.contains(evidence.clock.clamped(incidents[$0].start))
        }.sorted { (incidents[$0].start, incidents[$0].key) < (incidents[$1].start, incidents[$1].key) }
        var numbers = Array(repeating: UInt16(0), count: incidents.count + 1)
        for (place, old) in kept.enumerated() { numbers[old + 1] = UInt16(place + 1) }
        for position in 0..<drops.count where drops[position].incident != 0 {
            drops[position].incident = numbers[Int(drops[position].incident)]
        }
        var keys: [String: Int] = [:]
        incidents = kept.map { old in
            var incident = incidents[old]
            let copies = keys[incident.key, default: 0] + 1
            keys[incident.key] = copies
            if copies > 1 { incident.key += "-\(copies)" }
            return incident
        }
    }
}
