import Diagnosis
import Model

/// Makes the list of things to do from the findings: each device is of one matter, each matter is one action, and what is
/// down now comes first.
struct ActionRanking {
    typealias Urgency = Action.Urgency

    /// What is known beside the findings.
    struct Surroundings {
        var day = CivilDate(daysSince1970: 0)
        /// Names of devices that are down since some time of the day, by hub.
        var newlyDown: [String: Set<String>] = [:]
        /// The days before, in any order.
        var history: [DaySummary] = []
        /// What happened where, in words, by the keys of findings: of incidents of a part of a hub.
        var places: [String: String] = [:]
        /// By the keys of findings.
        var incidentKinds: [String: Incident.Kind] = [:]
    }

    /// What is known for so many days is chronic.
    private static let chronicDays = 7

    /// An incident whose devices are all back is news when so many felt it.
    private static let manyDevices = 10

    static func urgency(of finding: FindingReport, _ around: Surroundings = Surroundings()) -> Urgency {
        let urgency = plainUrgency(of: finding)
        guard [.downNow, .recurring].contains(urgency), finding.state == .known else { return urgency }
        // The finding is the same as yesterday's, and speaks of devices that were up then.
        let newlyDown = around.newlyDown[finding.hub] ?? []
        if urgency == .downNow, finding.devices.contains(where: newlyDown.contains) { return .downNow }
        guard let since = finding.since.flatMap({ CivilDate($0) }),
            around.day.daysSince1970 - since.daysSince1970 >= chronicDays
        else { return .recurring }
        return .chronic
    }

    /// By kind and state alone.
    private static func plainUrgency(of finding: FindingReport) -> Urgency {
        switch finding.kind {
        case .hubWithoutRecords: return .noRecords
        case .credentialRefused where finding.key.hasSuffix("/ended"): return .over
        case .notBack, .credentialRefused, .clockDrift, .disabledInRegistry, .unknownToRegistry:
            return finding.confidence == .low ? .news : .downNow
        case .incident:
            if !finding.devices.isEmpty { return .downNow }
            if finding.confidence == .low { return .over }
            return finding.deviceCount >= manyDevices || !finding.codes.allSatisfy(isOrdinary) ? .news : .over
        case .oldSDK, .newDevice, .newCode, .connectLimit, .sleepyByDesign, .newHub:
            return finding.state == .worse ? .news : .hint
        default:
            return finding.state == .new || finding.state == .worse ? .news : .recurring
        }
    }

    /// Whether a code leaves nothing to do once devices are back: not a limit that will be met again.
    private static func isOrdinary(_ code: String) -> Bool { !code.hasPrefix("429") && code != "403002" }

    /// What a finding says of its devices, the kinds that say most first: of these a device gets its matter.
    private enum Weight {
        /// What is wrong.
        case named
        /// That something is wrong: many drops.
        case symptom
        /// Something about devices whose matter is another's: it neither hides that nor stands beside it.
        case remark

        init(_ kind: Finding.Kind) {
            switch kind {
            case .flapping: self = .symptom
            case .worseThanBaseline, .newCode, .newDevice, .oldSDK, .connectLimit, .sleepyByDesign, .newHub,
                .hubWithoutRecords:
                self = .remark
            default: self = .named
            }
        }
    }

    /// What happens to a place so often a day will happen again.
    private static let oftenADay = 3

    private struct Place: Hashable {
        let kind: Finding.Kind
        let hub: String
        var urgency: Urgency?
        /// Where it has several incidents.
        var name = ""
    }

    /// The matters in order, each with the findings that it consists of.
    static func matters(
        _ findings: [FindingReport], _ around: Surroundings
    ) -> [(urgency: Urgency, findings: [FindingReport])] {
        let open = findings.filter { $0.needsAction && $0.state != .silenced }
        let urgencies = open.map { urgency(of: $0, around) }
        let order = open.indices.sorted { left, right in
            if urgencies[left] != urgencies[right] { return urgencies[left] < urgencies[right] }
            return left < right
        }
        var taken: [String: Set<String>] = [:]
        let repeated = around.repeated(open)
        var matters: [[FindingReport]] = []
        var places: [Place: Int] = [:]
        for weight in [Weight.named, .symptom, .remark] {
            for index in order where Weight(open[index].kind) == weight {
                let name = repeated[open[index].key]
                place(open[index], urgencies[index], of: name, &matters, &places, &taken)
            }
        }
        let ranked = matters.enumerated().map { offset, matter in
            var urgency = urgency(of: matter[0], around)
            if urgency == .over, matter.count >= oftenADay, repeated[matter[0].key] != nil { urgency = .news }
            return (offset: offset, urgency: urgency, findings: matter)
        }
        return ranked.sorted { left, right in
            left.urgency == right.urgency ? left.offset < right.offset : left.urgency < right.urgency
        }.map { ($0.urgency, $0.findings) }
    }

    private static func place(
        _ finding: FindingReport, _ urgency: Urgency, of name: String?, _ matters: inout [[FindingReport]],
        _ places: inout [Place: Int], _ taken: inout [String: Set<String>]
    ) {
        let known = taken[finding.hub, default: []]
        let isWhole = !finding.devices.isEmpty && finding.devices.count >= finding.deviceCount
        if finding.kind != .incident, isWhole, known.isSuperset(of: finding.devices) { return }
        if Weight(finding.kind) != .remark { taken[finding.hub, default: []].formUnion(finding.devices) }
        var key = Place(kind: finding.kind, hub: finding.hub, urgency: urgency)
        if let name { key = Place(kind: finding.kind, hub: finding.hub, name: name) }
        // Large incidents of different places are told one by one.
        if finding.kind != .incident || urgency == .over || name != nil, let position = places[key] {
            matters[position].append(finding)
            return
        }
        places[key] = matters.count
        matters.append([finding])
    }
}

extension ActionRanking.Surroundings {
    /// The places of incidents that have several, by the keys of their findings.
    func repeated(_ findings: [FindingReport]) -> [String: String] {
        guard !places.isEmpty else { return [:] }
        struct Site: Hashable {
            let hub: String
            let name: String
        }
        var found: [Site: [String]] = [:]
        for finding in findings {
            guard let name = places[finding.key] else { continue }
            found[Site(hub: finding.hub, name: name), default: []].append(finding.key)
        }
        return found.reduce(into: [:]) { result, entry in
            guard entry.value.count > 1 else { return }
            for key in entry.value { result[key] = entry.key.name }
        }
    }

    /// The devices that findings of a kind spoke of on each of the last days of a hub.
    func trend(of kind: Finding.Kind, hub: String, today: Int) -> [Int?] {
        let known = Dictionary(history.compactMap { day in day.part(of: hub).map { (day.date, $0) } }) { first, _ in
            first
        }
        return (1..<TrendDay.days).reversed().map { back in
            guard let findings = known[day.advanced(byDays: -back).description]?.findings else { return nil }
            return findings.reduce(0) { $1.kind == kind && !$1.isCarried ? $0 + $1.deviceCount : $0 }
        } + [today]
    }
}
