import Diagnosis
import Model
import Settings
import Store

/// Finds the state of hubs at a moment: what is kept of it, or what events since the last that is kept make of it.
final class StateKeeper {
    private let store: Store
    private let settings: Configuration
    /// False for a database that may only be read.
    private let mayWrite: Bool
    /// All of the database.
    private var known: [StoredHub]?
    private var vocabulary: Vocabulary?
    private var digests: [Instant: String] = [:]
    /// What events made last: the day after goes on from there, also where that is not kept.
    private var last: [StoredState] = []

    init(store: Store, settings: Configuration, mayWrite: Bool = true) {
        self.store = store
        self.settings = settings
        self.mayWrite = mayWrite
    }

    /// Words that somebody else read already.
    func use(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    /// Hubs that somebody else asked for already: that takes a pass over the hours of all of them.
    func use(_ hubs: [StoredHub]) { known = hubs }

    /// Days of which every boundary is kept: reports of late days begin there.
    static func daysKept(_ settings: Configuration) -> Int { max(10, settings.lateDays + 3) }

    /// Where the events of a day's analysis begin: its context, as far as that was not pruned.
    func start(of day: ReportDay) throws -> Instant {
        let start = day.span.start.advanced(bySeconds: -settings.contextBefore.seconds)
        guard let kept = try store.retention().eventsFrom, kept <= day.span.start else { return start }
        return max(start, kept)
    }

    /// What tells the state with which a day begins from any other.
    func digest(of day: ReportDay) throws -> String {
        let moment = try start(of: day)
        if let known = digests[moment] { return known }
        let wanted = try wantedHubs()
        let kept = try store.stateDigests(at: moment, rules: rules)
        if wanted.allSatisfy({ kept[$0.hub] != nil || !isBefore($0, moment) }) {
            return note(wanted.compactMap { kept[$0.hub] }, at: moment)
        }
        guard settings.jobs > 0 else {
            _ = try state(at: moment)
            return digests[moment] ?? ""
        }
        // One hub after another: no more than the words and the state of one are in memory.
        var parts: [Int64] = []
        for hub in wanted where isBefore(hub, moment) {
            _ = try state(at: moment, of: [hub])
            parts += last.filter { $0.hub == hub.hub && $0.moment == moment }.map(\.digest)
        }
        return note(parts, at: moment)
    }

    /// The state of the wanted hubs at a moment.
    func state(at moment: Instant) throws -> CarriedState { try state(at: moment, of: wantedHubs()) }

    private func state(at moment: Instant, of hubs: [StoredHub]) throws -> CarriedState {
        let wanted = Set(hubs.map(\.hub))
        let run = try store.latestImport()
        let found = newest(
            of: try store.states(upTo: moment, rules: rules) { wanted.contains($0) },
            last.filter { $0.run == run && $0.moment <= moment && wanted.contains($0.hub) })
        let held = Set(found.filter { $0.moment == moment }.map(\.hub))
        if found.count == held.count && hubs.allSatisfy({ held.contains($0.hub) || !isBefore($0, moment) }) {
            if settings.jobs > 0 { last = found }
            _ = note(found.map(\.digest), at: moment)
            return CarriedState(moment: moment, hubs: found.map(HubState.init))
        }
        let state = try walked(to: moment, of: hubs, from: found)
        let stored = state.hubs.map { StoredState($0, at: moment, run: run, rules: rules) }
        _ = note(stored.map(\.digest), at: moment)
        last = stored
        // Older states are thinned after a newer one came; one that is asked for again is soon made again.
        if mayWrite { try store.keep(stored, days: StateKeeper.daysKept(settings)) }
        return state
    }

    /// By hub, the later of two.
    private func newest(of kept: [StoredState], _ made: [StoredState]) -> [StoredState] {
        var ofHub = Dictionary(uniqueKeysWithValues: kept.map { ($0.hub, $0) })
        for state in made where ofHub[state.hub].map({ $0.moment < state.moment }) ?? true { ofHub[state.hub] = state }
        return ofHub.values.sorted { $0.hub < $1.hub }
    }

    private var rules: String { settings.analysisSettings.stateRules }

    /// The hubs of the database that the settings ask for.
    func wantedHubs() throws -> [StoredHub] {
        try hubs().filter { settings.hubs.isEmpty || settings.hubs.contains($0.name) }
    }

    /// The hubs of the database.
    func hubs() throws -> [StoredHub] {
        if let known { return known }
        let found = try store.hubs()
        known = found
        return found
    }

    /// The hubs whose rows alone are read; nil where all are.
    func part() throws -> [TextID]? { settings.jobs > 0 ? try wantedHubs().map(\.hub) : nil }

    private func isBefore(_ hub: StoredHub, _ moment: Instant) -> Bool {
        hub.firstHour.map { Instant(seconds: Int64($0) * 3600) < moment } ?? false
    }

    private func note(_ parts: [Int64], at moment: Instant) -> String {
        let digest = parts.map { String(UInt64(bitPattern: $0), radix: 36) }.joined(separator: ".")
        digests[moment] = digest
        return digest
    }

    /// Passes the events between kept states and a moment, a day at a time.
    private func walked(to moment: Instant, of hubs: [StoredHub], from found: [StoredState]) throws -> CarriedState {
        var begins = Dictionary(uniqueKeysWithValues: found.map { ($0.hub, $0.moment) })
        let kept = try store.retention().eventsFrom ?? Instant(ticks: .min)
        for hub in hubs where begins[hub.hub] == nil && isBefore(hub, moment) {
            begins[hub.hub] = max(Instant(seconds: Int64(hub.firstHour ?? 0) * 3600), kept)
        }
        var states: [HubState] = []
        guard var from = begins.values.min() else { return CarriedState(moment: moment, hubs: []) }
        let words = try words(hubs, TimeWindow(from: from, to: moment), found)
        while from < moment {
            states += found.filter { $0.moment == from }.map(HubState.init)
            let next = begins.values.filter { $0 > from }.min() ?? moment
            let to = min(from.advanced(bySeconds: 86_400), next, moment)
            let begun = begins.filter { $0.value <= from }.keys
            let isWanted = words.eventTypes.map { begun.contains($0.hub) }
            states = try step(TimeWindow(from: from, to: to), CarriedState(moment: from, hubs: states), words, isWanted)
            from = to
        }
        states += found.filter { $0.moment == moment }.map(HubState.init)
        return CarriedState(moment: moment, hubs: states.sorted { $0.hub < $1.hub })
    }

    private func words(_ hubs: [StoredHub], _ span: TimeWindow, _ found: [StoredState]) throws -> Vocabulary {
        if let vocabulary { return vocabulary }
        guard try PartialWords.areEnough(for: settings, store) else {
            let words = try store.vocabulary()
            vocabulary = words
            return words
        }
        let carried = CarriedState(moment: span.start, hubs: found.map(HubState.init))
        return try PartialWords.load(hubs, span, carried, from: store)
    }

    private func step(_ span: TimeWindow, _ carried: CarriedState, _ words: Vocabulary, _ isWanted: [Bool]) throws
        -> [HubState]
    {
        let day = ReportDay(date: CivilDate(daysSince1970: 0), timeZone: "UTC", span: span)
        var context = AnalysisContext(day: day, dataSpan: span, vocabulary: words)
        context.carried = carried
        context.boundary = span.end
        var analysis = DayAnalysis(context: context, settings: settings.analysisSettings)
        analysis.forgetDrops()
        try store.forEachBatch(in: span, of: part()) { batch in
            analysis.add(isWanted.contains(false) ? batch.filter { isWanted[Int($0.eventType)] } : batch)
        }
        return analysis.finalStates()
    }
}

extension HubState {
    init(_ stored: StoredState) {
        self.init(hub: stored.hub, identities: stored.identities, bytes: stored.bytes)
    }
}

extension StoredState {
    init(_ state: HubState, at moment: Instant, run: Int64, rules: String) {
        self.init(
            moment: moment, hub: state.hub, run: run, rules: rules, identities: state.identities, bytes: state.bytes)
    }
}
