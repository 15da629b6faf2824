import Model

/// Counts renewals by hub and SDK family.
struct RenewalTally {
    private struct Key: Hashable {
        let hub: Int
        let family: SDKFamily
    }

    /// As `RenewalSums`.
    private struct Group {
        var devices = 0
        var renewals = 0
        var ages = StepCounts(most: RenewalSums.longestAge)
        var backs = StepCounts(most: RenewalSums.longestBack)
    }

    /// Counts by step, from 0 to the most that there is: there is a renewal for most drops of a day.
    ///
    /// In pages, of which a hub with few devices has few.
    private struct StepCounts {
        private static let pageSize = 256
        private let most: Int
        private var pages: [[UInt32]]

        init(most: Int) {
            self.most = most
            pages = Array(repeating: [], count: most / StepCounts.pageSize + 1)
        }

        mutating func add(_ step: Int32) {
            let step = min(max(0, Int(step)), most)
            let (page, place) = (step / StepCounts.pageSize, step % StepCounts.pageSize)
            if pages[page].isEmpty { pages[page] = Array(repeating: 0, count: StepCounts.pageSize) }
            pages[page][place] += 1
        }

        /// Those of steps with any.
        var counts: [Int: Int] {
            var result: [Int: Int] = [:]
            for (page, counts) in pages.enumerated() {
                for (place, count) in counts.enumerated() where count > 0 {
                    result[page * StepCounts.pageSize + place] = Int(count)
                }
            }
            return result
        }
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
            if drop.age >= 0 { groups[position].ages.add(drop.age) }
            if !day.identity.isErrorOnly, let back = drop.backSeconds { groups[position].backs.add(back) }
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
            (sums.ages, sums.backs) = (group.ages.counts, group.backs.counts)
            return sums
        }.sorted { $0.family < $1.family }
    }
}
