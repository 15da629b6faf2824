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
    private var waiting: [IdentityEvent] = []
    /// The kinds among them, one bit each.
    private var waitingKinds: UInt8 = 0
    private(set) var now: DayMillis = 0
    private var touchedHubs: [UInt16] = []
    /// Records on the report day, hub after hub those of each code.
    private var recordsOfCode: [Int]
    /// Whose events are; empty while it is lent.
    var lookup: EventLookup
    /// Read from memory, and of no other use.
    private var touched: UInt32 = 0

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
        identities = IdentityTable(devices: vocabulary.devices.count)
        lookup = EventLookup(clock, until: dataEnd, facts, vocabulary)
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
        for client in vocabulary.clients.values {
            let text = Int(client.authentication)
            guard text != 0, text < result.count, !isRead[text] else { continue }
            isRead[text] = true
            result[text] = Authentication(record: vocabulary.texts[text])
        }
        return result
    }

    /// Whether anything was known of a hub before the data.
    func isKnownBefore(hub: Int) -> Bool {
        context.carried?.hubs.contains { $0.hub == hubs[hub].text } ?? false
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

    /// Puts drops aside from now on, so that memory goes by identities alone; whoever judges them takes them back in about so
    /// many slices.
    ///
    /// Before any event.
    package mutating func putDropsAside(in space: any ScratchSpace, slices: Int) {
        drops.keepLatestAlone(
            handingTo: FinishedDrops(in: space, slices: slices, identities: context.vocabulary.devices.count))
    }

    /// Keeps of each identity the latest drop alone, which is enough for its state.
    ///
    /// Before any event.
    package mutating func forgetDrops() { drops.keepLatestAlone(handingTo: FinishedDrops()) }

    /// Puts aside what has come together, where drops are: after a few thousand events.
    package mutating func putAside() throws { try drops.putAside() }

    /// Hands over the drops that were put aside, and when the latest of each identity was; nil where all are in memory.
    mutating func takeSlices() throws -> (slices: DropSlices, latest: LatestDrops)? {
        guard drops.isLatestAlone else { return nil }
        let latest = LatestDrops(self)
        var taken = takeDrops()
        return try taken.finish().map { (DropSlices($0, identities: identities.count), latest) }
    }

    /// Takes events; those outside the context's span are ignored.
    package mutating func add(_ events: [Event]) { add(lookup.find(events)) }

    /// Lends the look-up to who finds events ahead of the analysis, until it is given back.
    package mutating func lendLookup() -> EventLookup {
        var lent = EventLookup(clock, until: dataEnd, [], Vocabulary())
        swap(&lent, &lookup)
        return lent
    }

    package mutating func takeBack(_ lookup: EventLookup) { self.lookup = lookup }

    /// Takes events that the look-up has found, in their order.
    package mutating func add(_ events: [IdentityEvent]) {
        var start = 0
        while start < events.count {
            let end = min(start + DayAnalysis.lookAhead, events.count)
            // All at once what the next ones need from memory: one after the other they would wait for it.
            for position in start..<end { touched &+= identities.touch(Int(events[position].identity)) }
            for position in start..<end { add(events[position]) }
            start = end
        }
    }

    private static let lookAhead = 64

    @inline(__always)
    private mutating func add(_ event: IdentityEvent) {
        guard event.identity != IdentityEvent.none else { return }
        if event.moment != now {
            workThroughMoment()
            if event.moment >= boundary { takeState() }
            now = event.moment
        }
        let facts = facts[Int(event.eventType)]
        if Int(event.identity) == identities.count {
            identities.append(IdentityState(device: DeviceID.max, hub: facts.hub, at: .never, client: event.client))
        }
        waitingKinds |= 1 << facts.kind.rawValue
        waiting.append(event)
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
                if facts.kind.rawValue == kind { take(record, facts) }
            }
        }
        waiting.removeAll(keepingCapacity: true)
        for hub in touchedHubs { hubs[Int(hub)].endMoment(at: now) }
        touchedHubs.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ event: IdentityEvent, _ facts: RecordFacts) {
        let hub = Int(facts.hub)
        let (identity, client) = (Int(event.identity), event.client)
        let isNew = identities[identity].lastSeen == .never
        if isNew {
            let device = context.vocabulary.clients[Int(client)].device
            identities[identity] = IdentityState(device: device, hub: facts.hub, at: now, client: client)
        }
        // That new devices come says nothing of when the others speak, nor do the retries of one that is refused.
        let isAlone = isNew || identities[identity].lastSeen / HubActivity.burst != now / HubActivity.burst
        let isSpeaking = isAlone && facts.kind != .refusedConnect && !(isNew && facts.kind == .connect)
        if hubs[hub].takeRecord(isInformation: facts.isInformation, isSpeaking: isSpeaking) {
            touchedHubs.append(facts.hub)
        }
        let isInDay = day.contains(now)
        identities[identity].see(at: now, isInDay: isInDay)
        if isInDay {
            recordsOfCode[hub * codeSets.codes.count + Int(facts.code)] += 1
        }
        switch facts.kind {
        case .connect: connect(identity, client: client, hub: hub)
        case .refusedConnect:
            noteSecondParty(identity, facts: facts, party: context.vocabulary.clients[Int(client)])
            refuse(identity, facts: facts, hub: hub)
        case .takeover: takeOver(identity, facts: facts, client: client, isNew: isNew)
        case .unauthorizedDisconnect, .errorDisconnect, .cleanDisconnect:
            disconnect(identity, facts: facts, client: client, isNew: isNew)
        }
    }
}

/// The settings that decide record by record, in milliseconds.
struct GroupingLimits: Sendable {
    let group: DayMillis
    let sideEffect: DayMillis
    let lateRecord: DayMillis
    let takeoverConnect: DayMillis
    /// How late after its connect the side effect of a drop may stand.
    let lateTakeover: DayMillis
    /// How long after a takeover the connect of the link that took over may be logged.
    let takingConnect: DayMillis
    let renewalBack: DayMillis

    init(_ settings: AnalysisSettings) {
        func moments(_ seconds: Double) -> DayMillis { DayMillis(max(0, min(seconds, 4_000_000)) * 1000) }
        group = moments(settings[.dropGroup])
        sideEffect = moments(settings[.sideEffect])
        lateRecord = moments(settings[.lateRecord])
        takeoverConnect = moments(settings[.takeoverConnect])
        lateTakeover = max(lateRecord, takeoverConnect, sideEffect)
        takingConnect = max(lateRecord, takeoverConnect)
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

extension DayAnalysis {
    /// A refusal in the name of an identity that is connected is another's.
    private mutating func noteSecondParty(_ identity: Int, facts: RecordFacts, party: ClientDescription) {
        guard identities[identity].flags.contains(.online), day.contains(now),
            facts.codeClass == .unauthorized || facts.codeClass == .credential
        else { return }
        if identities[identity].secondPartyRefusals < .max { identities[identity].secondPartyRefusals += 1 }
        identities[identity].secondPartyAddress = party.address
    }
}
