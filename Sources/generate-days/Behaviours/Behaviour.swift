/// What devices or a whole hub do besides, where it is asked for: one a file, none of them part of a kind of day.
///
/// Its members are renewing devices of the first hub, in the order of their numbers, so that what a kind of day holds else
/// stays as it is.
struct Behaviour: Sendable {
    /// As on the command line.
    let name: String
    /// For the list in `--help`, after the name.
    let summary: String
    /// Members, as a share of the hub's devices, and the fewest.
    var share = 0.0
    var fewest = 0
    /// Members in a row that have something in common.
    var groupSize = 1
    /// The role of a mixed day that the members take.
    var role: Role?
    /// What sets a member apart, before it lives.
    var shape: @Sendable (_ device: inout SimulatedDevice, _ random: inout SeededRandom) -> Void = { _, _ in }
    /// The end that a connection, alive since a second, has in store by a member's habit.
    var habit: (@Sendable (_ life: inout ConnectedLife, _ since: Int) -> PlannedLoss?)?
    /// A whole life, where losses alone do not make it.
    var life: (@Sendable (SimulatedDevice, Plan, Scenario, inout SeededRandom) -> ConnectionHistory)?
    /// What hits many devices, by the number of groups.
    var incidents: @Sendable (_ plan: Plan, _ groups: Int) -> [PlannedIncident] = { _, _ in [] }
    /// Share of all records that the export loses.
    var lost = 0.0

    static let all: [Behaviour] =
        [
            multiplexed, natTimeout, sleepers, moved, clockDrift, dailyReconnect, periodChange, slowRenewals, poorRadio,
            strayClient, caExpiry, dailyQuota, narrowOutage, siteOutage, serviceIncident, platformUpgrade, lostRecords,
        ] + Role.shares(of: .mixed).map(Behaviour.init)

    private init(_ mixed: (role: Role, share: Double, fewest: Int)) {
        self.init(
            name: mixed.role.rawValue, summary: "", share: mixed.share, fewest: mixed.fewest, role: mixed.role)
    }

    init(
        name: String, summary: String, share: Double = 0, fewest: Int = 0, groupSize: Int = 1, role: Role? = nil
    ) {
        (self.name, self.summary, self.share) = (name, summary, share)
        (self.fewest, self.groupSize, self.role) = (fewest, groupSize, role)
    }

    func members(ofDevices devices: Int) -> Int {
        share > 0 || fewest > 0 ? max(Int(Double(devices) * share + 0.5), fewest) : 0
    }

    func groups(ofDevices devices: Int) -> Int {
        (members(ofDevices: devices) + groupSize - 1) / groupSize
    }

    /// The list for `--help`.
    static var list: String {
        let own = all.filter { $0.role == nil }.map { "\($0.name) (\($0.summary))" }
        let roles = all.compactMap { $0.role?.rawValue }
        return own.joined(separator: ", ") + "; more devices as in a mixed day: " + roles.joined(separator: ", ")
    }
}

extension Behaviour {
    init?(argument: String) {
        guard let known = Behaviour.all.first(where: { $0.name == argument }) else { return nil }
        self = known
    }
}

/// Which devices of a hub show which behaviour.
struct BehaviourMembers {
    private(set) var byNumber: [Int: (behaviour: Behaviour, member: Int)] = [:]

    /// - Parameter roles: by the devices' numbers.
    init(_ plan: Plan, hub: Hub, roles: [Role]) {
        guard hub.number == 0 else { return }
        var free = roles.indices.filter { roles[$0] == .renewing }[...]
        for behaviour in plan.behaviours {
            let wanted = behaviour.members(ofDevices: hub.devices)
            // A device that moves needs an id that the other hub does not have.
            let least = behaviour.name == Behaviour.moved.name && plan.hubs.count > 1 ? plan.hubs[1].devices : 0
            let chosen = Array(free.filter { $0 >= least }.prefix(wanted))
            for (member, number) in chosen.enumerated() { byNumber[number] = (behaviour, member) }
            free.removeAll { chosen.contains($0) }
        }
    }
}
