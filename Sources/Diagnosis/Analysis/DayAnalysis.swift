package import Model

/// Works out one day from its events, which must come strictly in the order of `Event` and include the context before
/// and after the day.
///
/// Memory goes by identities and drops, never by events.
package struct DayAnalysis {
    let context: AnalysisContext
    let settings: AnalysisSettings
    let clock: MillisClock
    let day: MillisRange
    let dataEnd: DayMillis
    let limits: GroupingLimits
    let facts: [RecordFacts]
    var codeSets: CodeSets
    var hubs: [HubTally]
    var identities: IdentityTable
    var drops = DropRecords()
    var sdks: SDKNumbers
    var authentications: [Authentication]
    /// The texts of codes, as carried state writes them, by number.
    let codeTexts: StateCodes
    /// When to take the state for a later day; `DayMillis.never` where none is wanted.
    private let boundary: DayMillis
    /// The state at the boundary, once the events have passed it.
    private(set) var states: [HubState]?
    /// Records of the present moment, which is worked through in the order of their kinds.
    private var waiting: [Waiting] = []
    /// The kinds among them, one bit each.
    private var waitingKinds: UInt8 = 0
    private var now: DayMillis = 0
    private var touchedHubs: [UInt16] = []
    /// Records on the report day, hub after hub those of each code.
    private var recordsOfCode: [Int]
    /// Events that refer to numbers beyond the vocabulary.
    private(set) var unknownEvents = 0

    private struct Waiting: BitwiseCopyable {
        var client: ClientID
        var eventType: EventTypeID
    }

    /// - Parameter only: the devices of the carried state that matter; nil for all.
    package init(
        context: AnalysisContext, settings: AnalysisSettings = AnalysisSettings(), only: Set<DeviceID>? = nil
    ) {
        self.context = context
        self.settings = settings
        let clock = MillisClock(dataStart: context.dataSpan.start)
        self.clock = clock
        let day = MillisRange(start: clock.clamped(context.day.span.start), end: clock.clamped(context.day.span.end))
        self.day = day
        let dataEnd = clock.clamped(context.dataSpan.end)
        self.dataEnd = dataEnd
        limits = GroupingLimits(settings)
        let vocabulary = context.vocabulary
        var codeSets = CodeSets()
        var hubNumbers: [TextID: UInt16] = [:]
        var hubs: [HubTally] = []
        facts = vocabulary.eventTypes.map { eventType in
            let hub = hubNumbers[eventType.hub] ?? UInt16(clamping: hubs.count)
            if hubNumbers[eventType.hub] == nil {
                hubNumbers[eventType.hub] = hub
                let hours = Int((max(dataEnd, MillisClock.reach) - MillisClock.reach) / 3_600_000) + 1
                hubs.append(HubTally(name: vocabulary.text(eventType.hub), text: eventType.hub, day: day, hours: hours))
            }
            let code = codeSets.number(of: vocabulary.text(eventType.code), isError: eventType.level.isError)
            return RecordFacts(eventType, hub: hub, code: code, codeClass: codeSets.classes[Int(code)])
        }
        codeSets.freeze()
        recordsOfCode = Array(repeating: 0, count: hubs.count * codeSets.codes.count)
        self.codeSets = codeSets
        self.hubs = hubs
        identities = IdentityTable(hubs: max(1, hubs.count), devices: vocabulary.devices.count)
        sdks = SDKNumbers(texts: vocabulary.texts.count)
        authentications = DayAnalysis.authentications(of: vocabulary)
        codeTexts = StateCodes(vocabulary.eventTypes, facts)
        boundary = context.boundary.map(clock.clamped) ?? DayMillis.never
        if let carried = context.carried { takeUp(carried, only: only) }
    }

    /// What the `authType` texts say, by text: few of them, read once.
    private static func authentications(of vocabulary: Vocabulary) -> [Authentication] {
        var result = Array(repeating: Authentication.unknown, count: vocabulary.texts.count)
        var isRead = Array(repeating: false, count: vocabulary.texts.count)
        for client in vocabulary.clients {
            let text = Int(client.authentication)
            guard text != 0, text < result.count, !isRead[text] else { continue }
            isRead[text] = true
            result[text] = Authentication(record: vocabulary.texts[text])
        }
        return result
    }

    /// Records of a code of a hub on the report day.
    func records(ofCode code: Int, hub: Int) -> Int {
        recordsOfCode[hub * codeSets.codes.count + code]
    }

    /// Hands the drops over and keeps no reference: an array with two owners is copied when the first writes to it
    /// (copy-on-write).
    mutating func takeDrops() -> DropRecords {
        var taken = DropRecords()
        swap(&taken, &drops)
        return taken
    }

    /// Takes events; those outside the context's span are ignored.
    package mutating func add(_ events: [Event]) {
        for event in events { add(event) }
    }

    /// Takes one event.
    @inline(__always)
    package mutating func add(_ event: Event) {
        guard let moment = clock.moment(event.time), moment >= MillisClock.reach, moment < dataEnd else { return }
        guard Int(event.eventType) < facts.count, Int(event.client) < context.vocabulary.clients.count else {
            unknownEvents += 1
            return
        }
        if moment != now {
            workThroughMoment()
            if moment >= boundary { takeState() }
            now = moment
        }
        waitingKinds |= 1 << facts[Int(event.eventType)].kind.rawValue
        waiting.append(Waiting(client: event.client, eventType: event.eventType))
    }

    /// Ends the analysis: every event has been added.
    mutating func finish() {
        workThroughMoment()
        takeState()
    }

    /// Keeps the state at the boundary; only once.
    private mutating func takeState() {
        guard boundary != DayMillis.never, states == nil else { return }
        states = state(at: boundary)
    }

    /// Works through the records of the present moment in the order of their kinds.
    mutating func workThroughMoment() {
        while waitingKinds != 0 {
            let kind = UInt8(waitingKinds.trailingZeroBitCount)
            waitingKinds &= waitingKinds - 1
            for position in 0..<waiting.count {
                let record = waiting[position]
                let facts = facts[Int(record.eventType)]
                if facts.kind.rawValue == kind { take(client: record.client, facts: facts) }
            }
        }
        waiting.removeAll(keepingCapacity: true)
        for hub in touchedHubs { hubs[Int(hub)].endMoment(at: now) }
        touchedHubs.removeAll(keepingCapacity: true)
    }

    private mutating func take(client: ClientID, facts: RecordFacts) {
        let hub = Int(facts.hub)
        if !hubs[hub].isTouched {
            hubs[hub].isTouched = true
            touchedHubs.append(facts.hub)
        }
        if facts.isInformation { hubs[hub].hasInformation = true }
        hubs[hub].recordsInMoment += 1
        let party = context.vocabulary.clients[Int(client)]
        let (identity, isNew) = identities.find(hub: facts.hub, device: party.device, at: now, client: client)
        identities[identity].lastSeen = now
        if day.contains(now) {
            identities[identity].flags.insert(.activeInDay)
            recordsOfCode[hub * codeSets.codes.count + Int(facts.code)] += 1
        }
        switch facts.kind {
        case .connect: connect(identity, party: party, client: client, hub: hub)
        case .refusedConnect: refuse(identity, facts: facts, hub: hub)
        case .takeover: takeOver(identity, facts: facts, client: client, isNew: isNew)
        case .unauthorizedDisconnect, .errorDisconnect, .cleanDisconnect:
            disconnect(identity, facts: facts, client: client, isNew: isNew)
        }
    }
}

