extension Behaviour {
    /// Devices that wake, send and sleep; every second one goes without a goodbye, so that the hub notices one and a half
    /// keep-alives later.
    static let sleepers = {
        var made = Behaviour(
            name: "sleepers", summary: "devices that wake at intervals, with and without a goodbye", share: 0.01,
            fewest: 2)
        made.shape = { device, random in
            device.use(.mqtt, .sas, [.c, .python, .node, .plain], &random)
            device.renewalPeriod = nil
            device.startsOffline = true
        }
        made.life = { device, plan, _, random in
            var line = ConnectionHistory(startsConnected: false, link: device.link)
            let period = random.pick([900, 1_800, 3_600, 14_400], or: 900)
            var turn = plan.span.lowerBound + random.whole(0, period)
            while turn < plan.span.upperBound {
                let connect = turn + random.whole(0, 8)
                line.connect(at: connect, by: device.link)
                let awake = connect + 3 + min(random.wait(mean: 10), 60)
                if device.member.isMultiple(of: 2) {
                    line.disconnect(at: awake, .none, of: line.begin(.cleanClose))
                } else {
                    let known = awake + device.keepAlive * 3 / 2
                    line.disconnect(at: known, .closedRemotely, of: line.begin(.networkLoss))
                }
                turn += period
            }
            return line
        }
        return made
    }()
}
