import Model

/// Hubs that the database did not know before the day.
struct NewHubRule: FindingRule {
    static let text = RuleText(
        name: "new-hub",
        title: "New hub",
        what: "A hub whose first record ever in the database is of the day, where other hubs were known before.",
        why: "Its devices have nothing to be compared with yet, and what came before its first record is not missing.",
        thresholds: "None.",
        actions: ["No action is needed if the hub was meant to come."],
        source: "the database's own history; no Microsoft source")

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {}

    func findings(in evidence: DayEvidence) -> [Finding] {
        evidence.analysis.context.presence.sorted { $0.key < $1.key }.compactMap { hub, presence in
            guard case .new(let since) = presence else { return nil }
            return Finding(
                key: "new-hub/\(hub)/", kind: .newHub, confidence: .high, hub: hub,
                headline: "\(hub) is new since \(evidence.words(since))", actions: NewHubRule.text.actions,
                deviceCount: 0, needsAction: false)
        }
    }
}
