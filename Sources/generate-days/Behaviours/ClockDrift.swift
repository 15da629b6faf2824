extension Behaviour {
    /// Devices whose clock falls behind until it is set right, twice a day: the hub ends a token by its own clock, so that each
    /// connection is shorter than the one before.
    static let clockDrift = {
        var made = Behaviour(
            name: "clock-drift", summary: "clocks that fall behind, so that renewals come earlier each time",
            share: 0.01,
            fewest: 2)
        made.shape = { device, random in device.use(.mqtt, .sas, [.dotnet, .java], &random) }
        made.habit = { life, since in
            guard let renewal = life.renewal(since: since) else { return nil }
            let number = life.device.number
            let sinceSet = (since + number * 977) % 43_200
            return PlannedLoss(time: renewal.time - sinceSet * (8 + number % 9) / 3_600, loss: .renewal)
        }
        return made
    }()
}
