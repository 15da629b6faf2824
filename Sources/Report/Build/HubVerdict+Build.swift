import Diagnosis
import Model

/// A hub's numbers beside those of its own days before.
struct HubNumbers {
    let hub: HubDay
    let past: HubComparison
    /// Whether the input of the hub is whole enough to be compared.
    let isComparable: Bool
    /// Whether records were missing right before the day: who was down when it began is not known.
    let followsGap: Bool
    /// Whether any of the input shows when devices were back.
    let showsReturns: Bool

    func value(_ kind: Measure.Kind) -> Double? {
        switch kind {
        case .devicesThatDropped: return Double(hub.devicesThatDropped)
        case .downtimeSeconds: return showsReturns ? Double(hub.downtimeSeconds) : nil
        case .stillDown: return showsReturns ? Double(hub.notBack) : nil
        case .availability: return showsReturns ? hub.availability : nil
        }
    }

    /// The usual number, or that of the day before where there is no usual one.
    func reference(_ kind: Measure.Kind) -> Double? {
        let (previous, usual) = past.past { $0.value(kind) }
        return usual ?? previous
    }

    /// Whether a number is worse than by chance: of many small hubs one is always a quarter above its median.
    func beatsChance(_ kind: Measure.Kind) -> Bool {
        guard let value = value(kind), let reference = reference(kind) else { return false }
        let distances = past.complete.compactMap { $0.value(kind) }.map { abs($0 - reference) }
        let scatter = past.hasMedian ? 1.4826 * Comparison.median(distances) : 0
        return Comparison.beatsChance(
            kind, value: value, reference: reference, scatter: scatter, isMedian: past.hasMedian)
    }

    func tendency(_ kind: Measure.Kind) -> Measure.Tendency? {
        guard let value = value(kind), let reference = reference(kind) else { return nil }
        let tendency = Comparison.tendency(kind, value: Measure.shown(kind, value), reference: reference)
        // Missing input hides drops: it can prove a day worse, never better or the same.
        guard isComparable || tendency == .worse else { return nil }
        return followsGap && tendency == .better && kind != .devicesThatDropped ? nil : tendency
    }
}

extension HubDay {
    var activeSeconds: Double { HubDay.activeSeconds(downtimeSeconds, availability, activeDevices) }

    /// The time of devices that downtime and availability imply.
    static func activeSeconds(_ downtime: Int64, _ availability: Double?, _ devices: Int) -> Double {
        guard let availability, availability < 1 else { return Double(devices) * 86_400 }
        return Double(downtime) / (1 - availability)
    }
}

extension [HubNumbers] {
    /// How a number of all hubs together stands to what they are compared with: only those that have something to
    /// compare with take part.
    func tendency(_ kind: Measure.Kind) -> Measure.Tendency? {
        guard count > 1 else { return first?.tendency(kind) }
        guard let (value, reference) = compared(kind) else { return nil }
        let tendency = Comparison.tendency(kind, value: Measure.shown(kind, value), reference: reference)
        guard contains(where: \.isComparable) || tendency == .worse else { return nil }
        return contains(where: \.followsGap) && tendency == .better && kind != .devicesThatDropped ? nil : tendency
    }

    /// Whether that is worse than by chance.
    func beatsChance(_ kind: Measure.Kind, isOneOfMany: Bool) -> Bool {
        guard count > 1 else { return !isOneOfMany || contains { $0.beatsChance(kind) } }
        guard let (value, reference) = compared(kind) else { return false }
        return Comparison.beatsChance(
            kind, value: value, reference: reference, scatter: 0, isMedian: allSatisfy(\.past.hasMedian))
    }

    private func compared(_ kind: Measure.Kind) -> (value: Double, reference: Double)? {
        let whole = filter(\.isComparable)
        let part = (whole.isEmpty ? self : whole).filter { $0.value(kind) != nil && $0.reference(kind) != nil }
        func together(_ number: (HubNumbers) -> Double?) -> Double? {
            HubNumbers.together(part.map { (number($0) ?? 0, $0.hub.activeSeconds) }, kind)
        }
        guard let value = together({ $0.value(kind) }), let reference = together({ $0.reference(kind) }) else {
            return nil
        }
        return (value, reference)
    }

