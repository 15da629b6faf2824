import Model

/// Hubs that took new connections close to the limit of their tier.
struct ConnectLimitRule: FindingRule {
    static let text = RuleText(
        name: "connect-limit",
        title: "Close to the connect limit",
        what: "The most successful connects within a second, or within a minute, against what the hub's tier and units "
            + "allow.",
        why:
            "Short bursts are delayed, lasting ones refused with 429. A fleet that renews tokens needs its share of the "
            + "limit all day, so the room for a restart is smaller than it looks.",
        thresholds:
            "\(.connectLimit) of the limit, which the operator gives: the larger of 100 or 12 a unit for Free, B1 and S1, 120 "
            + "a unit for B2 and S2, 6,000 a unit for B3 and S3.",
        actions: [
            "Let devices retry with exponential back-off and jitter, and start fleets in steps.",
            "Add units if the load is meant.",
        ],
        source: MicrosoftDocs.limits)

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {}

    func findings(in evidence: DayEvidence) -> [Finding] {
        let limit = evidence.settings[.connectsPerSecondLimit]
        guard limit > 0 else { return [] }
        let warning = evidence.settings[.connectLimit] / 100
        return evidence.analysis.hubs.indices.compactMap { number in
            let hub = evidence.analysis.hubs[number]
            let perSecond = Double(hub.mostPerSecond) / limit
            let perMinute = Double(hub.mostPerMinute) / (limit * 60)
            guard max(perSecond, perMinute) >= warning else { return nil }
            return [FoundDevice]().finding(
                .connectLimit, hub: number, confidence: perMinute >= warning ? .high : .medium,
                headline:
                    "up to \(Words.counted(hub.mostPerSecond, "connect")) a second, \(Words.percent(perSecond)) of the limit",
                evidence: [
                    "\(Words.counted(hub.mostPerSecond, "connect")) in the second of \(evidence.words(hub.mostPerSecondAt)).",
                    "\(Words.counted(hub.mostPerMinute, "connect")) in the minute of \(evidence.words(hub.mostPerMinuteAt)), "
                        + "\(Words.percent(perMinute)) of what the limit allows in a minute.",
                ], actions: ConnectLimitRule.text.actions, in: evidence)
        }
    }
}
