import Model

/// Begins an analysis with carried state instead of with nothing.
extension DayAnalysis {
    /// Takes up the identities that are known; where `only` some devices matter, those.
    mutating func takeUp(_ carried: CarriedState, only: Set<DeviceID>?) {
        var open: [DropRecord] = []
        for state in carried.hubs {
            guard let hub = hubs.firstIndex(where: { $0.text == state.hub }) else { continue }
            takeUp(state, hub: UInt16(hub), from: clock.clamped(carried.moment), only: only, &open)
        }
        open.sort { ($0.start, $0.identity) < ($1.start, $1.identity) }
        for drop in open { identities[Int(drop.identity)].lastDrop = UInt32(drops.append(drop) + 1) }
    }

    private mutating func takeUp(
        _ state: HubState, hub: UInt16, from moment: DayMillis, only: Set<DeviceID>?, _ open: inout [DropRecord]
    ) {
        var reader = StateReader(state, hub: hub, from: moment, self)
        hubs[Int(hub)].hadInformation = reader.hadInformation
        let leaving = context.day.span.start.seconds - Int64(settings[.fleetDays] * 86_400)
        var online: Int32 = 0
        var latest: DayMillis = 0
        while let (read, drop, codes) = reader.next() {
            var identity = read
            latest = max(latest, identity.lastSeen)
            if only?.contains(identity.device) == false { continue }
            if identity.flags.contains(.online) {
                online += 1
            } else if Int64(identity.distant.lastSeen) <= leaving || isUnlisted(identity.device, hub: hub) {
                identity.flags.insert(.hasLeft)
            }
            let number = Int(lookup.numbers.find(hub: hub, device: identity.device))
            if number == identities.count { identities.append(identity) } else { identities[number] = identity }
            guard var drop else { continue }
            drop.identity = UInt32(number)
            drop.sdk = sdks.number(of: identity.sdk)
            for code in codes { drop.codes = codeSets.adding(code, to: drop.codes) }
            open.append(drop)
        }
        hubs[Int(hub)].curve.begin(with: online)
        if latest > 0 { hubs[Int(hub)].activity.begin(after: latest) }
    }
}

extension DayAnalysis {
    private func isUnlisted(_ device: DeviceID, hub: UInt16) -> Bool {
        guard let registry = context.registry else { return false }
        return registry.isWithout(context.vocabulary.devices[Int(device)].name, hub: hubs[Int(hub)].name)
    }
}

/// Reads the identities of a hub's state one after the other.
private struct StateReader {
    let hadInformation: Bool
    private var numbers: NumberReader
    private var left: Int
    private var device: UInt64 = 0
    private let hub: UInt16
    private let moment: DayMillis
    private let clock: MillisClock
    private let codes: StateCodes
    private let vocabulary: Vocabulary

    init(_ state: HubState, hub: UInt16, from moment: DayMillis, _ analysis: DayAnalysis) {
        numbers = NumberReader(state.bytes)
        hadInformation = numbers.next() != 0
        left = state.identities
        self.hub = hub
        self.moment = moment
        clock = analysis.clock
        codes = analysis.codeTexts
        vocabulary = analysis.context.vocabulary
    }

    /// The next identity, its latest drop and that one's codes; nil at the end, and where bytes name what the vocabulary lacks.
    mutating func next() -> (identity: IdentityState, drop: DropRecord?, codes: [CodeIndex])? {
        guard left > 0, !numbers.isAtEnd else { return nil }
        left -= 1
        device &+= numbers.next()
        let parts = StateParts(rawValue: numbers.small())
        let client = numbers.small()
        guard device < UInt64(vocabulary.devices.count), Int(client) < vocabulary.clients.count else { return nil }
        let times = Distances(clock, moment, inMilliseconds: parts.contains(.milliseconds))
        var identity = IdentityState(device: DeviceID(device), hub: hub, at: 0, client: client)
        identity.flags = flags(parts)
        (identity.firstSeen, identity.distant.firstSeen) = times.moment(numbers.next())
        (identity.lastSeen, identity.distant.lastSeen) = times.moment(numbers.next())
        if parts.contains(.connect) {
            (identity.lastConnect, identity.distant.since) = times.moment(numbers.next())
        }
        if parts.contains(.olderConnect) { identity.olderConnect = times.moment(numbers.next()).moment }
        if parts.contains(.secondOlderLink) { identity.secondConnect = times.moment(numbers.next()).moment }
        if parts.contains(.lateTakeover) { identity.lateTakeover = codes.code(of: numbers.small()) }
        if parts.contains(.lastDisconnect) { identity.lastDisconnect = times.moment(numbers.next()).moment }
        if parts.contains(.refusals) {
            identity.refusals = UInt16(clamping: numbers.next())
            identity.refusalCode = codes.code(of: numbers.small())
            identity.firstRefusal = times.moment(numbers.next()).moment
        }
        let latest = vocabulary.clients[Int(client)]
        identity.sdk = parts.contains(.sdk) ? numbers.small() : latest.sdk
        guard Int(identity.sdk) < vocabulary.texts.count else { return nil }
        if parts.contains(.wasConnected) { identity.address = latest.address }
        if parts.contains(.ages) {
            let count = min(numbers.small(), UInt32(RecentAges.most))
            identity.ages = RecentAges(carried: (0..<count).map { _ in numbers.small() })
        }
        guard parts.contains(.drop) else { return (identity, nil, []) }
        let drop = drop(of: &identity, parts, times)
        let count = min(numbers.small(), 255)
        return (identity, drop, (0..<count).map { _ in codes.code(of: numbers.small()) })
    }

