import Model

/// Hubs that had records every day and have none any more.
struct HubWithoutRecordsRule: FindingRule {
    static let text = RuleText(
        name: "hub-without-records",
        title: "Hub without records",
        what: "A hub that had records every day and has none on this one, or less than \(.emptyHour) of what it "
            + "usually has.",
        why:
            "Either its export stopped, and nobody sees what its devices do; or the hub was removed. The first day without "
            + "records asks for an answer and marks the report as incomplete; the days after it are known and say it in "
            + "one line.",
        thresholds:
            "On its usual day the hub has records in at least \(.steadyHours) hours, and it had some on the same weekday "
            + "of the week before. For few records one earlier day is enough, with at least \(.usualRecordsPerHour) of them. After \(.fleetDays) days, or once `retired-hubs` names the hub, nothing is said of it any more.",
        actions: [
            "Find out why the export stopped: does the hub's diagnostic setting still send the category Connections to "
                + "this storage (az monitor diagnostic-settings list --resource HUB-ID)?",
            "Check that the files arrive, and that this program may read them.",
            "If the hub was removed, name it in retired-hubs.",
        ],
        source: "https://learn.microsoft.com/azure/iot-hub/monitor-iot-hub")

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {}

    func findings(in evidence: DayEvidence) -> [Finding] {
        evidence.analysis.context.presence.sorted { $0.key < $1.key }.compactMap { hub, presence in
            switch presence {
            case .noData(let since):
                finding(hub, "No data from \(hub): its last record is from \(evidence.words(since))", isNews: true)
            case .hardlyAny(let records, let usual):
                finding(
                    hub,
                    "No data from \(hub): \(Words.counted(records, "record")), where \(Words.count(Int(usual.rounded()))) are usual",
                    isNews: true)
            case .gone(let since)
            where evidence.dayStart.seconds(since: since) < Int64(evidence.settings[.fleetDays]) * 86_400:
                finding(hub, "\(hub): no record since \(evidence.words(since))", isNews: false)
            default: nil
            }
        }
    }

    private func finding(_ hub: String, _ headline: String, isNews: Bool) -> Finding {
        Finding(
            key: "hub-without-records/\(hub)/", kind: .hubWithoutRecords, confidence: .high, hub: hub,
            headline: headline, actions: isNews ? HubWithoutRecordsRule.text.actions : [], deviceCount: 0,
            needsAction: isNews)
    }
}
