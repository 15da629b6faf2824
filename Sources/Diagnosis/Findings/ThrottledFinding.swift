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
        found.byHub.map { hub, devices in
            let drops = devices.reduce(0) { $0 + $1.drops }
            let codes = Set(devices.flatMap(\.codes)).map { evidence.analysis.codeSets.codes[Int($0)] }.sorted()
            let meanings = codes.compactMap { CodeMeaning.own($0) }
            // Which limit it was, its code says, and what to do about that its page.
            let limit = meanings.count == 1 ? meanings.first : nil
            return devices.finding(
                .throttled, hub: hub, confidence: .high,
                headline: "\(Words.counted(drops, "drop")) of \(devices.subject) "
                    + (limit.map { "with \($0.name)" } ?? "by throttling"),
                evidence: meanings.map(\.sentence) + devices.notes(),
                actions: limit?.steps ?? ThrottledFinding.text.actions, in: evidence)
        }
    }
}
