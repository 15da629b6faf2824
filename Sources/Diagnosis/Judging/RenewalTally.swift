import Model

/// Counts renewals by SDK family.
struct RenewalTally {
    private struct Group {
        var devices = 0
        var renewals = 0
        /// Counted by value in steps, so that a day of millions stays small.
        var ages: [Int32: Int] = [:]
        var backs: [Int32: Int] = [:]
    }

    private var groups: [SDKFamily: Group] = [:]

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.renewals > 0 else { return }
        let family = day.identity.family.renewalPeriods.isEmpty ? SDKFamily.unknown : day.identity.family
        var group = groups[family] ?? Group()
        groups[family] = nil
        group.devices += 1
        group.renewals += day.renewals
        for drop in day.drops where drop.cause == .tokenRenewal && evidence.day.contains(drop.start) {
            // Further than four hours no token is documented to live on a connection; the rest shares one step.
            if drop.age >= 0 { group.ages[min(drop.age, 14_400), default: 0] += 1 }
            if !day.identity.isErrorOnly, let back = drop.backSeconds { group.backs[min(back, 3600), default: 0] += 1 }
        }
        groups[family] = group
    }

    var result: [RenewalGroup] {
        groups.map { family, group in
            RenewalGroup(
                family: family == .unknown ? "own rhythm" : family.name, devices: group.devices,
                renewals: group.renewals, medianPeriodSeconds: RenewalTally.median(group.ages),
                medianBackSeconds: RenewalTally.median(group.backs))
        }.sorted { ($1.renewals, $0.family) < ($0.renewals, $1.family) }
    }

    private static func median(_ counts: [Int32: Int]) -> Int64 {
        let total = counts.values.reduce(0, +)
        var seen = 0
        for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen * 2 >= total { return Int64(value) }
        }
        return 0
    }
}
