extension Behaviour {
    /// The outage of one site, as on a mixed day, alone: also on a hub of 30 devices.
    static let siteOutage = {
        var made = Behaviour(name: "site-outage", summary: "one site that fails, also on a hub of 30 devices")
        made.incidents = { plan, _ in
            let sites = Site.count(forDevices: plan.hubs.first?.devices ?? 0)
            return one(.siteOutage, plan, hours: 5...9, minutes: 20...45, share: 1, sites: sites)
        }
        return made
    }()

    /// A single incident of the first day, with the name of its kind.
    static func one(
        _ kind: PlannedIncident.Kind, _ plan: Plan, hours: ClosedRange<Int>, minutes: ClosedRange<Int>, share: Double,
        sites: Int? = nil
    ) -> [PlannedIncident] {
        var random = SeededRandom(seed: plan.seed, 34, hours.lowerBound)
        let start = plan.firstDay + random.whole(hours.lowerBound * 3_600, hours.upperBound * 3_600)
        let length = random.whole(minutes.lowerBound * 60, minutes.upperBound * 60)
        return [
            PlannedIncident(
                id: "\(kind.rawValue)-alone", hub: 0, kind: kind, fault: start..<start + length, share: share,
                site: sites.map { random.whole(0, $0 - 1) })
        ]
    }
}
