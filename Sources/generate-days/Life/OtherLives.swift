/// A device that connects, sends, closes in due form and sleeps until the next turn.
func sleepyLife(of device: Device, _ plan: Plan, _ chance: inout Chance) -> Lifeline {
    let link = Link(kit: device.kit, prefix: device.site.prefix)
    var line = Lifeline(startsConnected: false, link: link)
    let period = chance.pick([900, 900, 1_800, 3_600], or: 900)
    var turn = plan.span.lowerBound + chance.whole(0, period)
    while turn < plan.span.upperBound {
        let connect = turn + chance.whole(0, 8)
        line.connect(at: connect, by: link)
        line.disconnect(at: connect + 3 + min(chance.wait(mean: 7), 60), .none, of: line.begin(.cleanClose))
        turn += period
    }
    return line
}

/// A device that was refused before the first day and knocks on.
func refusedLife(of device: Device, _ plan: Plan, _ chance: inout Chance) -> Lifeline {
    var line = Lifeline(startsConnected: false, link: Link(kit: device.kit, prefix: device.site.prefix))
    let pause = chance.whole(400, 1_000)
    var time = plan.span.lowerBound + chance.whole(0, pause)
    while time < plan.span.upperBound {
        line.refuse(at: time, .unauthorized, to: line.link)
        time += pause + chance.whole(0, 90)
    }
    return line
}

/// Two clients with one identity, which displace each other for a while on each day.
///
/// Every third such device is one faulty client that reconnects without closing: same address, same SDK.
func duplicatedLife(of device: Device, _ plan: Plan, _ chance: inout Chance) -> Lifeline {
    let own = Link(kit: device.kit, prefix: device.site.prefix)
    var other = own
    if !chance.happens(0.33) {
        other.prefix = Site(number: device.site.number + 1, hub: device.hub).prefix
        other.kit = (device.kit + 3) % (Kit.all.count - 1)
    }
    var line = Lifeline(startsConnected: true, link: own)
    for day in 0..<plan.days {
        let start = plan.firstDay + day * 86_400 + chance.whole(3_600, 75_600)
        let end = start + chance.whole(1_200, 3_000)
        let mean = Double(chance.whole(5, 25))
        var time = start
        var turn = 0
        // An even number of takeovers, so that the rightful client holds the identity in the end.
        while time < end || !turn.isMultiple(of: 2) {
            let old = line.link
            let drop = line.begin(.duplicateIdentity, takenOver: time)
            let late = chance.happens(0.7) ? 0 : 1
            if late == 0 { line.disconnect(at: time, device.takeoverCode, of: drop, from: old) }
            line.connect(at: time, by: turn.isMultiple(of: 2) ? other : own)
            if late > 0 { line.disconnect(at: time + late, device.takeoverCode, of: drop, from: old) }
            turn += 1
            time += 6 + min(chance.wait(mean: mean), 120)
        }
    }
    return line
}

/// The life of any device over the plan's span.
func life(of device: Device, _ plan: Plan, _ scenario: Scenario) -> Lifeline {
    var chance = Chance(seed: plan.seed, 2, device.hub, device.number, 1)
    switch device.role {
    case .sleepy: return sleepyLife(of: device, plan, &chance)
    case .duplicated: return duplicatedLife(of: device, plan, &chance)
    case .refusedAllDay: return refusedLife(of: device, plan, &chance)
    case .silent:
        return Lifeline(startsConnected: false, link: Link(kit: device.kit, prefix: device.site.prefix))
    default:
        var connected = ConnectedLife(device, plan, scenario, chance)
        return connected.live()
    }
}
