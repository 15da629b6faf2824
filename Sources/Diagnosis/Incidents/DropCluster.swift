import Model

/// The drops of one surge, looked at together.
struct DropCluster {
    let members: [IncidentSearch.Candidate]
    let hub: Int
    let surge: Surge
    let fleet: Int
    /// Distinct identities.
    private(set) var devices = 0
    /// Distinct identities with a 5xx code, with an upgrade code, with a throttling code.
    private(set) var withService = 0
    private(set) var withUpgrade = 0
    private(set) var throttled = 0
    /// Distinct identities that were refused with a throttling code on their way back.
    private(set) var throttledReturns = 0
    /// Masked prefixes a.b.c among the drops.
    private(set) var prefixes = 0
    /// The narrowest group that holds most of the devices and less than half of the fleet.
    private(set) var shared: SharedGroup?
    /// Of each member whether it is of that group; empty where there is none.
    private var isOfSharedGroup: [Bool] = []
    /// Groups hold half of the fleet or more, so that sharing one says nothing.
    private(set) var fleetIsInOnePlace = false
    let groupings: [Grouping]

    /// A group that the devices have in common.
    struct SharedGroup: Equatable {
        /// Position in the groupings, and in that grouping's names.
        var grouping: Int
        var group: Int
        var devices: Int
        var size: Int
    }

    init(
        _ members: [IncidentSearch.Candidate], drops: DropRecords, hub: Int, surge: Surge, _ search: IncidentSearch
    ) {
        self.members = members
        self.hub = hub
        self.surge = surge
        groupings = search.groupings
        fleet = search.evidence.fleetSize(hub)
        var identities: [UInt32: CodeClasses] = [:]
        var firstDrops: [DropRecord] = []
        var refused = Set<UInt32>()
        for member in members {
            let drop = drops[member.position]
            if identities[drop.identity] == nil { firstDrops.append(drop) }
            identities[drop.identity, default: CodeClasses()].bits |= member.classes.bits
            if drop.flags.contains(.refusedAsThrottled) { refused.insert(drop.identity) }
        }
        throttledReturns = refused.count
        devices = identities.count
        for classes in identities.values {
            if classes.contains(.service) { withService += 1 }
            if classes.contains(.upgrade) { withUpgrade += 1 }
            if classes.contains(.throttled) { throttled += 1 }
        }
        let clients = search.evidence.vocabulary.clients
        findSharedGroup(firstDrops, clients, search.evidence.settings)
        guard let shared else { return }
        isOfSharedGroup = members.map { member in
            groupings[shared.grouping].group(of: drops[member.position], clients: clients) == shared.group
        }
    }

    /// Looks for a group that the devices have in common; of each the first drop speaks.
    private mutating func findSharedGroup(
        _ firstDrops: [DropRecord], _ clients: [ClientDescription], _ settings: AnalysisSettings
    ) {
        for (number, grouping) in groupings.enumerated() {
            var counts: [Int: Int] = [:]
            for drop in firstDrops { counts[grouping.group(of: drop, clients: clients), default: 0] += 1 }
            if grouping.kind == .narrowPrefix { prefixes = counts.count }
            counts[0] = nil
            let largest = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
            // Single drops that would have come anyway are not held against a group.
            let usual = min(
                surge.usual * Double(surge.minutes.count) / settings[.incidentWindow], Double(devices) / 4)
            guard let largest,
                Double(largest.value) >= settings[.groupShare] / 100 * (Double(devices) - usual)
            else { continue }
            let size = grouping.fleet[hub][largest.key]
            guard Double(size) < settings[.groupFleet] / 100 * Double(fleet) else {
                fleetIsInOnePlace = true
                continue
            }
            let found = SharedGroup(grouping: number, group: largest.key, devices: largest.value, size: size)
            // The groupings come from narrow to wide, a tag before all: the first that fits says most.
            if shared == nil { shared = found }
        }
    }

    /// What the surge is; nil when it is nothing that a rule knows.
    func classify(_ settings: AnalysisSettings) -> IncidentClassification? {
        PlatformUpgradeWaveRule.classify(self, settings)
            ?? ReconnectStormRule.classify(self)
            ?? ServiceIncidentRule.classify(self, settings)
            ?? SiteOutageRule.classify(self, settings)
    }

    /// Whether a member belongs to the incident: those of a site must be of the site.
    func belongs(_ index: Int, to classification: IncidentClassification) -> Bool {
        guard isNoCoincidence(members[index]) else { return false }
        guard classification.kind == .siteOutage, classification.shared != nil else {
            return classification.kind != .platformUpgrade || members[index].classes.contains(.upgrade)
                || members[index].classes.contains(.service)
        }
        return isOfSharedGroup[index]
    }
}

extension DropCluster {
    /// A device that drops all day may have dropped by itself just then: it belongs only where the share of devices
    /// that the incident took exceeds the chance of that.
    private func isNoCoincidence(_ member: IncidentSearch.Candidate) -> Bool {
        if member.isTold || member.ofDevice < 2 { return true }
        let chance = Double(member.ofDevice * surge.minutes.count) / 1440
        let share =
            shared.map { Double($0.devices) / Double(max(1, $0.size)) } ?? Double(devices) / Double(max(1, fleet))
        return chance < share
    }
}

/// What a surge is, and how sure that is.
struct IncidentClassification {
    var kind: Incident.Kind
    var confidence: Confidence
    var shared: DropCluster.SharedGroup?
    /// False where drops keep their own cause: the surge is real, what caused it is not told.
    var namesCause = true

    /// The cause that a drop of the incident gets; nil to keep its own.
    func cause(of classes: CodeClasses, now: Classification) -> Classification? {
        guard namesCause else { return nil }
        switch kind {
        case .siteOutage:
            return now.cause == .networkLoss || now.cause == .unknown ? Classification(.siteOutage, confidence) : nil
        case .serviceIncident:
            guard now.cause != .throttled else { return nil }
            let isSaid = classes.contains(.service) || classes.contains(.upgrade)
            return Classification(.serviceIncident, isSaid ? confidence : min(confidence, .medium))
        case .platformUpgrade:
            return Classification(.platformUpgrade, confidence)
        case .reconnectStorm, .massDrop:
            return nil
        }
    }
}
