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

/// Codes that a hub has not had on any earlier day.
struct NewCodeRule: FindingRule {
    static let text = RuleText(
        name: "new-code",
        title: "New code",
        what: "A code on records of the day that no record of the earlier days carries.",
        why: "Something is happening that did not happen before.",
        thresholds: "At least \(.baselineDays) earlier days with data.",
        actions: ["Read what the code means, and look at the first devices that got it."],
        source: MicrosoftDocs.errorCodes)

    private var devices: [CodeIndex: [FoundDevice]] = [:]
    private var isNew: [[Bool]]?

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        if isNew == nil { isNew = evidence.analysis.hubs.indices.map { NewCodeRule.newCodes($0, evidence) } }
        guard let isNew, isNew[day.hub].contains(true) else { return }
        for code in Set(day.drops.flatMap { evidence.analysis.codeSets.sets[Int($0.codes)] })
        where isNew[day.hub][Int(code)] {
            devices[code, default: []].append(FoundDevice(day, in: evidence))
        }
    }

    /// By code: whether it is new to a hub.
    static func newCodes(_ hub: Int, _ evidence: DayEvidence) -> [Bool] {
        let name = evidence.analysis.hubs[hub].name
        guard let baseline = evidence.analysis.context.baseline, evidence.hasHistory(name) else { return [] }
        return evidence.analysis.codeSets.codes.enumerated().map { number, code in
            !code.isEmpty && evidence.analysis.records(ofCode: number, hub: hub) > 0
                && baseline.codes[Baseline.Code(hub: name, code: code)] == nil
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        evidence.analysis.hubs.indices.flatMap { hub in
            NewCodeRule.newCodes(hub, evidence).enumerated().filter(\.element).map { number, _ in
                let code = evidence.analysis.codeSets.codes[number]
                let records = evidence.analysis.records(ofCode: number, hub: hub)
                let found = (devices[CodeIndex(number)] ?? []).filter { $0.hub == hub }
                var finding = found.finding(
                    .newCode, hub: hub, group: code, confidence: .high,
                    headline: "code \(code) on \(Words.counted(records, "record")), never seen on earlier days",
                    actions: NewCodeRule.text.actions, in: evidence)
                finding.codes = [code]
                return finding
            }
        }
    }
}
