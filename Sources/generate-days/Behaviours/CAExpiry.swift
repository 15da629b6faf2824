extension Behaviour {
    /// Devices whose certificates one authority has signed: from its last hour on each is refused at its next reconnect,
    /// whatever ended the connection.
    static let caExpiry = {
        var made = Behaviour(
            name: "ca-expiry", summary: "a CA certificate that ends: each device is refused at its next reconnect",
            share: 0.01, fewest: 5)
        made.shape = { device, random in
            device.use(.mqtt, .certificateAuthority, [.c, .python, .dotnet], &random)
        }
        made.habit = { life, since in
            let now = max(since, life.plan.span.lowerBound) + 5
            let time = now + life.random.wait(mean: 9_000)
            let end = life.plan.firstDay + 36_000 + Int(life.plan.seed % 6) * 3_600
            let back = life.random.whole(4, 90)
            return PlannedLoss(
                time: time, loss: time < end ? .cut(.closedRemotely, .networkLoss, back: back) : .refusedAfterLoss)
        }
        return made
    }()
}