    private func flags(_ parts: StateParts) -> IdentityState.Flags {
        var flags: IdentityState.Flags = []
        if parts.contains(.online) { flags.insert(.online) }
        if parts.contains(.wasConnected) { flags.insert(.everConnected) }
        if parts.contains(.sas) { flags.insert(.sas) }
        if parts.contains(.x509) { flags.insert(.x509) }
        if parts.contains(.refusedAsDisabled) { flags.insert(.refusedAsDisabled) }
        if parts.contains(.olderLink) { flags.insert(.olderLink) }
        if parts.contains(.secondOlderLink) { flags.insert(.secondOlderLink) }
        if parts.contains(.addedTakeover) { flags.insert(.addedTakeover) }
        return flags
    }

    private mutating func drop(of identity: inout IdentityState, _ parts: StateParts, _ times: Distances) -> DropRecord
    {
        let (start, since) = times.moment(numbers.next())
        let end = parts.contains(.dropIsOver) ? times.moment(numbers.next()).moment : DayMillis.never
        if end == .never { identity.distant.since = since }
        let flags = DropRecord.Flags(rawValue: UInt8(truncatingIfNeeded: numbers.next()))
        let age = Int32(clamping: Int64(numbers.small()) - 1)
        let client = min(numbers.small(), UInt32(vocabulary.clients.count - 1))
        var drop = DropRecord(start: start, identity: 0, client: client, age: age, sdk: 0, codes: 0)
        drop.end = end
        drop.flags = flags
        drop.records = UInt16(clamping: numbers.next())
        drop.refused = UInt16(clamping: numbers.next())
        return drop
    }
}

/// Times as distances from the moment of a state, in whole seconds where that loses nothing.
struct Distances {
    private let clock: MillisClock
    private let moment: DayMillis
    private let unit: UInt64

    init(_ clock: MillisClock, _ moment: DayMillis, inMilliseconds: Bool) {
        self.clock = clock
        self.moment = moment
        unit = inMilliseconds ? 1 : 1000
    }

    /// The distance of a time, which `seconds` since 1970 tell where it is too old for a moment.
    func distance(_ time: DayMillis, _ seconds: UInt32) -> UInt64 {
        if time > 0 || seconds == 0 { return UInt64(moment - min(time, moment)) / unit }
        return UInt64(max(0, clock.instant(moment).seconds - Int64(seconds))) * 1000 / unit
    }

    /// The distance of a time of which nobody needs to know by how much it is older than moments reach.
    func bounded(_ time: DayMillis) -> UInt64 {
        UInt64(min(moment - min(time, moment), MillisClock.reach)) / unit
    }

    /// What a distance stands for: a moment, 0 for what is too old for one, and seconds since 1970.
    func moment(_ distance: UInt64) -> (moment: DayMillis, seconds: UInt32) {
        let (milliseconds, overflow) = distance.multipliedReportingOverflow(by: unit)
        let early = Int64(clamping: overflow ? .max : milliseconds)
        let seconds = clock.instant(moment).seconds - (early + 999) / 1000
        return (UInt64(early) < UInt64(moment) ? moment - DayMillis(early) : 0, UInt32(clamping: max(1, seconds)))
    }
}
