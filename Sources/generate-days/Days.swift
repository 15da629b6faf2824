/// The generated days in memory: every record in the hour of its arrival, and the truth about them.
struct Days: Sendable {
    let plan: Plan
    let scenario: Scenario
    private(set) var devices: [SimulatedDevice] = []
    private(set) var identities: [SimulatedIdentity] = []
    /// By hub, then by hour since `firstHour`.
    private(set) var buckets: [[[Entry]]]
    private(set) var truth = Truth()
    private(set) var curves: [ConnectedPerMinute]
    var counts = Counts()

    let firstHour: Int

    init(_ plan: Plan) {
        self.plan = plan
        scenario = Scenario(plan)
        firstHour = plan.span.lowerBound / 3_600
        let hours = (plan.span.upperBound + 600) / 3_600 - firstHour + 1
        buckets = Array(repeating: Array(repeating: [], count: hours), count: plan.hubs.count)
        curves = plan.hubs.map { _ in ConnectedPerMinute(over: plan.span) }
        truth.prepare(incidents: scenario.incidents.count)
        for hub in plan.hubs { populate(hub) }
        for hub in buckets.indices {
            for hour in buckets[hub].indices { buckets[hub][hour].sort(by: Self.inBlobOrder) }
        }
    }

    private mutating func populate(_ hub: Hub) {
        let sites = Site.count(forDevices: hub.devices)
        let roles = roles(forDevices: hub.devices, of: plan.profile, smallHub: hub.number > 0)
        let members = BehaviourMembers(plan, hub: hub, roles: roles)
        for (number, role) in roles.enumerated() {
            let own = members.byNumber[number]
            let role = own?.behaviour.role ?? role
            var random = SeededRandom(seed: plan.seed, 2, hub.number, number, 0)
            var device = SimulatedDevice(hub: hub.number, number: number, role: role, sites: sites, random: &random)
            if let own { device.join(own.behaviour, as: own.member, plan) }
            populate(with: device)
        }
        guard hub.number == 1 else { return }
        for device in devices where device.hub == 0 && device.behaviour?.name == Behaviour.moved.name {
            populate(with: device.moved(to: hub, plan))
        }
    }

    private mutating func populate(with device: SimulatedDevice) {
        let line = life(of: device, plan, scenario)
        let place = devices.count
        devices.append(device)
        counts.roles[device.role, default: 0] += 1
        counts.devices += 1
        curves[device.hub].add(line, over: plan.span)
        add(line, SimulatedIdentity(device, place: place, module: ""))
        for (turn, module) in device.modules.enumerated() {
            add(line.delayed(by: turn), SimulatedIdentity(device, place: place, module: module))
        }
    }

    /// Takes the records on their way and tells the truth of those that arrive.
    private mutating func add(_ line: ConnectionHistory, _ identity: SimulatedIdentity) {
        let number = identities.count
        identities.append(identity)
        counts.identities += 1
        var random = SeededRandom(seed: plan.seed, 3, number)
        let transit = Transit(noise: plan.noise, lastArrival: plan.span.upperBound + 540)
        var entries = line.entries.filter { plan.span.contains(Int($0.time)) }
        for place in entries.indices { entries[place].identity = UInt32(number) }
        lose(&entries, of: number)
        transit.carry(&entries, &random)
        let copies = transit.repeated(entries, &random).filter { arrives($0, identity) }
        let arrived = entries.filter { arrives($0, identity) }
        for entry in arrived {
            counts.count(entry)
            file(entry, identity)
        }
        // Of a record in a lost hour the second copy may have come later: whoever reads the log sees it.
        let late = copies.filter { copy in !arrived.contains { copy.repeats($0) } }
        for entry in copies { file(entry, identity) }
        for entry in late { counts.count(entry) }
        counts.duplicates += copies.count - late.count
        counts.lost += entries.count - arrived.count - late.count
        let seen =
            late.isEmpty
            ? arrived
            : entries.filter { entry in
                arrives(entry, identity) || late.contains { $0.repeats(entry) }
            }
        for drop in drops(of: seen, labels: line.drops) where plan.reported.contains(drop.start) {
            counts.drops[drop.cause, default: 0] += 1
            truth.add(drop, identity: number, device: identity.device)
        }
    }

    /// Takes out what the export loses record by record.
    private mutating func lose(_ entries: inout [Entry], of number: Int) {
        let share = plan.behaviours.reduce(0) { max($0, $1.lost) }
        guard share > 0 else { return }
        var random = SeededRandom(seed: plan.seed, 23, number)
        let all = entries.count
        entries.removeAll { _ in random.happens(share) }
        counts.lost += all - entries.count
    }

    private func arrives(_ entry: Entry, _ identity: SimulatedIdentity) -> Bool {
        identity.hub != 0 || !plan.missingHours.contains { $0.contains(Int(entry.arrival)) }
    }

    private mutating func file(_ entry: Entry, _ identity: SimulatedIdentity) {
        buckets[identity.hub][Int(entry.arrival) / 3_600 - firstHour].append(entry)
    }

    private static func inBlobOrder(_ left: Entry, _ right: Entry) -> Bool {
        (left.arrival, left.time, left.identity, left.kind.rawValue, left.code.rawValue)
            < (right.arrival, right.time, right.identity, right.kind.rawValue, right.code.rawValue)
    }
}
