extension ConnectedLife {
    /// Writes the records of a loss and of the return; nil when the device does not come back.
    mutating func simulate(_ loss: Loss, at time: Int) -> Int? {
        switch loss {
        case .renewal: renew(at: time, after: 1 + min(random.wait(mean: 4), 19), .tokenRenewal)
        case .slowRenewal: renew(at: time, after: random.whole(75, 900), .networkLoss)
        case .reset, .flap, .idleCut, .restart, .cleanRestart, .rare, .gone: simulate(plain: loss, at: time)
        case .silence: silence(at: time)
        case .unnoticed: unnoticed(at: time)
        case .resetWithConflict: conflict(at: time)
        case .credentialExpired, .disabled: refusedForGood(loss, at: time)
        case .siteOutage(let incident): siteOutage(incident, at: time)
        case .serviceIncident(let incident): serviceIncident(incident, at: time)
        case .upgrade(let incident): upgrade(incident, at: time)
        case .throttled(let incident): throttled(incident, at: time)
        case .cut(let code, let cause, let back): cut(at: time, code, cause, back: back)
        case .slowRenewalBack(let back): renew(at: time, after: back, .networkLoss)
        case .radio: radio(at: time)
        case .leaves: leave(at: time, .none, .cleanClose)
        case .refusedAfterLoss: refusedAfterLoss(at: time)
        case .lineCut(let incident): lineCut(incident, at: time)
        case .quota(let incident): quota(incident, at: time)
        }
    }

    /// Connects as soon as the device's site lets it, and answers when.
    mutating func returnFrom(_ drop: Int, at time: Int) -> Int {
        let back = connectPossible(from: time, drop: drop)
        line.connect(at: back, by: nextLink())
        return back
    }

    /// .NET and Java leave 401003 and then 404104 where the others leave one record; the whole must fit in a minute.
    private mutating func renew(at time: Int, after pause: Int, _ cause: TrueCause) -> Int {
        let drop = line.begin(cause)
        switch device.renewalTrace {
        case .informational: line.disconnect(at: time, .none, of: drop)
        case .closed: line.disconnect(at: time, .closedRemotely, of: drop)
        case .refusedThenClosed:
            let second = 1 + min(random.wait(mean: 5), 30)
            line.disconnect(at: time, .unauthorized, of: drop)
            if random.happens(0.94) { line.disconnect(at: time + second, .closedRemotely, of: drop) }
            return returnFrom(drop, at: time + second + pause)
        }
        return returnFrom(drop, at: time + pause)
    }

    private mutating func simulate(plain loss: Loss, at time: Int) -> Int? {
        switch loss {
        case .rare(let code, let cause): return cut(at: time, code, cause, back: random.whole(2, 40))
        case .gone: return leave(at: time, .closedRemotely, .networkLoss)
        case .cleanRestart: return cut(at: time, .none, .cleanClose, back: random.whole(70, 240))
        case .restart: return cut(at: time, .closedRemotely, .networkLoss, back: random.whole(40, 150))
        case .idleCut: return cut(at: time, .closedRemotely, .networkLoss, back: random.whole(2, 10))
        case .flap: return cut(at: time, .closedRemotely, .networkLoss, back: 3 + min(random.wait(mean: 30), 400))
        default: return cut(at: time, .closedRemotely, .networkLoss, back: 3 + min(random.wait(mean: 25), 600))
        }
    }

    private mutating func leave(at time: Int, _ code: Code, _ cause: TrueCause) -> Int? {
        line.disconnect(at: time, code, of: line.begin(cause))
        return nil
    }

    /// Often back before the hub has noticed, and now and then it says so some seconds late.
    private mutating func radio(at time: Int) -> Int {
        switch random.whole(0, 99) {
        case ..<35: unnoticed(at: time)
        case ..<45:
            takeover(at: time + random.whole(8, device.keepAlive), .networkLoss, late: random.whole(3, 15))
        case ..<55: conflict(at: time)
        case ..<75: silence(at: time)
        default: cut(at: time, .closedRemotely, .networkLoss, back: 3 + min(random.wait(mean: 25), 600))
        }
    }

    private mutating func cut(at time: Int, _ code: Code, _ cause: TrueCause, back pause: Int) -> Int {
        let drop = line.begin(cause)
        line.disconnect(at: time, code, of: drop)
        return returnFrom(drop, at: time + pause)
    }

    /// Seconds from the last packet that reached the hub to the hub's own discovery.
    private mutating func discovery() -> Int {
        let keepAlive = device.keepAlive
        return keepAlive * 3 / 2 - random.whole(0, min(keepAlive, 60))
    }

    private mutating func silence(at time: Int) -> Int {
        let known = time + discovery()
        return cut(at: known, .closedRemotely, .networkLoss, back: 5 + min(random.wait(mean: 240), 7_200))
    }

    private mutating func unnoticed(at time: Int) -> Int {
        let back = time + random.whole(8, max(9, device.keepAlive))
        return takeover(at: back, .networkLoss)
    }

    /// The new link's connect and the old link's end, which the log shows in the same second or a little later.
    private mutating func takeover(at time: Int, _ cause: TrueCause, late said: Int? = nil) -> Int {
        let old = line.link
        let drop = line.begin(cause, takenOver: time)
        let late = said ?? (random.happens(0.5) ? 0 : random.whole(1, 2))
        if late == 0 { line.disconnect(at: time, device.takeoverCode, of: drop, from: old) }
        line.connect(at: time, by: nextLink())
        if late > 0 { line.disconnect(at: time + late, device.takeoverCode, of: drop, from: old) }
        return time + late
    }

    private mutating func conflict(at time: Int) -> Int {
        let old = line.link
        let drop = line.begin(.networkLoss)
        line.disconnect(at: time, .closedRemotely, of: drop)
        let back = connectPossible(from: time + random.whole(2, 15), drop: drop)
        let late = random.happens(0.5) ? 0 : random.whole(1, 3)
        if late == 0 { line.disconnect(at: back, device.takeoverCode, of: drop, from: old) }
        line.connect(at: back, by: nextLink())
        if late > 0 { line.disconnect(at: back + late, device.takeoverCode, of: drop, from: old) }
        return back + late
    }
}
