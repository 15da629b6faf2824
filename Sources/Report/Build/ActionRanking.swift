import Diagnosis
import Model

/// Makes the list of things to do from the findings: each device is of one matter, each matter is one action, and what is
/// down now comes first.
struct ActionRanking {
    /// In the order of the list.
    enum Urgency: Int, Comparable {
        /// Nothing is known of a hub.
        case blind
        /// Devices that are down, or refused, as the data ends.
        case downNow
        /// What the days before did not have, or had less of; incidents of the day that many devices felt.
        case news
        /// What comes back day after day.
        case recurring
        /// What has passed and left nothing to mend.
        case over
        /// What may be worth a look.
        case hint

        static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    /// An incident whose devices are all back is news when so many felt it.
    private static let manyDevices = 10

    static func urgency(of finding: FindingReport) -> Urgency {
        switch finding.kind {
        case .hubWithoutRecords: return .blind
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

    private struct Place: Hashable {
        let kind: Finding.Kind
        let hub: String
        let urgency: Urgency
    }

    /// The matters in order, each with the findings that it consists of.
    static func matters(_ findings: [FindingReport]) -> [[FindingReport]] {
        let open = findings.filter { $0.needsAction && $0.state != .silenced }
        let urgencies = open.map(urgency)
        let order = open.indices.sorted { left, right in
            if urgencies[left] != urgencies[right] { return urgencies[left] < urgencies[right] }
            return left < right
        }
        var taken: [String: Set<String>] = [:]
        var matters: [[FindingReport]] = []
        var places: [Place: Int] = [:]
        for weight in [Weight.named, .symptom, .remark] {
            for index in order where Weight(open[index].kind) == weight {
                place(open[index], urgencies[index], &matters, &places, &taken)
            }
        }
        return matters.enumerated().sorted { left, right in
            let (first, second) = (urgency(of: left.element[0]), urgency(of: right.element[0]))
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    private static func place(
        _ finding: FindingReport, _ urgency: Urgency, _ matters: inout [[FindingReport]],
        _ places: inout [Place: Int], _ taken: inout [String: Set<String>]
    ) {
        let known = taken[finding.hub, default: []]
        let isWhole = !finding.devices.isEmpty && finding.devices.count >= finding.deviceCount
        if finding.kind != .incident, isWhole, known.isSuperset(of: finding.devices) { return }
        if Weight(finding.kind) != .remark { taken[finding.hub, default: []].formUnion(finding.devices) }
        let key = Place(kind: finding.kind, hub: finding.hub, urgency: urgency)
        // Large incidents are told one by one.
        if finding.kind != .incident || urgency == .over, let position = places[key] {
            matters[position].append(finding)
            return
        }
        places[key] = matters.count
        matters.append([finding])
    }
}
