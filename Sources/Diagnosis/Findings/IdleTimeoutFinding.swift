import Model

/// Devices whose connections are cut at a round age.
struct IdleTimeoutFinding: FindingRule {
    static let text = IdleTimeoutRule.text

    private var found: [FoundDevice] = []

    mutating func consider(_ day: IdentityDay, in evidence: DayEvidence) {
        let settings = evidence.settings
        guard Double(day.unexpected) >= settings[.idleDrops] else { return }
        let ages = day.drops.filter {
            $0.cause == .networkLoss && $0.incident == 0 && $0.age >= 0
                && evidence.analysis.codeSets.setClasses[Int($0.codes)] == CodeClasses(.closedRemotely)
        }.map(\.age)
        var counts: [Int32: Int] = [:]
        for age in ages {
            if let idle = day.identity.idle, idle.holds(age) {
                counts[IdleTimeoutRule.roundValue(near: idle.median, settings) ?? idle.median, default: 0] += 1
            } else if let round = IdleTimeoutRule.roundValue(near: age, settings) {
                counts[round, default: 0] += 1
            }
        }
        // Half of the drops at one value: scattered ages meet a round value now and then.
        guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            Double(most.value) >= settings[.idleDrops], most.value * 2 >= ages.count
        else { return }
        found.append(
            FoundDevice(
                day, in: evidence,
                note: "\(most.value) of \(ages.count) drops at a connection age of \(Words.duration(Int64(most.key)))"))
    }

    func findings(in evidence: DayEvidence) -> [Finding] {
        found.perHub(.idleTimeout, .medium, IdleTimeoutFinding.text, in: evidence) { devices in
            "\(devices.subject) cut at a steady connection age: an idle time-out on the way"
        }
    }
}
