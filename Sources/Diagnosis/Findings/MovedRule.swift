import Model

/// Devices that left one hub for another.
struct MovedRule: FindingRule {
    static let text = RuleText(
        name: "moved",
        title: "Moved to another hub",
        what: "Devices whose connection to one hub ended for good and that connected to another one within minutes.",
        why:
            "A provisioning service or an operator assigned them to another hub. They are not down: what the old hub shows "
            + "as a device that does not come back is the device that the new one has.",
        thresholds:
            "The first or the latest connect to the new hub at most 15 minutes after the end of the old connection, or 30 "
            + "before it, and connected there as the data ends.",
        actions: ["No action is needed. Remove the identity from the old hub when it is not to come back."],
        source: "https://learn.microsoft.com/azure/iot-dps/how-to-reprovision")

    private var found: [(device: FoundDevice, to: String)] = []

    private struct Way: Hashable {
        let from: Int
        let to: String
    }

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        guard let move = evidence.moved.moves[day.identity.number], let last = day.drops.last,
            evidence.day.contains(last.start)
        else { return }
        let note = "connected to \(move.hub) at \(evidence.words(move.moment))"
        found.append((FoundDevice(day, in: evidence, note: note), move.hub))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        let hubs = Dictionary(grouping: found) { Way(from: $0.device.hub, to: $0.to) }
        return hubs.map { way, moves in
            let devices = moves.map(\.device).matters
            return devices.finding(
                .moved, hub: way.from, group: way.to, confidence: .high,
                headline: "\(devices.subject) moved from \(evidence.analysis.hubs[way.from].name) to \(way.to)",
                evidence: devices.notes(), actions: MovedRule.text.actions, in: evidence, needsAction: false)
        }
    }
}
