import Model

/// Devices that the earlier days do not know.
struct NewDeviceRule: FindingRule {
    static let text = RuleText(
        name: "new-device",
        title: "New device",
        what: "Devices with events on the day and none on the earlier days in the database.",
        why: "A new device is news by itself, and its drops have no baseline yet.",
        thresholds: "At least 4 earlier days with data.",
        actions: ["No action is needed if the devices were meant to come."],
        source: "the database's own history; no Microsoft source")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.picture.state
        guard state.flags.contains(.activeInDay), let known = evidence.analysis.context.baseline?.known,
            evidence.hasHistory(evidence.hubName(state)),
            !known.contains(Baseline.Identity(hub: evidence.hubName(state), device: state.device))
        else { return }
        let first = evidence.words(state.firstSeen)
        found.append(FoundDevice(day, in: evidence, note: "first seen \(first)"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.byHub.map { hub, devices in
            devices.finding(
                .newDevice, hub: hub, confidence: .high,
                headline: "\(Words.count(devices.count, "device")) not seen on earlier days",
                evidence: devices.notes(5), actions: NewDeviceRule.text.actions, in: evidence, needsAction: false)
        }
    }
}
