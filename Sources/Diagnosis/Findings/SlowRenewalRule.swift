import Model

/// Devices that renew their token in rhythm but take too long to come back.
struct SlowRenewalRule: FindingRule {
    static let text = RuleText(
        name: "slow-renewal",
        title: "Slow renewal",
        what:
            "Drops at the age of a token renewal after which the device took longer than \(.renewalBack) to come back.",
        why:
            "A renewal takes seconds. A device that needs minutes loses that time every hour: its retry waits too long, "
            + "or its network is slow to connect.",
        thresholds:
            "At least \(.slowRenewalDrops) such drops of a device, back after more than \(.renewalBack); at least \(.slowRenewalDevices) such device.",
        actions: [
            "Look at the device's retry policy: the first attempt should follow at once.",
            "Give tokens a longer life, or use AMQP or X.509, to have fewer renewals.",
        ],
        source: MicrosoftDocs.connectivity)

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let slow = day.drops.filter {
            $0.flags.contains(.slowRenewal) && $0.incident == 0 && $0.cause == .networkLoss && !$0.isOpen
                && evidence.day.contains($0.start)
        }
        guard Double(slow.count) >= evidence.settings[.slowRenewalDrops] else { return }
        let backs = slow.compactMap(\.backSeconds).sorted()
        let median = Robust.quantile(0.5, ofSorted: backs) ?? 0
        found.append(
            FoundDevice(
                day, in: evidence,
                note: "\(slow.count) renewals took longer than a minute, median \(Words.duration(Int64(median)))"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.byHub.filter { Double($0.devices.count) >= evidence.settings[.slowRenewalDevices] }.map { hub, devices in
            devices.finding(
                .slowRenewal, hub: hub, confidence: .medium,
                headline: "\(devices.subject) slow to come back after token renewals",
                evidence: devices.notes(), actions: SlowRenewalRule.text.actions, in: evidence)
        }
    }
}
