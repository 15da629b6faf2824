import Model

/// Devices that dropped clearly more often than on their earlier days.
struct WorseThanBaselineRule: FindingRule {
    static let text = RuleText(
        name: "worse-than-baseline",
        title: "Worse than its own baseline",
        what: "Devices with clearly more unexpected drops than on the earlier days in the database.",
        why: "A device that always drops is known; one that began to is news. Median and median absolute deviation, so "
            + "that one bad day does not make the next one look normal.",
        thresholds:
            "At least \(.baselineDays) earlier days with data; at least \(.worseDrops) drops more than the median, and more than \(.worseDeviations) "
            + "deviations. With less history there is silence.",
        actions: ["Ask what changed for these devices since yesterday: firmware, place, network, credential."],
        source: "robust statistics; no Microsoft source")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let settings = evidence.settings
        guard Double(day.unexpected) >= settings[.worseDrops],
            let usual = evidence.usualDrops(of: day.identity.state)
        else { return }
        let scatter = max(usual.deviation, usual.median.squareRoot())
        guard Double(day.unexpected) >= usual.median + settings[.worseDrops],
            Double(day.unexpected) > usual.median + settings[.worseDeviations] * scatter
        else { return }
        found.append(
            FoundDevice(day, in: evidence, note: "\(day.unexpected) drops, usually \(Words.number(usual.median))"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.worseThanBaseline, .high, WorseThanBaselineRule.text, in: evidence) { devices in
            "\(devices.subject) clearly worse than on earlier days"
        }
    }
}

extension DayEvidence {
    /// Daily unexpected drops of an identity; nil with fewer earlier days than a baseline needs.
    ///
    /// An identity without an entry had none. Of days before an identity was first met nothing is usual.
    func usualDrops(of state: IdentityState) -> History? {
        let hub = hubName(state)
        guard let baseline = analysis.context.baseline, hasHistory(hub) else { return nil }
        let days = min(baseline.days[hub] ?? 0, daysKnown(state, baseline.known, hub))
        guard Double(days) >= settings[.baselineDays] else { return nil }
        let drops = baseline.devices[identity(of: state)]?.map(Double.init) ?? []
        let padded = drops.sorted(by: >).prefix(days) + Array(repeating: 0, count: max(0, days - drops.count))
        return History(Array(padded))
    }

    /// Days before this one that can have met an identity, begun ones included.
    private func daysKnown(_ state: IdentityState, _ known: KnownIdentities?, _ hub: String) -> Int {
        if state.isCarried {
            let seconds = dayStart.seconds - Int64(state.distant.firstSeen)
            return max(0, Int((seconds + 86_399) / 86_400))
        }
        // One that was connected before its first record was there, and had no drop.
        let isNew = known.map { !$0.contains(hub: hub, device: state.device) } ?? false
        return isNew && !state.flags.contains(.inferred) ? 0 : .max
    }

    /// Whether a hub has enough earlier days to say what is usual.
    func hasHistory(_ hub: String) -> Bool {
        Double(analysis.context.baseline?.days[hub] ?? 0) >= settings[.baselineDays]
    }
}