    /// A number of the day before and the usual one, of the hubs that have them.
    func past(_ kind: Measure.Kind) -> (previous: Double?, usual: Double?) {
        // The day before as its own report said it.
        let before = compactMap { hub in
            hub.past.dayBefore.flatMap { mark in mark.value(kind).map { ($0, mark.activeSeconds) } }
        }
        let usual = compactMap { hub in
            hub.past.past { $0.value(kind) }.usual.map { ($0, hub.hub.activeSeconds) }
        }
        return (HubNumbers.together(before, kind), HubNumbers.together(usual, kind))
    }
}

extension HubNumbers {
    /// The sum of a number over hubs, or its mean by the time in which their devices were active.
    fileprivate static func together(_ hubs: [(value: Double, active: Double)], _ kind: Measure.Kind) -> Double? {
        guard hubs.count > 1, kind == .availability else {
            return hubs.isEmpty ? nil : hubs.reduce(0) { $0 + $1.value }
        }
        let active = hubs.reduce(0) { $0 + $1.active }
        return active > 0 ? hubs.reduce(0) { $0 + $1.value * $1.active } / active : nil
    }
}

extension DaySummary.HubMark {
    var activeSeconds: Double {
        HubDay.activeSeconds(downtimeSeconds ?? 0, availability, activeDevices)
    }
}

extension HubVerdict {
    static func build(_ hub: HubNumbers, _ input: VerdictInput) -> HubVerdict {
        let atLeast = !hub.isComparable
        let numbers = Measure.Kind.allCases.map { kind -> Measure in
            let (previous, usual) = hub.past.past { $0.value(kind) }
            return Measure(
                kind: kind, value: hub.value(kind).map { Measure.shown(kind, $0) },
                bound: atLeast ? (kind == .availability ? .atMost : .atLeast) : nil, previous: previous, usual: usual,
                tendency: hub.tendency(kind))
        }
        return HubVerdict(
            hub: hub.hub.hub, word: word(hub, input), isComplete: hub.isComparable, numbers: numbers,
            comparedWith: hub.past.words)
    }

    /// A hub of which the day is missing: only what is usual of it is known.
    static func withoutData(_ hub: String, _ past: HubComparison) -> HubVerdict {
        HubVerdict(
            hub: hub, word: .noData, isComplete: false,
            numbers: Measure.Kind.allCases.map { kind in
                let (previous, usual) = past.past { $0.value(kind) }
                return Measure(kind: kind, previous: previous, usual: usual)
            }, comparedWith: past.words)
    }

    private static func word(_ hub: HubNumbers, _ input: VerdictInput) -> Verdict.Word {
        let tendencies = Measure.Kind.allCases.compactMap { hub.tendency($0) }
        // The numbers of one hub are those of the day, and have the day's own measure.
        let isOneOfMany = input.isOneOfMany
        if Measure.Kind.allCases.contains(where: {
            hub.tendency($0) == .worse && (!isOneOfMany || hub.beatsChance($0))
        }) {
            return .worse
        }
        let name = hub.hub.hub
        let needsPerson =
            input.alerts.contains { $0.hub == name } || (hub.value(.stillDown) ?? 0) > 0
            || input.incidents.contains { $0.hub == name && $0.confidence > .low && $0.kind != .platformUpgrade }
            || input.actions.contains { $0.hub == name && $0.confidence == .high && $0.kind != .hubWithoutRecords }
        guard hub.isComparable else {
            return needsPerson && !input.input.misses(half: input.day.span, of: name) ? .trouble : .incomplete
        }
        guard !hub.past.words.isEmpty else { return needsPerson ? .trouble : .calm }
        return tendencies.count { $0 == .better } >= 2 ? .better : .usual
    }
}

extension Measure {
    /// As a report shows it: availability is never rounded up.
    static func shown(_ kind: Kind, _ value: Double) -> Double {
        kind == .availability ? (value * 1_000_000).rounded(.down) / 1_000_000 : value
    }
}
