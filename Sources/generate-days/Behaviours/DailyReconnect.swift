extension Behaviour {
    /// Devices with a certificate on lines that the provider cuts once in 24 hours, each at its own time; they come back
    /// from another address.
    static let dailyReconnect = {
        var made = Behaviour(
            name: "daily-reconnect", summary: "lines that are cut once in 24 hours", share: 0.01, fewest: 2)
        made.shape = { device, random in
            device.use(device.member.isMultiple(of: 2) ? .mqtt : .amqp, .selfSigned, [.c, .node, .dotnet], &random)
            device.roams = true
        }
        made.habit = { life, since in
            let second = life.device.fixedSecondOfDay
            let now = max(since, life.plan.span.lowerBound) + 60
            let today = now / 86_400 * 86_400 + second
            let back = life.random.whole(20, 60)
            return PlannedLoss(
                time: (today >= now ? today : today + 86_400) + life.random.whole(0, 3),
                loss: .cut(.closedRemotely, .networkLoss, back: back))
        }
        return made
    }()
}
