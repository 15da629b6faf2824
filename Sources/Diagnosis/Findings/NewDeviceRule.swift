import Model

/// Devices that the earlier days do not know.
struct NewDeviceRule: FindingRule {
    static let text = RuleText(
        name: "new-device",
        title: "New device",
        what: "Devices whose first event ever in the database is a connect on the day.",
        why:
            "A new device is news by itself, and its drops have no baseline yet. A device that stays connected for weeks "
            + "leaves no record in them: where the first record is a disconnect, the device was there before.",
        thresholds:
            "At least \(.baselineDays) earlier days with data, the first of them at least \(.baselineDays, less: 1) days before the day. With less "
            + "history there is silence.",
        actions: ["No action is needed if the devices were meant to come."],
        source: "the database's own history; no Microsoft source")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        let hub = evidence.hubName(state)
        guard state.flags.contains(.activeInDay), !state.flags.contains(.inferred),
            state.firstSeen >= evidence.day.start,
            let known = evidence.analysis.context.baseline?.known, !known.contains(hub: hub, device: state.device),
            evidence.hasHistory(hub), let since = known.since(hub: hub),
            evidence.dayStart.seconds(since: since) >= Int64(evidence.settings[.baselineDays] - 1) * 86_400
        else { return }
        let first = evidence.words(state.firstSeen)
        found.append(FoundDevice(day, in: evidence, note: "first seen \(first)"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.newDevice, .high, NewDeviceRule.text, notes: 5, needsAction: false, in: evidence) { devices in
            "\(devices.subject) not seen on earlier days"
        }
    }
}
