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
        for (number, role) in roles(forDevices: hub.devices, of: plan.profile, smallHub: hub.number > 0).enumerated() {
            var random = SeededRandom(seed: plan.seed, 2, hub.number, number, 0)
            let device = SimulatedDevice(hub: hub.number, number: number, role: role, sites: sites, random: &random)
            let line = life(of: device, plan, scenario)
            let place = devices.count
            devices.append(device)
            counts.roles[role, default: 0] += 1
            counts.devices += 1
            curves[hub.number].add(line, over: plan.span)
            add(line, SimulatedIdentity(device, place: place, module: ""))
            for (turn, module) in device.modules.enumerated() {
                add(line.delayed(by: turn), SimulatedIdentity(device, place: place, module: module))
            }
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
        transit.carry(&entries, &random)
        let copies = transit.repeated(entries, &random)
        let arrived = entries.filter { arrives($0, identity) }
        counts.lost += entries.count - arrived.count
        for entry in arrived {
            counts.count(entry)
            file(entry, identity)
        }
        for entry in copies where arrives(entry, identity) {
            counts.duplicates += 1
            file(entry, identity)
        }
        for drop in drops(of: arrived, labels: line.drops) where plan.reported.contains(drop.start) {
            counts.drops[drop.cause, default: 0] += 1
            truth.add(drop, identity: number, device: identity.device)
        }
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
