package import Delivery
package import Diagnosis
import Importing
package import Model
import Report
package import Settings
package import Store
import Threads

/// What one report day came to.
package struct DayResult {
    let day: ReportDay
    let facts: DayFacts
    let counts: DayCounts
    let diagnosis: DayDiagnosis
    /// Identities that no earlier day knows.
    let firstSeen: [FirstSeen]
    /// What the diagnosis was made from.
    package let context: AnalysisContext
    /// What Event Grid's events say of the log's completeness, where there are any of the day.
    let connectionEvents: [ConnectionEventCoverage]
    /// The side inputs that it was worked out with.
    let inputs: DayInputs
    /// What the day after begins with.
    let states: [StoredState]
    /// What other hubs need to know; nil where nobody asked.
    let traffic: HubTraffic?
}

/// Works out days from the events of a store: one pass over a day and the hours around it.
package struct DayJob {
    let store: Store
    let history: DayHistory
    let settings: Configuration
    /// With pseudonyms in it where the settings ask for them.
    package let vocabulary: Vocabulary
    let inputs: SideInputs
    package let redaction: Redaction?
    private var states: StateKeeper { history.states }
    private let isWanted: [Bool]
    /// The hubs whose rows alone are read; nil where all are.
    let part: [TextID]?
    /// What the whole fleet has of a day, where this job is for a part of it.
    private let given: FleetInputs?
    /// Whether hubs that are judged elsewhere are to be told what moved.
    var tellsTraffic = false
    /// Devices that are known to have moved to a hub that is judged elsewhere.
    var moves: [Identity: DeviceMove] = [:]

    /// For a database that is only read, and one question about it: all hubs at once.
    package init(store: Store, settings: Configuration) throws {
        var settings = settings
        settings.jobs = 0
        try self.init(DayHistory(store: store, settings: settings, mayKeep: false), settings)
    }

    /// - Parameter words: those that the job needs; nil for all, or for none but texts where hubs are worked out apart.
    init(_ history: DayHistory, _ settings: Configuration, knowing known: Vocabulary? = nil) throws {
        store = history.store
        self.history = history
        let isLean = try known != nil || PartialWords.areEnough(for: settings, store)
        let words = try known ?? (isLean ? PartialWords.withoutNames(store) : store.vocabulary())
        redaction = try Redaction(settings, of: words)
        vocabulary = redaction?.vocabulary ?? words
        part = try history.states.part()
        given = nil
        if !isLean { history.states.use(words) }
        inputs = try SideInputs(
            settings, store: store, vocabulary: words, redaction: redaction, mayAsk: history.mayKeep)
        for kind in inputs.failed { history.noteFailure(of: kind) }
        var settings = settings
        if let redaction { settings.alerts.devicesNotBack = settings.alerts.devicesNotBack.map(redaction.device) }
        self.settings = settings
        isWanted = DayJob.wanted(vocabulary, settings)
    }

    /// For the hubs of the settings, as a part of a fleet whose job has the rest.
    ///
    /// - Parameter words: those of the hubs, with pseudonyms in them where the settings ask for them.
    init(_ history: DayHistory, _ settings: Configuration, words: Vocabulary, of fleet: FleetInputs) throws {
        store = history.store
        self.history = history
        self.settings = settings
        redaction = fleet.redaction
        vocabulary = words
        part = try history.states.part()
        given = fleet
        (tellsTraffic, moves) = (true, fleet.moves)
        inputs = SideInputs(connectionEvents: fleet.connectionEvents.filter { settings.hubs.contains($0.hub) })
        isWanted = DayJob.wanted(words, settings)
    }

    private static func wanted(_ words: Vocabulary, _ settings: Configuration) -> [Bool] {
        words.eventTypes.map { settings.hubs.isEmpty || settings.hubs.contains(words.text($0.hub)) }
    }

    /// Throws where a hub was asked for by a name that stands in no record: no drops of it would say that all was well.
    ///
    /// - Parameter isByHand: false for a night's run, which goes on as long as one of its hubs is known, or none is.
    package func requireHubs(isByHand: Bool = true) throws {
        let known = Set(vocabulary.eventTypes.map { vocabulary.text($0.hub) })
        let unknown = settings.hubs.filter { !known.contains($0) }
        guard let first = unknown.first else { return }
        guard isByHand || (!known.isEmpty && unknown.count == settings.hubs.count) else {
            return Console.problem("no record of hub '\(first)' has come yet", isWarning: true)
        }
        throw Failure(
            known.isEmpty ? .inputMissing : .usage,
            "no record of hub '\(first)' is in the database; it has "
                + (known.isEmpty ? "no records" : known.sorted().prefix(20).joined(separator: ", ")))
    }

    /// Works out a day.
    ///
    /// - Parameters:
    ///   - aside: makes the file where drops wait if they are judged in slices; nil keeps all in memory.
    ///   - meanwhile: what needs neither, done while a thread judges.
    ///   - take: is given the drops, on another thread, while the rest is counted and made use of.
    ///   - use: is given the rest.
    func run<Taken: Sendable, Used>(
        _ day: ReportDay, aside: (() throws -> ScratchFile)? = nil, meanwhile: () throws -> Void = {},
        drops take: @escaping @Sendable (DayDrops) throws -> Taken, rest use: (DayResult, DayDrops) throws -> Used
    ) throws -> (taken: Taken, used: Used) {
        try store.requireEvents(of: day)
        let run = try store.latestImport()
        let inputs = try given?.inputs ?? inputs(of: day)
        let context = try context(of: day, with: inputs)
        let (judged, counts, facts) = try passEvents(of: day, in: context, inputs, aside, meanwhile)
        let drops = judged.drops
        let traffic = tellsTraffic ? judged.traffic : nil
        let (taken, used) = try inParallel("hubdrops drops") {
            try take(drops)
        } here: {
            let diagnosis = try judged.diagnosis()
            // Who looks at one device alone cannot tell when its hub was silent.
            var context = context
            context.hoursWithoutRecords = diagnosis.unknown
            let result = DayResult(
                day: day, facts: facts, counts: counts, diagnosis: diagnosis,
                firstSeen: firstSeen(in: judged, context.baseline?.known), context: context,
                connectionEvents: try connectionEvents(of: day, in: context.dataSpan, inputs), inputs: inputs,
                states: judged.states.map {
                    StoredState(
                        $0, at: context.boundary ?? day.span.end, run: run, rules: settings.analysisSettings.stateRules)
                }, traffic: traffic)
            return try use(result, drops)
        }
        return (taken, used)
    }

    /// What is known of the input behind a day.
    func facts(of day: ReportDay, _ inputs: DayInputs) throws -> DayFacts {
        var facts = try DayFacts(of: day.span, in: store) { isWanted[Int($0)] }
        facts.sideProblems = inputs.problems
        return redaction?.facts(facts) ?? facts
    }

    /// Works out a day of which only the drops are wanted, on another thread.
    package func drops<Taken: Sendable>(
        of day: ReportDay, aside: (() throws -> ScratchFile)? = nil,
        _ take: @escaping @Sendable (DayDrops) throws -> Taken
    ) throws -> (result: DayResult, taken: Taken) {
        let (taken, result) = try run(day, aside: aside, drops: take) { result, _ in result }
        return (result, taken)
    }

    /// Holds the log against Event Grid's events, in a pass of its own: most days have none.
    private func connectionEvents(
        of day: ReportDay, in span: TimeWindow, _ known: DayInputs
    ) throws -> [ConnectionEventCoverage] {
        if let found = known.connectionEvents { return found }
        let events = redaction.map { inputs.connectionEvents.map($0.connectionEvent) } ?? inputs.connectionEvents
        guard
            var check = ConnectionEventCheck(events, day: day.span, vocabulary: vocabulary)
        else { return [] }
        try store.forEachBatch(in: span, of: part) { batch in
            for event in batch { check.add(event) }
        }
        return check.finish(end: span.end)
    }

    /// Passes the events of a day and its context through the analysis and the counts, and judges the drops.
    ///
    /// The caller's thread reads them from the database, counts them and finds whose they are; another analyses them.
    private func passEvents(
        of day: ReportDay, in context: AnalysisContext, _ inputs: DayInputs, _ aside: (() throws -> ScratchFile)?,
        _ meanwhile: () throws -> Void
    ) throws -> (
        judged: ClassifiedDay, counts: DayCounts, facts: DayFacts
    ) {
        // A few pieces wait at most, so that memory does not grow with the day.
        let handover = BoundedQueue<[IdentityEvent]>(capacity: 4)
        let lent = BoundedQueue<EventLookup>(capacity: 1)
        let returned = BoundedQueue<EventLookup>(capacity: 1)
        let slices = try slices(of: day)
        let space = try slices > 1 ? aside.map { FileSpace(file: try $0()) } : nil
        let (judged, made) = try inParallelMeeting("hubdrops events") { [settings] in
            // Nobody would take what is sent after an error.
            defer { handover.close() }
            var analysis = DayAnalysis(context: context, settings: settings.analysisSettings)
            if let space { analysis.putDropsAside(in: space, slices: slices) }
            _ = lent.send(analysis.lendLookup())
            while let events = handover.receive() {
                analysis.add(events)
                try analysis.putAside()
            }
            if let lookup = returned.receive() { analysis.takeBack(lookup) }
            return try ClassifiedDay(consume analysis)
        } here: {
            defer {
                handover.close()
                returned.close()
            }
            var counter = DayCounter(day: day, vocabulary: vocabulary)
            guard var lookup = lent.receive() else { preconditionFailure("an analysis lends its look-up first") }
            let isPartial = isWanted.contains(false)
            try store.forEachBatch(in: context.dataSpan, of: part) { batch in
                let events = isPartial ? batch.filter { isWanted[Int($0.eventType)] } : batch
                let found = lookup.find(events)
                _ = handover.send(found)
                counter.add(events, found)
            }
            handover.close()
            _ = returned.send(lookup)
            // The other thread analyses and judges for a while yet.
            try meanwhile()
            return (counter.counts(), try given?.facts ?? facts(of: day, inputs))
        }
        return (judged, made.0, made.1)
    }

    /// In how many slices the drops of a day are judged: as the settings say, or by the records of the day.
    func slices(of day: ReportDay) throws -> Int {
        if let wanted = settings.slices { return wanted }
        var size = DaySize(devices: vocabulary.devices.values.count)
        for total in try store.hourTotals(in: DayJob.dataSpan(of: day, settings)) where isWanted[Int(total.eventType)] {
            size.records += Int(total.records)
            if vocabulary.eventTypes[Int(total.eventType)].operation == .disconnect {
                size.disconnects += Int(total.records)
            }
        }
        return settings.memory.map { size.slices(within: $0, jobs: max(1, settings.jobs)) } ?? size.slices
    }

    /// The identities of a day that are not known yet.
    private func firstSeen(in judged: ClassifiedDay, _ known: KnownIdentities?) -> [FirstSeen] {
        var result: [FirstSeen] = []
        judged.forEachIdentity { identity, time in
            if known?.contains(hub: vocabulary.text(identity.hub), device: identity.device) == true { return }
            result.append(FirstSeen(hub: identity.hub, device: identity.device, time: time.seconds))
        }
        return result
    }

    /// The events that the diagnosis of a day is made from.
    static func dataSpan(of day: ReportDay, _ settings: Configuration) -> TimeWindow {
        TimeWindow(
            from: day.span.start.advanced(bySeconds: -settings.contextBefore.seconds),
            to: day.span.end.advanced(bySeconds: settings.contextAfter.seconds))
    }

    /// All that the diagnosis of a day is made from, apart from the events.
    func context(of day: ReportDay, with inputs: DayInputs = DayInputs()) throws -> AnalysisContext {
        let span = DayJob.dataSpan(of: day, settings)
        var context = AnalysisContext(day: day, dataSpan: span, vocabulary: vocabulary)
        let clock = LocalClock(zone: day.timeZone)
        context.momentWords = { clock.moment($0, on: day.date) }
        context.registry = inputs.registry
        context.metrics = inputs.metrics
        context.health = inputs.health
        let start = try states.start(of: day)
        context.carried = try states.state(at: start)
        let boundary = day.span.end.advanced(bySeconds: -settings.contextBefore.seconds)
        context.boundary = boundary > start ? boundary : nil
        context.moves = moves
        context.presence = try history.presence(of: day)
        context.openBefore = try openBefore(day)
        let builder = BaselineBuilder(history: history, vocabulary: vocabulary, settings: settings)
        context.baseline = try builder.baseline(before: day)
        context.earlierMissing = try builder.missing(before: day)
        if let baseline = context.baseline {
            for (hub, records) in try builder.records(of: day) where context.presence[hub] == nil {
                context.presence[hub] = HubPresence.ofQuiet(
                    hub, records, on: day.date, baseline, settings.analysisSettings)
            }
        }
        return context
    }

    /// What the day before told of as open, by identity.
    private func openBefore(_ day: ReportDay) throws -> [Identity: OpenDrop] {
        guard let marks = try history[day.date.advanced(byDays: -1)]?.summary?.openDrops else { return [:] }
        let hubs = Set(vocabulary.eventTypes.map(\.hub))
        var result: [Identity: OpenDrop] = [:]
        for hub in hubs {
            for mark in marks[vocabulary.text(hub)] ?? [] {
                let drop = mark.drop(hub: hub)
                result[drop.identity] = drop
            }
        }
        return result
    }
}
