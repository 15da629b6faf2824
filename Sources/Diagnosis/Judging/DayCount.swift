import Model

/// What is gathered while every identity passes once more, its drops judged.
struct DayCount {
    var tally: DayTally
    var renewals = RenewalTally()
    var rows: DeviceRows
    private(set) var identities = IdentityGathering()
    /// Devices that an alert watches and that are not back.
    private(set) var openDevices: [(hub: String, device: String, since: Instant)] = []
    private(set) var returned: [ReturnedDevice] = []
    private var rules = Playbook.findingRules()
    private let named: Set<String>

    init(_ evidence: DayEvidence) {
        tally = DayTally(evidence)
        rows = DeviceRows(hubs: evidence.analysis.hubs.count)
        named = Set(evidence.settings.alerts.devicesNotBack)
    }

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        tally.add(day, in: evidence)
        renewals.add(day, in: evidence)
        rows.consider(day, in: evidence)
        identities.add(day, in: evidence)
        for index in rules.indices { rules[index].consider(day, in: evidence) }
        if let drop = day.returned(in: evidence) {
            let state = day.identity.state
            let device = evidence.device(state.device)
            returned.append(
                ReturnedDevice(
                    hub: evidence.hubName(state), device: device.name, module: device.module,
                    since: evidence.start(of: drop, state)))
        }
        guard !named.isEmpty, let open = day.open else { return }
        let name = evidence.device(day.identity.state.device).name
        if named.contains(name) {
            openDevices.append(
                (evidence.hubName(day.identity.state), name, evidence.start(of: open, day.identity.state)))
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        rules.flatMap { $0.findings(in: evidence) }
    }
}
