import Model

/// Counts renewals by hub and SDK family.
struct RenewalTally {
    private struct Key: Hashable {
        let hub: Int
        let family: SDKFamily
    }

    /// As `RenewalSums`, every step with a place of its own: there is a renewal for most drops of a day.
    private struct Group {
        var devices = 0
        var renewals = 0
        var ages = [UInt32](repeating: 0, count: RenewalSums.longestAge + 1)
        var backs = [UInt32](repeating: 0, count: RenewalSums.longestBack + 1)
    }

    private var positions: [Key: Int] = [:]
    private var groups: [Group] = []

    mutating func add(_ day: IdentityDay, in evidence: DayEvidence) {
        guard day.renewals > 0 else { return }
        let family = day.identity.family.renewalPeriods.isEmpty ? SDKFamily.unknown : day.identity.family
        let position = position(of: Key(hub: day.hub, family: family))
        groups[position].devices += 1
        groups[position].renewals += day.renewals
        for drop in day.drops where drop.cause == .tokenRenewal && evidence.day.contains(drop.start) {
            if drop.age >= 0 { groups[position].ages[min(Int(drop.age), RenewalSums.longestAge)] += 1 }
            if !day.identity.isErrorOnly, let back = drop.backSeconds {
                groups[position].backs[min(Int(back), RenewalSums.longestBack)] += 1
            }
        }
    }

    private mutating func position(of key: Key) -> Int {
        if let known = positions[key] { return known }
        positions[key] = groups.count
        groups.append(Group())
        return groups.count - 1
    }

    /// The families of a hub, by name.
    func sums(of hub: Int) -> [RenewalSums] {
        positions.filter { $0.key.hub == hub }.map { key, position in
            let group = groups[position]
            var sums = RenewalSums(family: key.family == .unknown ? "own rhythm" : key.family.name)
            (sums.devices, sums.renewals) = (group.devices, group.renewals)
            (sums.ages, sums.backs) = (RenewalTally.steps(group.ages), RenewalTally.steps(group.backs))
            return sums
        }.sorted { $0.family < $1.family }
    }

    /// Those with a renewal.
    private static func steps(_ counts: [UInt32]) -> [Int: Int] {
        Dictionary(
            uniqueKeysWithValues: counts.enumerated().filter { $0.element > 0 }.map { ($0.offset, Int($0.element)) })
    }
}
