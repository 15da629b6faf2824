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
    /// A device, or `device/module`; of several identities that are one matter the device.
    var name: String
    var drops: Int
    /// Milliseconds.
    var downtime: Int64
    /// A note for the evidence.
    var note = ""
    var codes: [CodeIndex] = []
    /// What it is a part of: its device, or the gateway that it stands behind.
    private(set) var unit: DeviceID
    private var isModule: Bool
    /// Whether it is a gateway or of one, and no device behind it.
    private var isOfUnit: Bool
    /// What it stands for besides itself.
    private(set) var modules = 0
    private(set) var leaves = 0

    init(_ day: borrowing IdentityDay, in evidence: borrowing DayEvidence, note: String = "") {
        hub = day.hub
        name = evidence.name(of: day.identity.state)
        unit = evidence.unit(of: day.identity.number)
        isModule = !evidence.device(day.identity.state.device).module.isEmpty
        isOfUnit = evidence.gateways.gateway(of: day.identity.number) == nil
        drops = day.unexpected
        downtime = day.downtime
        self.note = note
        // Many drops have few sets of codes among them.
        var sets = Set<UInt16>()
        for drop in day.drops where !drop.cause.isExpected { sets.insert(drop.codes) }
        var seen = Set<CodeIndex>()
        for set in sets { seen.formUnion(evidence.analysis.codeSets.sets[Int(set)]) }
        seen.remove(0)
        codes = Array(seen)
    }
}

extension FoundDevice {
    /// `edge-7 with its 2 modules and 6 devices of the same address`.
    var label: String {
        var parts: [String] = []
        if modules > 0 { parts.append("its \(Words.counted(modules, "module"))") }
        if leaves > 0 { parts.append("\(Words.counted(leaves, "device")) of the same address") }
        return parts.isEmpty ? name : name + " with " + parts.joined(separator: " and ")
    }

    /// What counts as one.
    fileprivate struct Matter: Hashable {
        let hub: Int
        let unit: DeviceID
    }

    /// Whether it stands for more than one identity.
    var isSeveral: Bool { modules > 0 || leaves > 0 }

    /// Several identities of one device or behind one gateway as one, with the drops and the downtime of the worst of the
    /// gateway's own: the others only follow.
    fileprivate static func joined(_ parts: [FoundDevice]) -> FoundDevice? {
        let ranked = parts.worstFirst
        let own = ranked.filter(\.isOfUnit)
        guard var result = own.first(where: { !$0.isModule }) ?? own.first else { return nil }
        let base = result.name.prefix { $0 != "/" || !result.isModule }
        result.drops = own.map(\.drops).max() ?? result.drops
        result.downtime = own.map(\.downtime).max() ?? result.downtime
        result.modules = own.count { $0.isModule }
        result.leaves = ranked.count - own.count
        result.codes = Array(Set(ranked.flatMap(\.codes)))
        result.name = String(base)
        return result
    }
}

extension [FoundDevice] {
    /// Those that are one device, or behind one gateway, as one.
    var matters: [FoundDevice] {
        guard count > 1 else { return self }
        return Dictionary(grouping: self) { FoundDevice.Matter(hub: $0.hub, unit: $0.unit) }.values.flatMap { parts in
            guard parts.count > 1, let one = FoundDevice.joined(parts) else { return parts }
            return [one]
        }
    }

    /// Devices that they are or stand for; a module is no device of its own.
    var deviceCount: Int { reduce(0) { $0 + 1 + $1.leaves } }

    /// What a headline speaks of: one matter of several identities by its label, else the number of devices.
    var subject: String {
        count == 1 && self[0].isSeveral ? self[0].label : Words.counted(deviceCount, "device")
    }

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
            devices: ranked.prefix(FoundDevice.mostNames).map(\.name), deviceCount: deviceCount,
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
        var lines = ranked.prefix(most).map { "\($0.label): \($0.note)" }
        if ranked.count > most { lines.append("and \(ranked.count - most) more") }
        return lines
    }

    /// The devices of each hub, hubs in order; what is one matter is one of them.
    var byHub: [(hub: Int, devices: [FoundDevice])] {
        Dictionary(grouping: matters, by: \.hub).map { ($0.key, $0.value) }.sorted { $0.hub < $1.hub }
    }
}

extension FoundDevice {
    static let mostNames = 50
}
