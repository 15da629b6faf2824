import Model

// Connects and disconnects of one identity: links that open and close.
//
// A hub allows an identity one connection: a newer one ends the older. The takeover record of that stands within seconds
// of the newer connect, before it or after it, and is one event with it.
extension DayAnalysis {
    /// A successful connect: ends the drop that is open.
    mutating func connect(_ identity: Int, client: ClientID, hub: Int) {
        let isReplacing = reclaimTakeover(identity) || findTakingLink(identity)
        var state = identities[identity]
        if !state.flags.contains(.online) {
            state.flags.insert(.online)
            hubs[hub].change += 1
            if state.lastDrop > 0 { end(Int(state.lastDrop) - 1, &state) }
        } else if !isReplacing {
            state.keepOlderLink(at: now, within: limits.lateRecord)
        }
        state.flags.insert(.everConnected)
        state.lastConnect = now
        state.refusals = 0
        state.firstRefusal = .never
        state.refusalCode = 0
        state.flags.remove(.refusedAsDisabled)
        // A device connects as the same client again and again, and what that is lies anywhere in memory.
        if client != state.client || !state.flags.contains(.notedParty) {
            state.client = client
            noteParty(of: &state)
        }
        identities[identity] = state
        if day.contains(now) { hubs[hub].countConnect(at: now) }
    }

    private func noteParty(of state: inout IdentityState) {
        let party = context.vocabulary.clients[Int(state.client)]
        state.flags.insert(.notedParty)
        state.note(party)
        switch authentications[Int(party.authentication)] {
        case .x509:
            state.flags.insert(.x509)
            state.flags.remove(.sas)
        case .sas:
            state.flags.insert(.sas)
            state.flags.remove(.x509)
        case .unknown: break
        }
    }

    /// Milliseconds since an earlier moment; as long as can be when there was none.
    @inline(__always)
    private func elapsed(since earlier: DayMillis) -> DayMillis {
        earlier == .never ? .max : now - earlier
    }

    private mutating func end(_ drop: Int, _ state: inout IdentityState) {
        guard drops[drop].isOpen else { return }
        drops[drop].end = now
        let classes = codeSets.setClasses[Int(drops[drop].codes)]
        if classes.isWithin(.renewal), now - drops[drop].start <= limits.renewalBack { state.ages.add(drops[drop].age) }
        guard classes.contains(.takeover) else { return }
        if now - drops[drop].start <= limits.takeoverConnect { drops[drop].flags.insert(.connectNear) }
    }

    /// An attempt that failed.
    ///
    /// It changes nothing about the identity being down.
    mutating func refuse(_ identity: Int, facts: RecordFacts, hub: Int) {
        if day.contains(now) {
            hubs[hub].failedConnects += 1
            if identities[identity].failedConnects < .max { identities[identity].failedConnects += 1 }
        }
        let lastDrop = Int(identities[identity].lastDrop) - 1
        let hasOpenDrop = lastDrop >= 0 && drops[lastDrop].isOpen
        switch facts.codeClass {
        case .unauthorized, .credential:
            noteRefusal(identity)
            identities[identity].refusalCode = facts.code
            if hasOpenDrop && drops[lastDrop].refused < .max { drops[lastDrop].refused += 1 }
        case .disabled:
            identities[identity].flags.insert(.refusedAsDisabled)
            identities[identity].refusalCode = facts.code
            if hasOpenDrop { drops[lastDrop].flags.insert(.refusedAsDisabled) }
        case .throttled: if hasOpenDrop { drops[lastDrop].flags.insert(.refusedAsThrottled) }
        case .service: if hasOpenDrop { drops[lastDrop].flags.insert(.refusedByService) }
        default: break
        }
    }

    private mutating func noteRefusal(_ identity: Int) {
        if identities[identity].refusals == 0 { identities[identity].firstRefusal = now }
        if identities[identity].refusals < .max { identities[identity].refusals += 1 }
    }

}

extension DayAnalysis {
    /// A disconnect with a takeover code.
    ///
    /// It ends the oldest link. Where that was told already, by another drop or by none, it adds nothing but its code;
    /// it never ends the link that has just come.
    mutating func takeOver(_ identity: Int, facts: RecordFacts, client: ClientID, isNew: Bool) {
        let state = identities[identity]
        if state.flags.contains(.olderLink) {
            loseOlderLink(identity, facts: facts, client: client)
        } else if let drop = dropBeforeTakeover(state) {
            joinTakeover(identity, drop, facts)
        } else if state.flags.contains(.online) && elapsed(since: state.lastConnect) <= limits.takeoverConnect {
            // Of the link that it ended the data has nothing else: the identity was connected before.
            if state.lastDrop == 0 && !state.isCarried && state.flags.isDisjoint(with: .inferred) {
                identities[identity].flags.insert(.inferred)
                hubs[Int(state.hub)].change -= 1
            }
            identities[identity].olderConnect = .never
            identities[identity].flags.insert(.olderLink)
            loseOlderLink(identity, facts: facts, client: client)
        } else if hasConnects(Int(state.hub)) {
            loseLinkToUnknown(identity, facts: facts, client: client, isNew: isNew)
        } else {
            disconnect(identity, facts: facts, client: client, isNew: isNew)
        }
    }

