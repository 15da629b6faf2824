import Model

/// Devices that are down at the end of the data.
struct NotBackRule: FindingRule {
    static let text = RuleText(
        name: "not-back",
        title: "Not back",
        what: "Devices whose last event is a drop, without a successful connect up to the end of the log.",
        why:
            "The most valuable list of a morning: what is down now. Downtimes are lower bounds, because the log ends here.",
        thresholds: "None. Devices that closed the connection themselves are left out; refused and disabled ones have "
            + "findings of their own, and those of an incident of the day are listed with it. Where hours without records follow the drop, the confidence is low.",
        actions: ["Check the devices, longest first: power, network, then the application."],
        source: MicrosoftDocs.connectivity)

    private var found: [(device: FoundDevice, isUncertain: Bool)] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.isNotBack, let open = day.open else { return }
        // Those of an incident of the day are the incident's matter, which names them.
        guard open.cause != .credentialRefused, open.cause != .deviceDisabled, open.incident == 0 else { return }
        let start = evidence.start(of: open, day.identity.state)
        let end = evidence.knownEnd(hub: day.hub)
        let seconds = evidence.clock.instant(end).seconds(since: start)
        let since = evidence.words(start)
        var device = FoundDevice(day, in: evidence, note: "down since \(since), at least \(Words.duration(seconds))")
        // Ordered by how long each is down, which is what the list is about.
        device.downtime = max(device.downtime, evidence.downtime(from: open.start, to: end, hub: day.hub))
        let unknown = evidence.firstUnknown(after: open, before: end, hub: day.hub)
        found.append((device, unknown != nil))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        [false, true].flatMap { uncertain in
            found.filter { $0.isUncertain == uncertain }.map(\.device).byHub.map { hub, devices in
                let count = devices.count == 1 ? devices[0].label : Words.counted(devices.deviceCount, "device")
                let verb = devices.count == 1 ? "is" : "are"
                return devices.finding(
                    .notBack, hub: hub, group: uncertain ? "missing-hours" : "",
                    confidence: uncertain ? .low : .high,
                    headline: uncertain
                        ? "\(count) may still be offline: records are missing after the drop"
                        : "\(count) \(verb) still offline at the end of the log",
                    evidence: devices.notes(), actions: NotBackRule.text.actions, in: evidence)
            }
        }
    }
}
