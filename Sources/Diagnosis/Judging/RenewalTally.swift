import Model

/// Counts renewals by hub and SDK family.
struct RenewalTally {
    private struct Group {
        var devices = 0
        var renewals = 0
        /// Counted by value in steps, so that a day of millions stays small.
        var ages: [Int32: Int] = [:]
        var backs: [Int32: Int] = [:]

        mutating func add(_ other: Group) {
            devices += other.devices
            renewals += other.renewals
            ages.merge(other.ages, uniquingKeysWith: +)
            backs.merge(other.backs, uniquingKeysWith: +)
        }
    }

    private struct Key: Hashable {
        let hub: Int
        let family: SDKFamily
    }

    private var groups: [Key: Group] = [:]

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.renewals > 0 else { return }
        let family = day.identity.family.renewalPeriods.isEmpty ? SDKFamily.unknown : day.identity.family
        let key = Key(hub: day.hub, family: family)
        var group = groups[key] ?? Group()
        groups[key] = nil
        group.devices += 1
        group.renewals += day.renewals
        for drop in day.drops where drop.cause == .tokenRenewal && evidence.day.contains(drop.start) {
            // Further than four hours no token is documented to live on a connection; the rest shares one step.
            if drop.age >= 0 { group.ages[min(drop.age, 14_400), default: 0] += 1 }
            if !day.identity.isErrorOnly, let back = drop.backSeconds { group.backs[min(back, 3600), default: 0] += 1 }
        }
        groups[key] = group
    }

    /// - Parameter hub: one alone; all of them where it is nil.
    func result(of hub: Int? = nil) -> [RenewalGroup] {
        var families: [SDKFamily: Group] = [:]
        for (key, group) in groups where hub == nil || key.hub == hub {
            families[key.family, default: Group()].add(group)
        }
        return families.map { family, group in
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
