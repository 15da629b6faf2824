import Model

/// Devices that the hub disconnected because of a limit.
struct ThrottledFinding: FindingRule {
    static let text = ThrottledRule.text

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        // What an incident has is the incident's matter.
        let count = day.drops.count { $0.cause == .throttled && $0.incident == 0 && evidence.day.contains($0.start) }
        guard count > 0 else { return }
        var device = FoundDevice(day, in: evidence, note: Words.counted(count, "drop") + " with a throttling code")
        device.drops = count
        found.append(device)
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.throttled, .high, ThrottledFinding.text, in: evidence) { devices in
            let drops = devices.reduce(0) { $0 + $1.drops }
            return "\(Words.counted(drops, "drop")) of \(Words.counted(devices.count, "device")) by throttling"
        }
    }
}
