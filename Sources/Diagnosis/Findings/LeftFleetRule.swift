import Model

/// Devices that were down at the end of the day before, and count no more.
struct LeftFleetRule: FindingRule {
    static let text = RuleText(
        name: "left-fleet",
        title: "Left the fleet",
        what: "Devices that were down at the end of the day before and are of the fleet no more.",
        why:
            "A device that is gone for good would be down in every report to come. That it counts no more is said once.",
        thresholds:
            "Down and without a record for \(.fleetDays) days, or disabled in the registry export or no longer in it.",
        actions: ["No action is needed if the devices were retired; what is seen again counts again."],
        source: MicrosoftDocs.registry)

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let state = day.identity.state
        guard state.flags.contains(.hasLeft), state.lastSeen < MillisClock.reach,
            evidence.analysis.context.baseline?.downBefore.contains(evidence.identity(of: state)) == true
        else { return }
        let since = evidence.words(Instant(seconds: Int64(state.distant.lastSeen)))
        found.append(FoundDevice(day, in: evidence, note: "last seen \(since)"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.leftFleet, .high, LeftFleetRule.text, needsAction: false, in: evidence) { devices in
            "\(Words.counted(devices.deviceCount, "device has", "devices have")) left the fleet"
        }
    }
}
