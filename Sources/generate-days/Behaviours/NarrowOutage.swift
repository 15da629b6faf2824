extension Behaviour {
    /// One /24 that fails within a /16 of several times as many devices, which goes on.
    static let narrowOutage = {
        var made = Behaviour(
            name: "narrow-outage", summary: "an outage of one /24 within a /16 of eight times as many devices",
            share: 0.3,
            fewest: 30)
        made.shape = { device, _ in
            // 94 of 800: two of 17.
            device.group = device.member % 17 < 2 ? 0 : 1 + device.member % 8
            device.site = Site(name: "plant-\(device.group + 1)", network: 198 << 8 | 18, third: device.group)
        }
        made.incidents = { plan, _ in
            var random = SeededRandom(seed: plan.seed, 33)
            let start = plan.firstDay + random.whole(13 * 3_600, 15 * 3_600)
            return [
                PlannedIncident(
                    id: "narrow-outage-1", hub: 0, kind: .siteOutage, fault: start..<start + random.whole(900, 2_400),
                    share: 1, site: nil, group: PlannedIncident.Group(behaviour: "narrow-outage", number: 0))
            ]
        }
        return made
    }()
}
