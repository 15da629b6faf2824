import Model

/// The drops of one burst, looked at together.
struct DropCluster {
    /// Places of the candidates in the hub's list, in order of time.
    let members: [UInt32]
    let hub: Int
    /// Devices that would have dropped in the same time anyway.
    let usual: Double
    let fleet: Int
    /// The group that the devices have in common; nil for the whole hub.
    let shared: SharedGroup?
    let span: MillisRange
    let groupings: [Grouping]
    /// Groups hold half of the fleet or more, so that sharing one says nothing.
    let fleetIsInOnePlace: Bool
    /// Distinct devices.
    private(set) var devices = 0
    /// Distinct devices with a 5xx code, with an upgrade code, with a throttling code.
    private(set) var withService = 0
    private(set) var withUpgrade = 0
    private(set) var throttled = 0
    /// Distinct devices that were refused with a throttling code on their way back.
    private(set) var throttledReturns = 0
    /// Masked prefixes a.b.c among the drops.
    private(set) var prefixes = 0
    /// Devices of the hub outside the group that dropped in the same time.
    private(set) var elsewhere = 0

    /// A group that the devices have in common.
    struct SharedGroup: Equatable {
        /// Position in the groupings, and in that grouping's names.
        var grouping: Int
        var group: Int
        /// Devices of it.
        var size: Int
    }

    init(
        _ members: [UInt32], _ crowd: HubCrowd, drops: DropRecords, usual: Double, scope: SharedGroup?,
        _ search: IncidentSearch
    ) {
        self.members = members
        self.usual = usual
        hub = crowd.hub
        fleet = crowd.fleet
        fleetIsInOnePlace = crowd.isInOnePlace
        shared = scope
        groupings = search.groupings
        let starts = members.map { crowd.candidates[Int($0)].start }
        span = MillisRange(start: starts.min() ?? 0, end: (starts.max() ?? 0) + 1)
        count(crowd, drops, search.evidence)
    }

    private mutating func count(_ crowd: HubCrowd, _ drops: DropRecords, _ evidence: DayEvidence) {
        var units: [UInt32: CodeClasses] = [:]
        var refused = Set<UInt32>()
        var narrow = Set<Int>()
        let clients = evidence.vocabulary.clients
        let addresses = groupings.first { $0.kind == .narrowPrefix }
        for member in members {
            let candidate = crowd.candidates[Int(member)]
            let drop = drops[candidate.position]
            units[candidate.unit, default: CodeClasses()].bits |= candidate.classes.bits
            if drop.flags.contains(.refusedAsThrottled) { refused.insert(candidate.unit) }
            if let addresses { narrow.insert(addresses.group(of: drop, clients: clients)) }
        }
        throttledReturns = refused.count
        prefixes = narrow.count
        devices = units.count
        for classes in units.values {
            if classes.contains(.service) { withService += 1 }
            if classes.contains(.upgrade) { withUpgrade += 1 }
            if classes.contains(.throttled) { throttled += 1 }
        }
        guard shared != nil else { return }
        let first = crowd.candidates.firstSorted { $0.start >= span.start }
        let last = crowd.candidates.firstSorted { $0.start >= span.end }
        elsewhere = Set((first..<max(first, last)).map { crowd.candidates[$0].unit }).subtracting(units.keys).count
    }

    /// Whether what the devices share is a place.
    var isOfOnePlace: Bool { shared.map { groupings[$0.grouping].isPlace } ?? false }

    /// What they share is a carrier's prefix, and next to none of them shares a network with another: that is no site, and
    /// a carrier only perhaps.
    var isScattered: Bool {
        guard let shared, groupings[shared.grouping].kind == .widePrefix else { return false }
        return prefixes * 5 > devices * 4
    }

    /// In words, for sentences; nil for the whole hub.
    var sharedWords: String? { shared.map { groupings[$0.grouping].words(of: $0.group) } }

    /// What the burst is; nil when it is nothing that a rule knows.
    func classify(_ settings: AnalysisSettings) -> IncidentClassification? {
        PlatformUpgradeWaveRule.classify(self, settings)
            ?? ReconnectStormRule.classify(self)
            ?? ServiceIncidentRule.classify(self, settings)
            ?? SiteOutageRule.classify(self, settings)
    }

    /// What a burst among drops is whose codes tell.
    func classifyTold(_ settings: AnalysisSettings) -> IncidentClassification? {
        PlatformUpgradeWaveRule.classify(self, settings)
            ?? ReconnectStormRule.classify(self)
            ?? ServiceIncidentRule.classify(self, settings)
    }

    /// When an incident begins: where many devices got codes of the service no minute passes without one, so that what was
    /// lost before that was lost by itself, and so were one or two lonely codes.
    func beginning(of classification: IncidentClassification, among candidates: [IncidentCandidate]) -> DayMillis {
        guard classification.kind == .serviceIncident, shared == nil, withService >= DropCluster.many else { return 0 }
        let told = members.map { candidates[Int($0)] }.filter(\.isSaid).map(\.start).sorted()
        let reach = DropCluster.withoutCode
        let first = (0..<DropCluster.lonely).reduce(0) { first, place in
            told[place + 1] - told[place] > reach ? place + 1 : first
        }
        return told[first] - min(told[first], reach)
    }

    /// Devices.
    private static let many = 20
    /// Codes of the service, so few of many that they may be of something else.
    private static let lonely = 2
    /// Milliseconds.
    private static let withoutCode: DayMillis = 60_000

    /// Whether a drop belongs to the incident.
    ///
    /// A device that drops all day may have dropped by itself just then: it belongs only where the share of devices
    /// that the incident took exceeds the chance of that.
    func belongs(_ member: IncidentCandidate, to classification: IncidentClassification) -> Bool {
        if classification.kind == .platformUpgrade && !member.isSaid { return false }
        if member.isTold || member.ofDevice < 2 { return true }
        let minutes = Double(span.end - span.start) / 60_000 + 1
        let share = Double(devices) / Double(max(1, shared?.size ?? fleet))
        return Double(member.ofDevice) * minutes / 1440 < share
    }
}

/// What a burst is, and how sure that is.
struct IncidentClassification {
    var kind: Incident.Kind
    var confidence: Confidence
    /// False where drops keep their own cause: the burst is real, what caused it is not told.
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
        case .reconnectStorm, .massDrop, .dailyQuota:
            return nil
        }
    }
}
