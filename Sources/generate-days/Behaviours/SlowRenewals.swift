extension Behaviour {
    /// Devices that take more than a minute for each renewal: short tokens behind a slow radio, or minutes each time.
    ///
    /// The truth calls them network losses, as it does every renewal that takes longer than a minute.
    static let slowRenewals = {
        var made = Behaviour(
            name: "slow-renewals", summary: "renewals that take over a minute, each time", share: 0.006, fewest: 2)
        made.shape = { device, random in
            device.use(.mqtt, .sas, [.c, .python, .node], &random)
            if device.member.isMultiple(of: 2) { device.renewalPeriod = 1_200 }
        }
        made.habit = { life, since in
            guard let renewal = life.renewal(since: since) else { return nil }
            let back = life.device.member.isMultiple(of: 2) ? life.random.whole(65, 80) : life.random.whole(180, 260)
            return PlannedLoss(time: renewal.time, loss: .slowRenewalBack(back))
        }
        return made
    }()
}
