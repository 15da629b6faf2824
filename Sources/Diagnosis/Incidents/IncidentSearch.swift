import Model

/// Finds the drops that belong together, first those of a whole hub, then those of single groups.
struct IncidentSearch {
    /// A drop that may belong to an incident: 16 bytes, since a large day has millions of them.
    struct Candidate: BitwiseCopyable {
        private let drop: UInt32
        private let startMinute: UInt32
        let classes: CodeClasses
        private let dropsOfDevice: UInt16
        var isTaken = false

        init(position: Int, minute: DayMillis, classes: CodeClasses, ofDevice: UInt16) {
            drop = UInt32(position)
            startMinute = minute
            self.classes = classes
            dropsOfDevice = ofDevice
        }

        var position: Int { Int(drop) }
        /// Minutes since the start of the data.
        var minute: Int { Int(startMinute) }
        /// How many drops its device had all day: 1 for its only one.
        var ofDevice: Int { Int(dropsOfDevice) }

        /// Whether its code says more than that the connection is gone.
        var isTold: Bool { isSaid || classes.contains(.throttled) }

        /// Whether its code speaks of the service.
        var isSaid: Bool { classes.contains(.service) || classes.contains(.upgrade) }
    }

    let evidence: DayEvidence
    let groupings: [Grouping]
    /// Unexpected drops in the data, by identity.
    private let dropCounts: [UInt16]
    /// One number for a gateway and its modules, by device; a device without modules has its own.
    private let units: [DeviceID]
    private var lastCounted: LastCounted
    private(set) var incidents: [Incident] = []
    private var settings: AnalysisSettings { evidence.settings }

    init(_ evidence: DayEvidence, dropCounts: [UInt16]) {
        self.evidence = evidence
        self.dropCounts = dropCounts
        units = IncidentSearch.units(evidence.vocabulary.devices)
        lastCounted = LastCounted(units: units.isEmpty ? evidence.analysis.identities.count : units.count)
        groupings = Grouping.all(evidence)
    }

    /// Searches every hub, and gives the drops of an incident its number and its cause.
    mutating func run(_ drops: inout DropRecords) {
        for hub in evidence.analysis.hubs.indices {
            var candidates = candidates(of: hub, in: drops)
            guard Double(candidates.count) >= settings[.serviceCodeDevices] else { continue }
            let active = evidence.fleetSize(hub)
            let share = settings[.incidentFleet] / 100 * Double(active)
            let least = max(settings[.incidentDevices], share)
            // 429xxx says outright what it is: three devices are enough, also of a small fleet.
            search(hub, &candidates, &drops, atLeast: settings[.serviceCodeDevices] - 1, mayBeUnexplained: false) {
                $0.classes.contains(.throttled)
            }
            // What the whole hub shows comes first when a rule knows it, then groups too small to show in it, then
            // codes of the service too few to show in it, and last what no rule can explain.
            search(hub, &candidates, &drops, atLeast: least, mayBeUnexplained: false) { _ in true }
            searchGroups(hub, &candidates, &drops)
            search(hub, &candidates, &drops, atLeast: settings[.incidentDevices], mayBeUnexplained: false) { $0.isSaid }
            // 400029 and 400030 say outright what they are: three devices are enough.
            search(hub, &candidates, &drops, atLeast: settings[.serviceCodeDevices] - 1, mayBeUnexplained: false) {
                $0.classes.contains(.upgrade)
            }
            search(hub, &candidates, &drops, atLeast: least, mayBeUnexplained: true) { _ in true }
        }
        order(&drops)
    }

    /// Drops without a harmless explanation; what one device alone is to blame for is none of them.
    private func candidates(of hub: Int, in drops: DropRecords) -> [Candidate] {
        var result: [Candidate] = []
        for position in 0..<drops.count {
            let drop = drops[position]
            // What was lost before the data began is told of by the days before.
            guard drop.start >= MillisClock.reach, Int(evidence.analysis.identities[Int(drop.identity)].hub) == hub
            else {
                continue
            }
            switch drop.cause {
            case .networkLoss, .serviceIncident, .platformUpgrade, .throttled, .unknown: break
            default: continue
            }
            var classes = evidence.analysis.codeSets.setClasses[Int(drop.codes)]
            if drop.flags.contains(.refusedByService) { classes.insert(.service) }
            let candidate = Candidate(
                position: position, minute: (drop.start - MillisClock.reach) / 60_000, classes: classes,
                ofDevice: dropCounts[Int(drop.identity)])
            // What happens at this time every day is known, unless its code says what it is.
            if candidate.isTold || !evidence.isDaily(drop) { result.append(candidate) }
        }
        return result
    }

    /// Devices that dropped, by minute.
    ///
    /// A device that drops all day says nothing about others unless its code does; a device, or a gateway with its
    /// modules, counts once within a window.
    private mutating func perMinute(
        _ candidates: [Candidate], _ drops: DropRecords, where filter: (Candidate) -> Bool = { _ in true }
    ) -> [Int] {
        var counts = Array(repeating: 0, count: Int((evidence.dataEnd - MillisClock.reach) / 60_000) + 1)
        let window = settings[.incidentWindow]
        let restless = settings[.flappingInDay]
        lastCounted.forget()
        for candidate in candidates where filter(candidate) {
            let isRestless = Double(candidate.ofDevice) >= restless
            guard candidate.isTold || !isRestless else { continue }
            let drop = drops[candidate.position]
            guard !drop.flags.contains(.spansMissing) else { continue }
            let unit =
                units.isEmpty ? drop.identity : units[Int(evidence.analysis.identities[Int(drop.identity)].device)]
            if let last = lastCounted[unit], Double(candidate.minute - last) < window { continue }
            lastCounted[unit] = candidate.minute
            counts[candidate.minute] += 1
        }
        return counts
    }