    /// Whether connects are in the input of a hub, as far as it has passed.
    private func hasConnects(_ hub: Int) -> Bool { hubs[hub].hasInformation || hubs[hub].hadInformation }

    /// The drop of which a takeover is no more than the side effect.
    private func dropBeforeTakeover(_ state: IdentityState) -> Int? {
        guard state.lastDrop > 0 else { return nil }
        let last = Int(state.lastDrop) - 1
        let isFirst = !codeSets.setClasses[Int(drops[last].codes)].contains(.takeover)
        if isFirst && now - drops[last].start <= limits.sideEffect { return last }
        guard state.flags.contains(.online) else {
            // Where connects are in the input, an identity that is down has no link to lose.
            return drops[last].isOpen && hasConnects(Int(state.hub)) ? last : nil
        }
        guard state.lastConnect != .never,
            drops[last].end == state.lastConnect || drops[last].start >= state.lastConnect
        else { return nil }
        let sinceConnect = now - state.lastConnect
        return sinceConnect <= (isFirst ? limits.lateTakeover : limits.takeoverConnect) ? last : nil
    }

    /// Adds a takeover to the drop whose side effect it is.
    private mutating func joinTakeover(_ identity: Int, _ drop: Int, _ facts: RecordFacts) {
        let codes = drops[drop].codes
        // A goodbye stays one: the code would stand for all of it.
        if codes != 0 { drops[drop].codes = codeSets.adding(facts.code, to: codes) }
        if drops[drop].records < .max { drops[drop].records += 1 }
        guard identities[identity].flags.contains(.online) else { return }
        identities[identity].lastDisconnect = now
        identities[identity].lateTakeover = facts.code
        identities[identity].flags.remove(.addedTakeover)
        if drops[drop].codes != codes { identities[identity].flags.insert(.addedTakeover) }
    }

    /// A takeover that was taken for the end of an older link, but stands nearer to the connect that follows it, ended the
    /// link that was there: the connect replaces that one.
    private mutating func reclaimTakeover(_ identity: Int) -> Bool {
        var state = identities[identity]
        guard state.flags.contains(.online), state.lastDrop > 0, state.lastConnect != .never,
            state.lastDisconnect != .never, state.lastDisconnect >= state.lastConnect,
            now - state.lastDisconnect <= limits.takeoverConnect,
            now - state.lastDisconnect < state.lastDisconnect - state.lastConnect
        else { return false }
        let age = self.age(from: state.lastConnect, to: state.lastDisconnect, of: identity)
        let last = Int(state.lastDrop) - 1
        if drops[last].flags.contains(.olderLink), drops[last].start == state.lastDisconnect {
            drops[last].age = age
            drops[last].flags.remove(.olderLink)
            drops[last].end = .never
        } else if state.lateTakeover != 0 {
            if state.flags.contains(.addedTakeover) {
                drops[last].codes = codeSets.removing(state.lateTakeover, from: drops[last].codes)
            }
            if drops[last].records > 1 { drops[last].records -= 1 }
            insert(
                DropRecord(
                    start: state.lastDisconnect, identity: UInt32(identity), client: state.client, age: age,
                    sdk: sdks.number(of: state.sdk), codes: codeSets.single(state.lateTakeover)))
        } else {
            return false
        }
        state = identities[identity]
        state.lateTakeover = 0
        state.flags.subtract([.olderLink, .secondOlderLink, .addedTakeover])
        end(Int(state.lastDrop) - 1, &state)
        identities[identity] = state
        return true
    }

    /// Adds a drop that began a moment ago, so that drops stay in order of their start.
    private mutating func insert(_ drop: DropRecord) {
        var position = drops.append(drop, after: identities[Int(drop.identity)].lastDrop)
        while !drops.isLatestAlone, position > 0, drops[position - 1].start > drop.start {
            let other = drops[position - 1]
            drops[position] = other
            if Int(identities[Int(other.identity)].lastDrop) == position {
                identities[Int(other.identity)].lastDrop += 1
            }
            position -= 1
        }
        drops[position] = drop
        identities[Int(drop.identity)].lastDrop = UInt32(position + 1)
    }

