/// The life of a device that means to stay connected: it waits for whatever ends its connection first, suffers it,
/// and starts again from the reconnect.
struct ConnectedLife {
    var device: SimulatedDevice
    let plan: Plan
    let scenario: Scenario
    var random: SeededRandom
    var line: ConnectionHistory
    /// In order of time.
    var planned: [PlannedLoss]
    /// Times of unrest of flapping and idle-cut devices.
    let unrest: Range<Int>

    init(_ device: SimulatedDevice, _ plan: Plan, _ scenario: Scenario, _ random: SeededRandom) {
        self.device = device
        self.plan = plan
        self.scenario = scenario
        self.random = random
        line = ConnectionHistory(startsConnected: !device.startsOffline, link: device.link)
        let start = plan.firstDay + self.random.whole(0, 8) * 3_600
        let hours = device.role == .flapping ? self.random.whole(8, 14) : self.random.whole(3, 5)
        unrest = start..<start + hours * 3_600
        planned = []
        planned = plannedLosses(of: device, plan, scenario, &self.random)
    }

    mutating func live() -> ConnectionHistory {
        var since = plan.span.lowerBound - random.whole(1, device.renewalPeriod ?? 40_000)
        if device.role == .newcomer {
            since = plan.firstDay + random.whole(6, 16) * 3_600
            line.connect(at: since, by: line.link)
        } else if let arrival = device.arrival {
            since = arrival
            line.connect(at: since, by: line.link)
        }
        while let next = nextLoss(connectedSince: since), next.time < plan.span.upperBound {
            guard let back = simulate(next.loss, at: next.time) else { break }
            since = back
        }
        return line
    }

    /// The earliest end of a connection among habit and plan.
    private mutating func nextLoss(connectedSince since: Int) -> PlannedLoss? {
        let now = max(since, plan.span.lowerBound) + 1
        var next: PlannedLoss?
        if let habit = device.behaviour?.habit {
            next = habit(&self, since)
            if let own = next { next = PlannedLoss(time: max(own.time, now), loss: own.loss) }
        } else {
            next = lossOfRole(connectedSince: since, now: now)
        }
        postponeOrForget(before: now)
        guard let certain = planned.first else { return next }
        if case .credentialExpired(incident: nil) = certain.loss, let renewal = next, renewal.loss == .renewal {
            // A refused clock or key shows when the next token is shown, not before.
            return certain.time <= renewal.time ? PlannedLoss(time: renewal.time, loss: certain.loss) : next
        }
        return certain.time >= now && certain.time < next?.time ?? .max ? certain : next
    }

    /// The renewal of a connection, for a habit to take or to change.
    mutating func renewal(since: Int) -> PlannedLoss? {
        device.renewalPeriod.map {
            let due = since + $0 + random.whole(0, 4) + random.wait(mean: 2)
            return PlannedLoss(time: max(due, plan.span.lowerBound + 1), loss: .renewal)
        }
    }

    /// The earliest end among renewal, chance, unrest and clock.
    private mutating func lossOfRole(connectedSince since: Int, now: Int) -> PlannedLoss? {
        var next: PlannedLoss?
        func offer(_ time: Int, _ loss: Loss) {
            if time >= now, time < next?.time ?? .max { next = PlannedLoss(time: time, loss: loss) }
        }
        if let period = device.renewalPeriod {
            let slow = device.role == .renewingSlowly && random.happens(0.15)
            offer(max(since + period + random.whole(0, 4) + random.wait(mean: 2), now), slow ? .slowRenewal : .renewal)
        }
        if let mean = meanSecondsBetweenLosses {
            offer(now + 5 + random.wait(mean: mean), chanceLoss())
        }
        if !unrest.isEmpty, device.role == .flapping || device.role == .idleCut {
            let flapping = device.role == .flapping
            let wait = flapping ? 15 + random.wait(mean: 260) : 300 + random.whole(0, 3)
            let time = max(flapping ? now : since, unrest.lowerBound) + wait
            if unrest.contains(time) { offer(time, flapping ? .flap : .idleCut) }
        }
        if device.role == .fixedTime {
            let today = (now / 86_400) * 86_400 + device.fixedSecondOfDay
            offer((today >= now ? today : today + 86_400) + random.whole(0, 4), .restart)
        }
        return next
    }

    /// What was to hit a device that was offline then has missed it, but its fate only waits.
    private mutating func postponeOrForget(before now: Int) {
        let fates = planned.filter { $0.time < now && $0.loss.isForGood }
        planned.removeAll { $0.time < now }
        for fate in fates { insert(PlannedLoss(time: now + random.whole(20, 300), loss: fate.loss)) }
    }

    private var meanSecondsBetweenLosses: Double? {
        switch device.role {
        case .weakLink, .sideEffects: 14_000
        case .renewingOnWeakLink: 20_000
        case .gateway: 50_000
        case .renewing, .renewingAtOwnPace, .stable, .fixedTime: 1_500_000
        default: nil
        }
    }

    private mutating func chanceLoss() -> Loss {
        if device.role == .sideEffects { return random.happens(0.6) ? .resetWithConflict : .reset }
        return switch random.whole(0, 99) {
        case ..<45: .reset
        case ..<85: .silence
        case ..<95: .unnoticed
        default: .cleanRestart
        }
    }

    /// The link of the next connect; roaming devices come from another prefix each time.
    mutating func nextLink() -> Link {
        let prefix = device.roams ? Site.carrierPrefix(random.whole(0, 3)) : device.site.prefix
        return Link(software: device.software, prefix: prefix)
    }

    /// The first moment at which the device's site lets it connect, not before `time`.
    mutating func connectPossible(from time: Int, drop: Int) -> Int {
        for (place, incident) in scenario.incidents.enumerated()
        where incident.kind == .siteOutage && incident.hub == device.hub && incident.hits(device)
            && incident.fault.contains(time)
        {
            line.relabel(drop, .siteOutage, incident: place)
            return siteReturn(after: incident)
        }
        return time
    }

    mutating func siteReturn(after incident: PlannedIncident) -> Int {
        if random.happens(0.08) { return incident.fault.upperBound + random.whole(5_400, 14_400) }
        return incident.fault.upperBound + random.whole(5, 60) + min(random.wait(mean: 70), 480)
    }

    mutating func insert(_ loss: PlannedLoss) {
        let place = planned.firstIndex { $0.time > loss.time } ?? planned.endIndex
        planned.insert(loss, at: place)
    }
}
