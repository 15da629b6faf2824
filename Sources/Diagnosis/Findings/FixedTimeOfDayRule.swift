import Model

/// Devices that drop at the same time of day, day after day.
struct FixedTimeOfDayRule: FindingRule {
    static let text = RuleText(
        name: "fixed-time-of-day",
        title: "Drops at a fixed time of day",
        what: "Devices with a drop near the same time on the report day and on most of the earlier days.",
        why: "A restart by cron, a DHCP lease, a provider that reconnects every night, a quota that restarts at "
            + "midnight UTC: a clock is behind it.",
        thresholds:
            "Within \(.fixedTime) of the same time on the report day and on at least \(.fixedTimeDays) earlier days, and on more than "
            + "half of the earlier days with data, or of the working days or weekends among them; by the clock of the "
            + "report's zone or by UTC, so that a change of the clocks hides none. Such drops found no incident: they "
            + "are known. Earlier days with more than 6 drops of a device do not count for it: such a device meets any time by chance.",
        actions: [
            "Look for what runs at that time: a scheduled restart, a DHCP lease, the provider's forced reconnect."
        ],
        source: "https://github.com/Azure/azure-iot-sdk-node (issue threads), seen in practice")

    private var found: [(device: FoundDevice, pattern: DailyTimes.Pattern)] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.unexpected > 0, let times = evidence.dailyTimes else { return }
        let state = day.identity.state
        for drop in day.drops where !drop.cause.isExpected && evidence.day.contains(drop.start) {
            let start = evidence.clock.instant(drop.start)
            guard
                let (days, pattern) = times.earlierDays(
                    at: start, of: evidence.identity(of: state), hub: evidence.hubName(state))
            else { continue }
            let note = "at about \(evidence.words(start)) on \(days) earlier days as well"
            found.append((FoundDevice(day, in: evidence, note: note), pattern))
            return
        }
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        let patterns = Dictionary(grouping: found, by: \.device.hub).mapValues { Set($0.map(\.pattern)) }
        return found.map(\.device).perHub(.fixedTimeOfDay, .high, FixedTimeOfDayRule.text, in: evidence) { devices in
            let ofHub = devices.first.flatMap { patterns[$0.hub] } ?? []
            let pattern = ofHub.count == 1 ? ofHub.first ?? .everyDay : .everyDay
            return
                "\(Words.counted(devices.deviceCount, "device drops", "devices drop")) at the same time \(pattern.words)"
        }
    }
}
