import Diagnosis
import Model

extension CodeAdvice {
    init(_ entry: CatalogueEntry) {
        self.init(
            code: entry.code, name: entry.name, headline: entry.headline, cause: entry.cause,
            shortAdvice: entry.shortAdvice, steps: entry.resolution, transient: entry.transient,
            faults: entry.faults.map(\.rawValue),
            pictures: entry.pictures.map { Picture(when: $0.when, meaning: $0.meaning, action: $0.action) },
            link: entry.link, isKnown: entry.isKnown, ownAdvice: entry.ownAdvice, runbook: entry.runbook)
    }
}

extension Action {
    /// One action for each matter among the findings that need action and are not silenced, what is new first.
    static func ranked(
        _ findings: [FindingReport], catalogue: Catalogue,
        _ around: ActionRanking.Surroundings = ActionRanking.Surroundings()
    ) -> [Action] {
        ActionRanking.matters(findings, around).enumerated().map { position, ranked in
            let (urgency, matter) = ranked
            let first = matter[0]
            let codes = Set(matter.flatMap(\.codes)).sorted()
            let states = Set(matter.map(\.state))
            var action = Action(
                rank: position + 1, finding: first.key, kind: first.kind, hub: first.hub,
                headline: headline(of: matter, around), steps: first.actions,
                confidence: matter.map(\.confidence).min() ?? first.confidence,
                devices: Array(matter.flatMap(\.devices).prefix(50)),
                deviceCount: devices(of: matter, around),
                savesDrops: matter.reduce(0) { $0 + $1.drops },
                savesDowntimeSeconds: matter.reduce(0) { $0 + $1.downtimeSeconds },
                codes: matter.count == 1 ? first.codes : codes,
                runbook: codes.lazy.compactMap { catalogue.entry(for: $0).runbook }.first,
                state: states.count == 1 ? first.state : .known, since: matter.compactMap(\.since).min(),
                findings: matter.map(\.key), urgency: urgency)
            let faults = around.incidentKinds[first.key]?.faults ?? first.kind.faults
            action.faults = faults.isEmpty ? nil : faults.map(\.rawValue)
            if urgency == .chronic {
                action.trend = around.trend(of: first.kind, hub: first.hub, today: action.deviceCount)
            }
            return action
        }
    }

    /// Of several equal findings one line: what they are, how many, and what they come to.
    private static func headline(of matter: [FindingReport], _ around: ActionRanking.Surroundings) -> String {
        guard matter.count > 1 else { return matter[0].headline }
        let devices = Words.counted(devices(of: matter, around), "device")
        let drops = Words.counted(matter.reduce(0) { $0 + $1.drops }, "drop")
        switch matter[0].kind {
        case .incident where isOfOnePlace(matter, around):
            // Which devices each of them hit is not known here: they may be the same or others.
            return "\(around.places[matter[0].key] ?? ""), \(matter.count) times: up to \(devices) each, \(drops)"
        case .duplicateIdentity:
            return "\(devices) used by two clients, or taking over their own connections: \(drops)"
        case .flapping:
            return "\(devices) flapping, \(matter[0].headline) first: \(drops)"
        case .newCode:
            return "\(Words.count(matter.count)) codes never seen on earlier days: "
                + Set(matter.flatMap(\.codes)).sorted().prefix(5).joined(separator: ", ")
        case .oldSDK:
            return "\(Words.count(matter.count)) SDK versions with more drops than others: \(devices)"
        case .incident:
            return "\(Words.count(matter.count)) small incidents, all over: \(devices), \(drops)"
        default:
            return "\(matter[0].headline), and \(Words.count(matter.count - 1)) more of the kind"
        }
    }

    /// Whether it is several incidents of one place.
    private static func isOfOnePlace(_ matter: [FindingReport], _ around: ActionRanking.Surroundings) -> Bool {
        guard matter.count > 1, let place = around.places[matter[0].key] else { return false }
        return matter.allSatisfy { around.places[$0.key] == place }
    }

    /// The devices of a matter; of several incidents of one place those of the largest.
    private static func devices(of matter: [FindingReport], _ around: ActionRanking.Surroundings) -> Int {
        isOfOnePlace(matter, around)
            ? matter.map(\.deviceCount).max() ?? 0 : matter.reduce(0) { $0 + $1.deviceCount }
    }

    /// `network or device`; nil where nobody can say.
    package var faultWords: String? {
        let words = (faults ?? []).map { Action.words(ofFault: $0) }
        return words.isEmpty ? nil : words.joined(separator: " or ")
    }

    /// What a fault is called at a stand-up.
    private static func words(ofFault name: String) -> String {
        switch Fault(rawValue: name) {
        case .credential: "credentials"
        case .clientLogic: "client code"
        case .registry: "the registry"
        case .throttling: "the hub's limits"
        case .service: "Azure"
        default: name
        }
    }

    /// `71 device-hours, 7,609 drops a day`.
    package var savesWords: String {
        var parts: [String] = []
        if savesDowntimeSeconds > 0 { parts.append(Words.deviceHours(savesDowntimeSeconds)) }
        if savesDrops > 0 { parts.append(Words.counted(savesDrops, "drop")) }
        return parts.joined(separator: ", ")
    }
}
