import Diagnosis
import Model
import Report
import Settings
import Store

/// What one report day came to.
struct DayResult {
    let day: ReportDay
    let facts: DayFacts
    let counts: DayCounts
    let diagnosis: DayDiagnosis
    /// Per identity with drops or failed connects, for comparisons on later days.
    let devices: [StoredDeviceDay]
    /// Starts of unexpected drops of identities with few of them.
    let dropTimes: [DropTime]
    /// Identities that no earlier day knows.
    let firstSeen: [FirstSeen]
    /// What Event Grid's events say of the log's completeness, where there are any of the day.
    let connectionEvents: [ConnectionEventCoverage]
}

/// Works out days from the events of a store: one pass over a day and the hours around it.
struct DayJob {
    let store: Store
    let settings: Configuration
    /// With pseudonyms in it where the settings ask for them.
    let vocabulary: Vocabulary
    let inputs: SideInputs
    let redaction: Redaction?
    private let isWanted: [Bool]

    init(store: Store, settings: Configuration) throws {
        self.store = store
        let words = try store.vocabulary()
        redaction = try Redaction(settings, of: words)
        vocabulary = redaction?.vocabulary ?? words
        inputs = try SideInputs(settings, store: store, vocabulary: words, redaction: redaction)
        var settings = settings
        if let redaction { settings.alerts.devicesNotBack = settings.alerts.devicesNotBack.map(redaction.device) }
        self.settings = settings
        isWanted = vocabulary.heads.map { head in
            settings.hubs.isEmpty || settings.hubs.contains(words.text(head.hub))
        }
    }

    /// Works out a day, and hands over its drops, sorted by hub, start and device.
    func run(
        _ day: ReportDay, drops sink: (Drop, DayDiagnosis) throws -> Void = { _, _ in }
    ) throws -> DayResult {
        let context = try context(of: day)
        var analysis = DayAnalysis(context: context, settings: settings.analysisSettings)
        var counter = DayCounter(day: day, vocabulary: vocabulary)
        try store.forEachEvent(in: context.dataSpan) { event in
            guard isWanted[Int(event.head)] else { return }
            counter.add(event)
            analysis.add(event)
        }
        let firstSeen = firstSeen(in: analysis, context.baseline?.known)
        var tally = DeviceTally(analysis, devices: vocabulary.devices.count)
        let diagnosis = try analysis.finish { drop, diagnosis in
            tally.add(drop)
            try sink(drop, diagnosis)
        }
        let facts = try DayFacts(of: day.span, in: store) { isWanted[Int($0)] }
        return DayResult(
            day: day, facts: redaction?.facts(facts) ?? facts, counts: counter.counts(),
            diagnosis: diagnosis, devices: tally.devices, dropTimes: tally.dropTimes, firstSeen: firstSeen,
            connectionEvents: try connectionEvents(of: day, in: context.dataSpan))
    }

    /// Holds the log against Event Grid's events, in a pass of its own: most days have none.
    private func connectionEvents(of day: ReportDay, in span: TimeWindow) throws -> [ConnectionEventCoverage] {
        guard
            var check = ConnectionEventCheck(inputs.connectionEvents, day: day.span, vocabulary: vocabulary)
        else { return [] }
        try store.forEachEvent(in: span) { event in check.add(event) }
        return check.finish(end: span.end)
    }

    /// The identities of an analysis that are not known yet.
    private func firstSeen(in analysis: DayAnalysis, _ known: KnownIdentities?) -> [FirstSeen] {
        var result: [FirstSeen] = []
        analysis.forEachIdentity { identity in
            if known?.contains(hub: vocabulary.text(identity.hub), device: identity.device) == true { return }
            result.append(FirstSeen(hub: identity.hub, device: identity.device, time: identity.firstSeen.seconds))
        }
        return result
    }

    /// By hub, the time after the last hour with any record of it, where it was never silent for so long before.
    ///
    /// Whether a hub fell silent or its export stopped cannot be told apart then, so nothing may be claimed of that
    /// time: least of all that a device which dropped before it stayed away all through it.
    private func silentEnds(of span: TimeWindow) throws -> [String: [TimeWindow]] {
        var hours: [TextID: Set<Int>] = [:]
        for total in try store.hourTotals(in: span) {
            hours[vocabulary.heads[Int(total.head)].hub, default: []].insert(total.hour)
        }
        let first = Int(span.start.seconds / 3600)
        let end = Int((span.end.seconds + 3599) / 3600)
        var silent: [String: [TimeWindow]] = [:]
        for (hub, written) in hours {
            var longest = 0
            var last = first - 1
            for hour in written.sorted() {
                longest = max(longest, hour - last - 1)
                last = hour
            }
            guard end - last - 1 > longest else { continue }
            let window = TimeWindow(from: Instant(seconds: Int64(last + 1) * 3600), to: span.end)
            if window.start < window.end { silent[vocabulary.text(hub)] = [window] }
        }
        return silent
    }

    /// All that the diagnosis of a day is made from, apart from the events.
    func context(of day: ReportDay) throws -> AnalysisContext {
        let span = TimeWindow(
            from: day.span.start.advanced(bySeconds: -settings.contextBefore.seconds),
            to: day.span.end.advanced(bySeconds: settings.contextAfter.seconds))
        var context = AnalysisContext(day: day, dataSpan: span, vocabulary: vocabulary)
        let clock = LocalClock(zone: day.timeZone)
        context.momentWords = { clock.moment($0, on: day.date) }
        context.registry = inputs.registry
        context.metrics = inputs.metrics
        context.health = inputs.health
        context.hoursWithoutRecords = try silentEnds(of: span)
        let builder = BaselineBuilder(store: store, vocabulary: vocabulary, settings: settings)
        context.baseline = try builder.baseline(before: day)
        return context
    }
}