extension DayAnalysis {
    /// A successful connect: ends the drop that is open.
    private mutating func connect(_ identity: Int, party: ClientDescription, client: ClientID, hub: Int) {
        var state = identities[identity]
        if state.flags.contains(.online) {
            state.flags.insert(.olderLink)
            state.olderConnect = state.lastConnect
        } else {
            state.flags.insert(.online)
            hubs[hub].change += 1
            if state.lastDrop > 0 { end(Int(state.lastDrop) - 1, &state) }
        }
        state.flags.insert(.everConnected)
        state.lastConnect = now
        state.refusals = 0
        state.firstRefusal = .never
        state.refusalCode = 0
        state.flags.remove(.refusedAsDisabled)
        state.client = client
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
        identities[identity] = state
        if day.contains(now) { hubs[hub].countConnect(at: now) }
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
    private mutating func refuse(_ identity: Int, facts: RecordFacts, hub: Int) {
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

    /// A disconnect with a takeover code.
    ///
    /// It belongs to the older connection: where a newer one is there, the identity stays online; where another drop
    /// has just happened, it is that drop's side effect.
    private mutating func takeOver(_ identity: Int, facts: RecordFacts, client: ClientID, isNew: Bool) {
        let state = identities[identity]
        if state.lastDrop > 0 {
            let last = Int(state.lastDrop) - 1
            let hasTakeover = codeSets.setClasses[Int(drops[last].codes)].contains(.takeover)
            if !hasTakeover && now - drops[last].start <= limits.sideEffect {
                join(last, facts.code)
                if state.flags.contains(.olderLink) { identities[identity].flags.remove(.olderLink) }
                return
            }
        }
        disconnect(identity, facts: facts, client: client, isNew: isNew)
    }

    private mutating func disconnect(_ identity: Int, facts: RecordFacts, client: ClientID, isNew: Bool) {
        var state = identities[identity]
        if facts.codeClass == .unauthorized { noteRefusal(identity) }
        if isNew {
            state.flags.formUnion([.online, .inferred])
        }
        if state.flags.contains(.online) {
            let isLate = facts.kind == .takeover || elapsed(since: state.lastConnect) <= limits.lateRecord
            if state.flags.contains(.olderLink) && isLate {
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
        identities[identity].flags = state.flags.subtracting([.online, .olderLink])
        identities[identity].lastDisconnect = now
        identities[identity].lastDrop = UInt32(drops.append(drop) + 1)
    }

    /// The older of two connections ended: a drop of no length, since the newer one was there before it.
    private mutating func loseOlderLink(_ identity: Int, facts: RecordFacts, client: ClientID) {
        let state = identities[identity]
        var drop = makeDrop(identity, since: state.olderConnect, facts: facts, client: client)
        drop.end = now
        drop.flags.insert(.olderLink)
        if facts.kind == .takeover && elapsed(since: state.lastConnect) <= limits.takeoverConnect {
            drop.flags.insert(.connectNear)
        }
        identities[identity].flags.remove(.olderLink)
        identities[identity].lastDisconnect = now
        identities[identity].lastDrop = UInt32(drops.append(drop) + 1)
    }

    private mutating func makeDrop(
        _ identity: Int, since connect: DayMillis, facts: RecordFacts, client: ClientID
    ) -> DropRecord {
        DropRecord(
            start: now, identity: UInt32(identity), client: client,
            age: age(since: connect, of: identity),
            sdk: sdks.number(of: identities[identity].sdk), codes: codeSets.single(facts.code))
    }

    /// Seconds since a connect, -1 where it is not known; a connect at moment 0 is older than moments reach.
    @inline(__always)
    private func age(since connect: DayMillis, of identity: Int) -> Int32 {
        if connect == .never { return -1 }
        if connect > 0 { return Int32((now - connect) / 1000) }
        let seconds = clock.instant(now).seconds - Int64(identities[identity].distant.since)
        return Int32(clamping: max(seconds, 0))
    }

    private mutating func join(_ drop: Int, _ code: CodeIndex) {
        let codes = codeSets.adding(code, to: drops[drop].codes)
        drops[drop].codes = codes
        if drops[drop].records < .max { drops[drop].records += 1 }
    }
}

/// The settings that decide record by record, in milliseconds.
struct GroupingLimits: Sendable {
    let group: DayMillis
    let sideEffect: DayMillis
    let lateRecord: DayMillis
    let takeoverConnect: DayMillis
    let renewalBack: DayMillis

    init(_ settings: AnalysisSettings) {
        func moments(_ seconds: Double) -> DayMillis { DayMillis(max(0, min(seconds, 4_000_000)) * 1000) }
        group = moments(settings[.dropGroup])
        sideEffect = moments(settings[.sideEffect])
        lateRecord = moments(settings[.lateRecord])
        takeoverConnect = moments(settings[.takeoverConnect])
        renewalBack = moments(settings[.renewalBack])
    }
}

/// Numbers of two bytes for the `sdkVersion` texts that drops refer to.
struct SDKNumbers: Sendable {
    private(set) var texts: [TextID] = [0]
    private var numbers: [UInt16]

    init(texts count: Int) {
        numbers = Array(repeating: 0, count: count)
    }

    /// 0 for no SDK, and for any beyond the 65,535th.
    @inline(__always)
    mutating func number(of text: TextID) -> UInt16 {
        guard text != 0, Int(text) < numbers.count else { return 0 }
        let known = numbers[Int(text)]
        if known != 0 { return known }
        guard texts.count < UInt16.max else { return 0 }
        texts.append(text)
        numbers[Int(text)] = UInt16(texts.count - 1)
        return numbers[Int(text)]
    }
}
