extension Behaviour {
    /// Devices of several SDKs behind a router that forgets what has been idle for 4, 5, 10 or 30 minutes; their
    /// keep-alive is longer.
    static let natTimeout = {
        var made = Behaviour(
            name: "nat-timeout", summary: "a router that forgets connections after 4, 5, 10 or 30 minutes",
            share: 0.008,
            fewest: 4, groupSize: 4)
        made.shape = { device, random in
            let families: [ClientSoftware.Family] = [.c, .python, .dotnet, .java]
            device.use(.mqtt, .sas, [families[device.member % 4]], &random)
            device.renewalPeriod = nil
            device.site = Site(name: "router-\(device.group + 1)", network: 198 << 8 | 19, third: device.group)
        }
        made.habit = { life, since in
            let limits = [240, 300, 600, 1_800]
            let limit = limits[(life.device.group + Int(life.plan.seed % 4)) % 4]
            let back = life.random.whole(2, 15)
            return PlannedLoss(
                time: since + limit + life.random.whole(0, 3), loss: .cut(.closedRemotely, .networkLoss, back: back))
        }
        return made
    }()
}
