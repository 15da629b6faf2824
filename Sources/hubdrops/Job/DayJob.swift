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
}

/// Works out days from the events of a store: one pass over a day and the hours around it.
struct DayJob {
    let store: Store
    let settings: Configuration
    let vocabulary: Vocabulary
    let inputs: SideInputs
    private let isWanted: [Bool]

    init(store: Store, settings: Configuration) throws {
        self.store = store
        self.settings = settings
        vocabulary = try store.vocabulary()
        inputs = try SideInputs(settings, store: store, vocabulary: vocabulary)
        let words = vocabulary
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
        return DayResult(
            day: day, facts: try DayFacts(of: day.span, in: store) { isWanted[Int($0)] }, counts: counter.counts(),
            diagnosis: diagnosis, devices: tally.devices, dropTimes: tally.dropTimes, firstSeen: firstSeen)
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

    /// By hub, the time after the last hour with any record of it.
    ///
    /// Whether a hub fell silent or its export stopped cannot be told apart, so nothing may be claimed of that time:
    /// least of all that a device which dropped before it stayed away all through it.
    private func silentEnds(of span: TimeWindow) throws -> [String: [TimeWindow]] {
        var lastHours: [TextID: Int] = [:]
        for total in try store.hourTotals(in: span) {
            let hub = vocabulary.heads[Int(total.head)].hub
            lastHours[hub] = max(lastHours[hub] ?? .min, total.hour)
        }
        var silent: [String: [TimeWindow]] = [:]
        for (hub, hour) in lastHours {
            let window = TimeWindow(from: Instant(seconds: Int64(hour + 1) * 3600), to: span.end)
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
