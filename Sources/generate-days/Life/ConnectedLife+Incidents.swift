extension ConnectedLife {
    /// Behind one uplink the last packets are at most a ping apart, so the hub's discoveries spread over the keep-alives.
    mutating func siteOutage(_ place: Int, at time: Int) -> Int {
        let incident = scenario.incidents[place]
        let keepAlive = device.keepAlive
        let known = time + keepAlive * 3 / 2 - random.whole(0, min(keepAlive, 90))
        let drop = line.begin(.siteOutage, incident: place)
        line.disconnect(at: known, .closedRemotely, of: drop)
        let back = max(siteReturn(after: incident), known + 5)
        line.connect(at: back, by: nextLink())
        return back
    }

    /// Half of the devices meet a server error, the others see their connection cut; the hub lets them back as fast as
    /// its limit allows, and turns some away at first.
    mutating func serviceIncident(_ place: Int, at time: Int) -> Int {
        let incident = scenario.incidents[place]
        let drop = line.begin(.serviceIncident, incident: place)
        var last = time
        switch random.whole(0, 9) {
        case ..<4: line.disconnect(at: time, .serverError, of: drop)
        case ..<6: line.disconnect(at: time, .genericTimeout, of: drop)
        case 6:
            line.disconnect(at: time, .genericTimeout, of: drop)
            last = time + random.whole(1, 20)
            line.disconnect(at: last, .closedRemotely, of: drop)
        default: line.disconnect(at: time, .closedRemotely, of: drop)
        }
        let queue = Int(Double(plan.hubs[device.hub].devices) * incident.share) / max(plan.connectsPerSecond, 1)
        let waits = random.happens(0.3)
        var back = last + 2 + random.wait(mean: 25)
        if waits { back = max(back, incident.fault.upperBound + random.whole(1, 60 + queue)) }
        if waits, random.happens(scenario.throttledShare * 2) {
            line.refuse(at: back, .throttled, to: line.link)
            back += random.whole(3, 20)
        }
        back = returnFrom(drop, at: back)
        if random.happens(scenario.throttledShare) {
            insert(
                PlannedLoss(
                    time: back + random.whole(5, 60), loss: .throttled(incident: scenario.storm(after: place))))
        }
        return back
    }

    /// All links of a shared connection end in the same second, and come back one after the other.
    mutating func lineCut(_ place: Int, at time: Int) -> Int {
        let drop = line.begin(.siteOutage, incident: place)
        line.disconnect(at: time + random.whole(0, 1), .closedRemotely, of: drop)
        let back = scenario.incidents[place].fault.upperBound + random.whole(0, 5)
        line.connect(at: back, by: nextLink())
        return back
    }

    /// Refused until the count of messages starts afresh; one in 25 has given up by then.
    mutating func quota(_ place: Int, at time: Int) -> Int? {
        let end = scenario.incidents[place].fault.upperBound
        let drop = line.begin(.throttled, incident: place)
        line.disconnect(at: time, .quotaExceeded, of: drop)
        refusals(of: &line, from: time + 10, .quotaExceeded, until: end - 1, &random)
        if random.happens(0.04) { return nil }
        return returnFrom(drop, at: end + random.whole(1, 240))
    }

    /// The connection is lost, and from then on every attempt is refused.
    mutating func refusedAfterLoss(at time: Int) -> Int? {
        line.disconnect(at: time, .closedRemotely, of: line.begin(.credentialRefused))
        refusals(of: &line, from: time + 10, .unauthorized, until: plan.span.upperBound, &random)
        return nil
    }

    mutating func throttled(_ incident: Int?, at time: Int) -> Int {
        let drop = line.begin(.throttled, incident: incident)
        line.disconnect(at: time, .backlogFull, of: drop)
        var back = time + random.whole(10, 90)
        if random.happens(0.4) {
            line.refuse(at: back, .throttled, to: line.link)
            back += random.whole(5, 60)
        }
        return returnFrom(drop, at: back)
    }

    mutating func upgrade(_ place: Int, at time: Int) -> Int {
        let drop = line.begin(.platformUpgrade, incident: place)
        line.disconnect(at: time, .closedForUpgrade, of: drop)
        var back = time + random.whole(1, 4)
        for _ in 0..<random.whole(0, 2) {
            line.refuse(at: back, .refusedForUpgrade, to: line.link)
            back += random.whole(2, 6)
        }
        return returnFrom(drop, at: back)
    }

    /// The last connection ends, and from then on every attempt is refused, with a growing pause between them.
    mutating func refusedForGood(_ loss: Loss, at time: Int) -> Int? {
        var code = Code.unauthorized
        if case .credentialExpired(let incident) = loss {
            let drop = line.begin(.credentialRefused, incident: incident)
            line.disconnect(at: time, .unauthorized, of: drop)
            if random.happens(0.7) { line.disconnect(at: time + random.whole(1, 8), .closedRemotely, of: drop) }
        } else {
            let codes: [Code] = [.deviceDisabled, .deviceNotFound, .unauthorized]
            code = codes[device.number % codes.count]
            line.disconnect(at: time, .closedRemotely, of: line.begin(.deviceDisabled))
        }
        refusals(of: &line, from: time + 10, code, until: plan.span.upperBound, &random)
        return nil
    }
}

/// Attempts at 1, 2, 4, 8 … seconds up to a cap that differs by device.
func refusals(
    of line: inout ConnectionHistory, from start: Int, _ code: Code, until end: Int, _ random: inout SeededRandom
) {
    let longest = random.whole(300, 1_200)
    var pause = 1
    var time = start
    while time < end {
        line.refuse(at: time, code, to: line.link)
        pause = min(pause * 2, longest)
        time += pause + random.whole(0, pause / 8)
    }
}
