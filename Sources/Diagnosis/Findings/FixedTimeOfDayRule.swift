import Model

/// Devices that drop at the same time of day, day after day.
struct FixedTimeOfDayRule: FindingRule {
    static let text = RuleText(
        name: "fixed-time-of-day",
        title: "Drops at a fixed time of day",
        what: "Devices with a drop near the same time on the report day and on most of the earlier days.",
        why: "A restart by cron, a DHCP lease, a provider that reconnects every night, a quota that begins anew at "
            + "midnight UTC: a clock is behind it.",
        thresholds:
            "Within \(.fixedTime) of the same time on the report day and on at least \(.fixedTimeDays) earlier days, and on more than "
            + "half of the earlier days with data; 24 hours apart, so a change of the clocks shifts it by an hour. "
            + "Earlier days with more than 6 drops of a device do not count for it: such a device meets any time by chance.",
        actions: [
            "Look for what runs at that time: a scheduled restart, a DHCP lease, the provider's forced reconnect."
        ],
        source: "https://github.com/Azure/azure-iot-sdk-node (issue threads), seen in practice")

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.unexpected > 0, let baseline = evidence.analysis.context.baseline else { return }
        let state = day.identity.state
        let identity = evidence.identity(of: state)
        guard let earlier = baseline.dropTimes[identity], Double(earlier.count) >= evidence.settings[.fixedTimeDays]
        else {
            return
        }
        let reach = Int64(evidence.settings[.fixedTime])
        for drop in day.drops where !drop.cause.isExpected && evidence.day.contains(drop.start) {
            let start = evidence.clock.instant(drop.start)
            var days = Set<Int64>()
            for other in earlier where other < start {
                let apart = start.seconds(since: other)
                let rest = (apart + reach) % 86_400
                if rest <= 2 * reach { days.insert((apart + reach) / 86_400) }
            }
            // More drops a day than days would meet any time of day by chance.
            guard Double(days.count) >= evidence.settings[.fixedTimeDays],
                days.count * 2 > baseline.days[evidence.hubName(state)] ?? 0, earlier.count <= days.count * 6
            else { continue }
            found.append(
                FoundDevice(
                    day, in: evidence,
                    note: "at about \(evidence.words(start)) on \(days.count) earlier days as well"))
            return
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.fixedTimeOfDay, .high, FixedTimeOfDayRule.text, in: evidence) { devices in
            "\(Words.counted(devices.count, "device drops", "devices drop")) at the same time every day"
        }
    }
}