    mutating func disconnect(_ identity: Int, facts: RecordFacts, client: ClientID, isNew: Bool) {
        var state = identities[identity]
        if facts.codeClass == .unauthorized { noteRefusal(identity) }
        if isNew {
            state.flags.formUnion([.online, .inferred])
        }
        if state.flags.contains(.online) {
            if state.flags.contains(.olderLink) && isOfOlderLink(facts, elapsed(since: state.lastConnect)) {
                loseOlderLink(identity, facts: facts, client: client)
                return
            }
            hubs[Int(facts.hub)].change -= 1
        } else if state.lastDrop > 0 && drops[Int(state.lastDrop) - 1].isOpen
            && elapsed(since: state.lastDisconnect) <= limits.group
        {
            join(Int(state.lastDrop) - 1, facts.code)
            identities[identity].lastDisconnect = now
            return
        }
        var drop = makeDrop(identity, since: state.lastConnect, facts: facts, client: client)
        if !state.flags.contains(.online) {
            // Down already: its age would be measured from a connect that an earlier drop has ended.
            drop.age = -1
            drop.flags.insert(.connectMissing)
            if day.contains(now) { hubs[Int(facts.hub)].missingConnects += 1 }
        }
        identities[identity].flags = state.flags.subtracting([.online, .olderLink, .secondOlderLink])
        identities[identity].lastDisconnect = now
        add(drop)
    }

    /// Whether a disconnect so long after a connect that found the device online ends the connection before.
    ///
    /// A client says goodbye on the connection that it uses, so only the hub's clocks can put that after a newer connect: where
    /// the record that ended the older one is lost, each goodbye of a device that wakes for seconds would be taken for the one
    /// before it.
    private func isOfOlderLink(_ facts: RecordFacts, _ sinceConnect: DayMillis) -> Bool {
        switch facts.kind {
        case .takeover: true
        case .cleanDisconnect: sinceConnect <= min(limits.lateRecord, DayAnalysis.clockSkew)
        default: sinceConnect <= limits.lateRecord
        }
    }

    /// Milliseconds by which the stamps of two records of one identity may be in the wrong order: they have whole seconds.
    private static let clockSkew: DayMillis = 2_000

    /// The oldest of several links ended: a drop of no length, since the newer one was there before it.
    private mutating func loseOlderLink(_ identity: Int, facts: RecordFacts, client: ClientID) {
        let sinceConnect = elapsed(since: identities[identity].lastConnect)
        let connect = identities[identity].closeOldestLink()
        var drop = makeDrop(identity, since: connect, facts: facts, client: client)
        drop.end = now
        drop.flags.insert(.olderLink)
        if facts.kind == .takeover && sinceConnect <= limits.takeoverConnect { drop.flags.insert(.connectNear) }
        identities[identity].lastDisconnect = now
        identities[identity].lateTakeover = 0
        add(drop)
    }

    /// The only link was taken over by one whose connect is yet to come, or is lost: the identity stays connected.
    private mutating func loseLinkToUnknown(_ identity: Int, facts: RecordFacts, client: ClientID, isNew: Bool) {
        if isNew { identities[identity].flags.formUnion([.online, .inferred]) }
        var drop = makeDrop(identity, since: identities[identity].lastConnect, facts: facts, client: client)
        drop.end = now
        identities[identity].lastConnect = .never
        identities[identity].lastDisconnect = now
        identities[identity].lateTakeover = 0
        add(drop)
    }

    /// The connect of the link that took over a moment ago.
    private mutating func findTakingLink(_ identity: Int) -> Bool {
        let state = identities[identity]
        guard state.flags.contains(.online), state.lastConnect == .never, state.lastDrop > 0 else { return false }
        let last = Int(state.lastDrop) - 1
        guard !drops[last].flags.contains(.olderLink), drops[last].end == drops[last].start,
            now - drops[last].start <= limits.takingConnect,
            codeSets.setClasses[Int(drops[last].codes)] == CodeClasses(.takeover)
        else { return false }
        drops[last].end = now
        if now - drops[last].start <= limits.takeoverConnect { drops[last].flags.insert(.connectNear) }
        return true
    }

    /// Adds the latest drop of an identity.
    @inline(__always)
    private mutating func add(_ drop: DropRecord) {
        let latest = identities[Int(drop.identity)].lastDrop
        identities[Int(drop.identity)].lastDrop = UInt32(drops.append(drop, after: latest) + 1)
    }

    private mutating func makeDrop(
        _ identity: Int, since connect: DayMillis, facts: RecordFacts, client: ClientID
    ) -> DropRecord {
        DropRecord(
            start: now, identity: UInt32(identity), client: client,
            age: age(from: connect, to: now, of: identity),
            sdk: sdks.number(of: identities[identity].sdk), codes: codeSets.single(facts.code))
    }

    /// Seconds since a connect, -1 where it is not known; a connect at moment 0 is older than moments reach.
    @inline(__always)
    private func age(from connect: DayMillis, to end: DayMillis, of identity: Int) -> Int32 {
        if connect == .never { return -1 }
        if connect > 0 { return Int32((end - connect) / 1000) }
        let seconds = clock.instant(end).seconds - Int64(identities[identity].distant.since)
        return Int32(clamping: max(seconds, 0))
    }

    private mutating func join(_ drop: Int, _ code: CodeIndex) {
        let codes = codeSets.adding(code, to: drops[drop].codes)
        drops[drop].codes = codes
        if drops[drop].records < .max { drops[drop].records += 1 }
    }
}
