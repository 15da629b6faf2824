import Model

/// A rule that looks at every identity once and then says what it found.
protocol FindingRule {
    static var text: RuleText { get }
    /// Takes one identity, its drops judged; identities come in no certain order.
    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence)
    /// What it found, in any order.
    func findings(in evidence: DayEvidence) -> [Finding]
}

/// One device that a finding speaks of.
struct FoundDevice {
    var hub: Int
    var name: String
    var drops: Int
    /// Milliseconds.
    var downtime: Int64
    /// A note for the evidence.
    var note = ""
    var codes: [CodeIndex] = []

    init(_ day: IdentityDay, in evidence: DayEvidence, note: String = "") {
        hub = day.hub
        name = evidence.name(of: day.identity.state)
        drops = day.unexpected
        downtime = day.downtime
        self.note = note
        var seen = Set<CodeIndex>()
        for drop in day.drops where !drop.cause.isExpected {
            seen.formUnion(evidence.analysis.codeSets.sets[Int(drop.codes)].filter { $0 != 0 })
        }
        codes = Array(seen)
    }
}

extension [FoundDevice] {
    /// Worst first: downtime, drops, name.
    var worstFirst: [FoundDevice] {
        sorted { ($1.downtime, $1.drops, $0.name) < ($0.downtime, $0.drops, $1.name) }
    }

    /// One finding over all of them that are of one hub.
    func finding(
        _ kind: Finding.Kind, hub: Int, group: String = "", confidence: Confidence, headline: String,
        evidence: [String] = [], actions: [String], in day: DayEvidence, needsAction: Bool = true
    ) -> Finding {
        let ranked = worstFirst
        let hubName = day.analysis.hubs[hub].name
        // By their names: their numbers follow the order in which a database met them.
        let codes = Set(flatMap(\.codes)).map { day.analysis.codeSets.codes[Int($0)] }.sorted()
        return Finding(
            key: "\(kind.rawValue)/\(hubName)/\(group)", kind: kind, confidence: confidence, hub: hubName,
            headline: headline, evidence: evidence, actions: actions,
            devices: ranked.prefix(FoundDevice.mostNames).map(\.name), deviceCount: count,
            drops: reduce(0) { $0 + $1.drops }, downtimeSeconds: reduce(0) { $0 + $1.downtime } / 1000, codes: codes,
            needsAction: needsAction)
    }

    /// A finding for each hub, over its devices and with the notes of the worst.
    func perHub(
        _ kind: Finding.Kind, _ confidence: Confidence, _ text: RuleText, notes: Int = 10, needsAction: Bool = true,
        in day: DayEvidence, headline: ([FoundDevice]) -> String
    ) -> [Finding] {
        byHub.map { hub, devices in
            devices.finding(
                kind, hub: hub, confidence: confidence, headline: headline(devices), evidence: devices.notes(notes),
                actions: text.actions, in: day, needsAction: needsAction)
        }
    }

    /// `name: note` of the worst few, for the evidence.
    func notes(_ most: Int = 10) -> [String] {
        let ranked = worstFirst
        var lines = ranked.prefix(most).map { "\($0.name): \($0.note)" }
        if ranked.count > most { lines.append("and \(ranked.count - most) more") }
        return lines
    }

    /// The devices of each hub, hubs in order.
    var byHub: [(hub: Int, devices: [FoundDevice])] {
        Dictionary(grouping: self, by: \.hub).map { ($0.key, $0.value) }.sorted { $0.hub < $1.hub }
    }
}

extension FoundDevice {
    static let mostNames = 50
}