    /// Empty where no device has modules.
    private static func units(_ devices: [Device]) -> [DeviceID] {
        var ofName: [String: DeviceID] = [:]
        for (number, device) in devices.enumerated() where !device.module.isEmpty {
            if ofName[device.name] == nil { ofName[device.name] = DeviceID(number) }
        }
        guard !ofName.isEmpty else { return [] }
        return devices.enumerated().map { number, device in ofName[device.name] ?? DeviceID(number) }
    }

    /// Surges among the candidates that a filter lets through.
    private mutating func search(
        _ hub: Int, _ candidates: inout [Candidate], _ drops: inout DropRecords, atLeast least: Double,
        mayBeUnexplained: Bool, where filter: (Candidate) -> Bool
    ) {
        let counts = perMinute(candidates, drops) { !$0.isTaken && filter($0) }
        for surge in Surge.find(in: counts, atLeast: least, settings) {
            let first = candidates.firstSorted { $0.minute >= surge.minutes.lowerBound }
            let last = candidates.firstSorted { $0.minute >= surge.minutes.upperBound }
            let members = (first..<last).filter { !candidates[$0].isTaken && filter(candidates[$0]) }
            classify(hub, surge, members, mayBeUnexplained, &candidates, &drops)
        }
    }

    /// Decides what a surge is, makes an incident of it and marks its drops.
    private mutating func classify(
        _ hub: Int, _ surge: Surge, _ members: [Int], _ mayBeUnexplained: Bool, _ candidates: inout [Candidate],
        _ drops: inout DropRecords
    ) {
        let cluster = DropCluster(members.map { candidates[$0] }, drops: drops, hub: hub, surge: surge, self)
        guard let classification = cluster.classify(settings) ?? (mayBeUnexplained ? classifyRest(cluster) : nil) else {
            return
        }
        var kept: [Int] = []
        for (index, member) in members.enumerated() where cluster.belongs(index, to: classification) {
            kept.append(member)
        }
        guard incidents.count < Int(UInt16.max) - 1, kept.count >= 3 else { return }
        let positions = kept.map { candidates[$0].position }
        let incident = IncidentBuilder(evidence: evidence, hub: hub, cluster: cluster, classification: classification)
            .build(positions, drops)
        incidents.append(incident)
        for member in kept {
            candidates[member].isTaken = true
            let position = candidates[member].position
            drops[position].incident = UInt16(incidents.count)
            if let cause = classification.cause(of: candidates[member].classes, now: drops[position].classification) {
                drops[position].classification = cause
            }
        }
    }

    /// What is left to say of a surge that no code and no common group explains.
    private func classifyRest(_ cluster: DropCluster) -> IncidentClassification {
        let minutes = cluster.surge.minutes
        let span = MillisRange(
            start: MillisClock.reach + DayMillis(minutes.lowerBound) * 60_000,
            end: MillisClock.reach + DayMillis(minutes.upperBound) * 60_000)
        let hub = evidence.analysis.hubs[cluster.hub].name
        let health = evidence.health(around: span, hub: hub, reach: IncidentSearch.healthReach)
        return ReconnectStormRule.classify(ofReturns: cluster) ?? ServiceIncidentRule.told(by: health, of: cluster)
            ?? MassDropRule.classify()
    }

    /// Seconds that a fault which Azure reports may begin after, or end before, drops that it is to explain: reports are
    /// rounded and late, and a hub notices a silent device by its keep-alive.
    private static let healthReach: Int64 = 900

    /// Groups that are too small to show in a large hub, but of which a good part dropped together.
    private mutating func searchGroups(_ hub: Int, _ candidates: inout [Candidate], _ drops: inout DropRecords) {
        for grouping in groupings {
            let clients = evidence.vocabulary.clients
            let groups = candidates.map { candidate in
                candidate.isTaken ? 0 : UInt32(grouping.group(of: drops[candidate.position], clients: clients))
            }
            let members = Buckets(groups, count: grouping.names.count)
            for group in 1..<max(1, grouping.names.count) where !members[group].isEmpty {
                let size = grouping.fleet[hub][group]
                let isMinority = Double(size) < settings[.groupFleet] / 100 * Double(evidence.fleetSize(hub))
                let least = max(settings[.incidentDevices], settings[.groupDrop] / 100 * Double(size))
                guard isMinority, Double(members[group].count) > least else { continue }
                searchGroup(hub, members[group].map { Int($0) }, atLeast: least, &candidates, &drops)
            }
        }
    }

    private mutating func searchGroup(
        _ hub: Int, _ members: [Int], atLeast least: Double, _ candidates: inout [Candidate], _ drops: inout DropRecords
    ) {
        for surge in Surge.find(in: perMinute(members.map { candidates[$0] }, drops), atLeast: least, settings) {
            let within = members.filter { surge.minutes.contains(candidates[$0].minute) && !candidates[$0].isTaken }
            classify(hub, surge, within, false, &candidates, &drops)
        }
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
