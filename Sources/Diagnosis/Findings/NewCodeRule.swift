import Model

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
