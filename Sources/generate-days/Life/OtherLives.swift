/// A device that connects, sends, closes in due form and sleeps until the next turn.
func sleepyLife(of device: SimulatedDevice, _ plan: Plan, _ random: inout SeededRandom) -> ConnectionHistory {
    let link = Link(software: device.software, prefix: device.site.prefix)
    var line = ConnectionHistory(startsConnected: false, link: link)
    let period = random.pick([900, 900, 1_800, 3_600], or: 900)
    var turn = plan.span.lowerBound + random.whole(0, period)
    while turn < plan.span.upperBound {
        let connect = turn + random.whole(0, 8)
        line.connect(at: connect, by: link)
        line.disconnect(at: connect + 3 + min(random.wait(mean: 7), 60), .none, of: line.begin(.cleanClose))
        turn += period
    }
    return line
}

/// A device that was refused before the first day and knocks on.
func refusedLife(of device: SimulatedDevice, _ plan: Plan, _ random: inout SeededRandom) -> ConnectionHistory {
    var line = ConnectionHistory(
        startsConnected: false, link: Link(software: device.software, prefix: device.site.prefix))
    let pause = random.whole(400, 1_000)
    var time = plan.span.lowerBound + random.whole(0, pause)
    while time < plan.span.upperBound {
        line.refuse(at: time, .unauthorized, to: line.link)
        time += pause + random.whole(0, 90)
    }
    return line
}

/// Two clients with one identity, which displace each other for a while on each day.
///
/// Every third such device is one faulty client that reconnects without closing: same address, same SDK.
func duplicatedLife(of device: SimulatedDevice, _ plan: Plan, _ random: inout SeededRandom) -> ConnectionHistory {
    let own = Link(software: device.software, prefix: device.site.prefix)
    var other = own
    if !random.happens(0.33) {
        other.prefix = Site(number: device.site.number + 1, hub: device.hub).prefix
        other.software = (device.software + 3) % (ClientSoftware.all.count - 1)
    }
    var line = ConnectionHistory(startsConnected: true, link: own)
    for day in 0..<plan.days {
        let start = plan.firstDay + day * 86_400 + random.whole(3_600, 75_600)
        let end = start + random.whole(1_200, 3_000)
        let mean = Double(random.whole(5, 25))
        var time = start
        var turn = 0
        // An even number of takeovers, so that the rightful client holds the identity in the end.
        while time < end || !turn.isMultiple(of: 2) {
            let old = line.link
            let drop = line.begin(.duplicateIdentity, takenOver: time)
            let late = random.happens(0.7) ? 0 : 1
            if late == 0 { line.disconnect(at: time, device.takeoverCode, of: drop, from: old) }
            line.connect(at: time, by: turn.isMultiple(of: 2) ? other : own)
            if late > 0 { line.disconnect(at: time + late, device.takeoverCode, of: drop, from: old) }
            turn += 1
            time += 6 + min(random.wait(mean: mean), 120)
        }
    }
    return line
}

/// The life of any device over the plan's span.
func life(of device: SimulatedDevice, _ plan: Plan, _ scenario: Scenario) -> ConnectionHistory {
    var random = SeededRandom(seed: plan.seed, 2, device.hub, device.number, 1)
    if let own = device.behaviour?.life { return own(device, plan, scenario, &random) }
    switch device.role {
    case .sleepy: return sleepyLife(of: device, plan, &random)
    case .duplicated: return duplicatedLife(of: device, plan, &random)
    case .refusedAllDay: return refusedLife(of: device, plan, &random)
    case .silent:
        return ConnectionHistory(
            startsConnected: false, link: Link(software: device.software, prefix: device.site.prefix))
    default:
        var connected = ConnectedLife(device, plan, scenario, random)
        return connected.live()
    }
}
