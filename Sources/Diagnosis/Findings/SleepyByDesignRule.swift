import Model

/// Devices that connect, send and disconnect by design.
struct SleepyByDesignRule: FindingRule {
    static let text = RuleText(
        name: "sleepy-by-design",
        title: "Sleepy by design",
        what: "Devices that close most of their connections in good order after a short time, many times a day.",
        why: "That is how they save power or traffic. They are offline most of the time, and that is not a fault.",
        thresholds:
            "At least \(.sleepyCloses) clean closes a day, more of them than other drops, with a median connection of at most "
            + "\(.sleepyAge). A device that connects again at once is in a loop, not asleep.",
        actions: ["No action is needed. Watch their messages rather than their connection."],
        source: MicrosoftDocs.monitoring)

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard Double(day.cleanCloses) >= evidence.settings[.sleepyCloses],
            day.cleanCloses > day.unexpected + day.renewals, !day.isLoop(in: evidence)
        else { return }
        let ages = day.drops.filter { $0.cause == .cleanClose && $0.age >= 0 }.map(\.age).sorted()
        guard let median = Robust.quantile(0.5, ofSorted: ages), Double(median) <= evidence.settings[.sleepyAge]
        else {
            return
        }
        found.append(
            FoundDevice(
                day, in: evidence,
                note: "\(day.cleanCloses) clean closes, median connection \(Words.duration(Int64(median)))"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.sleepyByDesign, .high, SleepyByDesignRule.text, notes: 3, needsAction: false, in: evidence) {
            devices in
            "\(Words.counted(devices.deviceCount, "device connects, sends and closes", "devices connect, send and close")) by design"
        }
    }
}
