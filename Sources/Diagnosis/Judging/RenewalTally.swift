import Model

/// Counts renewals by hub and SDK family.
struct RenewalTally {
    private struct Key: Hashable {
        let hub: Int
        let family: SDKFamily
    }

    private var groups: [Key: RenewalSums] = [:]

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.renewals > 0 else { return }
        let family = day.identity.family.renewalPeriods.isEmpty ? SDKFamily.unknown : day.identity.family
        let key = Key(hub: day.hub, family: family)
        var group = groups[key] ?? RenewalSums(family: family == .unknown ? "own rhythm" : family.name)
        groups[key] = nil
        group.devices += 1
        group.renewals += day.renewals
        for drop in day.drops where drop.cause == .tokenRenewal && evidence.day.contains(drop.start) {
            if drop.age >= 0 { group.ages[min(Int(drop.age), RenewalSums.longestAge), default: 0] += 1 }
            if !day.identity.isErrorOnly, let back = drop.backSeconds {
                group.backs[min(Int(back), RenewalSums.longestBack), default: 0] += 1
            }
        }
        groups[key] = group
    }

    /// The families of a hub, by name.
    func sums(of hub: Int) -> [RenewalSums] {
        groups.filter { $0.key.hub == hub }.map(\.value).sorted { $0.family < $1.family }
    }
}
