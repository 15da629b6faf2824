extension Behaviour {
    /// Devices that lose a poor radio link dozens of times a day and are often back before the hub has noticed, so that it
    /// closes the older link with 409002 or 400027, also late; every second one has another address each time.
    static let poorRadio = {
        var made = Behaviour(
            name: "poor-radio", summary: "lost radio links, taken over around the reconnect", share: 0.015, fewest: 3)
        made.shape = { device, random in
            let isAMQP = device.member % 3 == 2
            device.use(isAMQP ? .amqp : .mqtt, .sas, [.c, .node, .dotnet, .java], &random)
            device.roams = !device.member.isMultiple(of: 2)
        }
        made.habit = { life, since in
            let now = max(since, life.plan.span.lowerBound) + 5
            let lost = PlannedLoss(time: now + life.random.wait(mean: 2_400), loss: .radio)
            guard let renewal = life.renewal(since: since), renewal.time < lost.time else { return lost }
            return renewal
        }
        return made
    }()
}
