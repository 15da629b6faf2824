/// Something that takes many devices' connections at once.
struct PlannedIncident: Sendable {
    enum Kind: String, Sendable {
        case siteOutage = "site-outage"
        case serviceIncident = "service-incident"
        case platformUpgrade = "platform-upgrade"
        case reconnectStorm = "reconnect-storm"
        case credentialExpiry = "credential-expiry"
        case dailyQuota = "daily-quota"
    }

    let id: String
    let hub: Int
    let kind: Kind
    /// When the fault begins and ends, not when the log first and last shows it.
    let fault: Range<Int>
    /// The share of the hub's devices that it reaches; for a site all of the site's.
    let share: Double
    let site: Int?
    /// The members of a behaviour that it hits, in place of a site.
    var group: Group?
    /// Whether the hub notices at once.
    var isInstant = false

    struct Group: Equatable, Sendable {
        let behaviour: String
        let number: Int
    }

    func hits(_ device: SimulatedDevice) -> Bool {
        guard let group else { return site == device.site.number && !device.roams }
        return device.behaviour?.name == group.behaviour && device.group == group.number
    }
}

/// The incidents of a plan, all on the first hub: the others stay without, for comparison.
struct Scenario: Sendable {
    let incidents: [PlannedIncident]
    /// Share of a service incident's devices that are thrown out again by the throttle on their return.
    let throttledShare: Double

    init(_ plan: Plan) {
        throttledShare = plan.profile == .incident ? 0.15 : 0.05
        var made: [PlannedIncident] = []
        if plan.profile != .quiet {
            var random = SeededRandom(seed: plan.seed, 1)
            for day in 0..<plan.days where plan.incidentDays?.contains(day + 1) ?? true {
                made += Self.incidents(ofDay: day, plan, throttledShare: throttledShare, &random)
            }
        }
        for behaviour in plan.behaviours {
            made += behaviour.incidents(plan, behaviour.groups(ofDevices: plan.hubs.first?.devices ?? 0))
        }
        incidents = made
    }

    private static func incidents(
        ofDay day: Int, _ plan: Plan, throttledShare: Double, _ random: inout SeededRandom
    ) -> [PlannedIncident] {
        let midnight = plan.firstDay + day * 86_400
        let devices = plan.hubs.first?.devices ?? 0
        let sites = Site.count(forDevices: devices)
        var made: [PlannedIncident] = []
        func append(_ kind: PlannedIncident.Kind, _ fault: Range<Int>, _ share: Double, _ site: Int?) {
            let id = "\(kind.rawValue)-\(day + 1)-\(made.count + 1)"
            made.append(PlannedIncident(id: id, hub: 0, kind: kind, fault: fault, share: share, site: site))
        }
        func add(
            _ kind: PlannedIncident.Kind, hour: ClosedRange<Int>, minutes: ClosedRange<Int>, share: Double,
            site: Int? = nil
        ) {
            let start = midnight + random.whole(hour.lowerBound * 3_600, hour.upperBound * 3_600)
            let seconds = random.whole(minutes.lowerBound * 60, minutes.upperBound * 60)
            append(kind, start..<start + seconds, share, site)
        }
        func addStorm(devicesHit share: Double) {
            guard let cause = made.last, Double(devices) * share * throttledShare >= 20 else { return }
            append(.reconnectStorm, cause.fault, share * throttledShare, nil)
        }
        add(.siteOutage, hour: 5...8, minutes: 20...45, share: 1, site: random.whole(0, sites - 1))
        add(.serviceIncident, hour: 10...12, minutes: 4...8, share: 0.25)
        addStorm(devicesHit: 0.25)
        if day == 0 { add(.credentialExpiry, hour: 15...15, minutes: 3...5, share: 0) }
        add(.platformUpgrade, hour: 19...21, minutes: 8...14, share: 0.12)
        if plan.profile == .incident {
            add(.siteOutage, hour: 1...2, minutes: 20...30, share: 1, site: random.whole(0, sites - 1))
            add(.serviceIncident, hour: 16...17, minutes: 5...8, share: 0.6)
            addStorm(devicesHit: 0.6)
        }
        return made
    }

    /// The storm that follows a service incident, when it is large enough to be one.
    func storm(after incident: Int) -> Int? {
        let next = incident + 1
        return incidents.indices.contains(next) && incidents[next].kind == .reconnectStorm ? next : nil
    }
}
