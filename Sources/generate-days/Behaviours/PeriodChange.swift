extension Behaviour {
    /// Devices that renew at another rhythm from an hour of the first day on: every second one after an update to another
    /// SDK, the others since their tokens live longer or shorter.
    static let periodChange = {
        var made = Behaviour(
            name: "period-change", summary: "another rhythm of renewals from an hour on: update, other token life",
            share: 0.01, fewest: 2)
        made.shape = { device, random in device.use(.mqtt, .sas, [.c, .node, .dotnet, .java], &random) }
        made.habit = { life, since in
            guard let change = life.device.change else { return life.renewal(since: since) }
            let renewal = life.renewal(since: since)
            guard (renewal?.time ?? .max) >= change else { return renewal }
            life.device.change = nil
            if life.device.member.isMultiple(of: 2) {
                life.device.use(.mqtt, .sas, [.python], &life.random)
                return PlannedLoss(time: max(since + 1, change), loss: .cleanRestart)
            }
            life.device.renewalPeriod = life.random.pick([1_500, 2_100, 5_400], or: 1_500)
            return renewal
        }
        return made
    }()
}
