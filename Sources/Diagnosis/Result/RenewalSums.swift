/// Renewals of the devices of one SDK family, as they add up over hubs.
///
/// Medians do not, so the times are counted by value: a day of millions stays small.
package struct RenewalSums: Sendable, Equatable, Codable {
    /// Seconds: longer than four hours no token is documented to live on a connection; the rest shares one step.
    package static let longestAge = 14_400
    /// Seconds until the device was back; what takes longer shares one step.
    package static let longestBack = 3600

    /// As `RenewalGroup.family`.
    package var family: String
    package var devices = 0
    package var renewals = 0
    /// Renewals by connection age in seconds.
    package var ages: [Int: Int] = [:]
    /// Renewals by seconds until the device was back.
    package var backs: [Int: Int] = [:]

    /// Without a renewal.
    package init(family: String) {
        self.family = family
    }

    fileprivate mutating func add(_ other: RenewalSums) {
        devices += other.devices
        renewals += other.renewals
        ages.merge(other.ages, uniquingKeysWith: +)
        backs.merge(other.backs, uniquingKeysWith: +)
    }

    fileprivate static func median(_ counts: [Int: Int]) -> Int64 {
        let total = counts.values.reduce(0, +)
        var seen = 0
        for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen * 2 >= total { return Int64(value) }
        }
        return 0
    }
}

extension RenewalGroup {
    /// The groups of any number of hubs, most renewals first.
    static func all(of parts: [RenewalSums]) -> [RenewalGroup] {
        var families: [String: RenewalSums] = [:]
        for part in parts { families[part.family, default: RenewalSums(family: part.family)].add(part) }
        return families.values.map { sums in
            RenewalGroup(
                family: sums.family, devices: sums.devices, renewals: sums.renewals,
                medianPeriodSeconds: RenewalSums.median(sums.ages), medianBackSeconds: RenewalSums.median(sums.backs))
        }.sorted { ($1.renewals, $0.family) < ($0.renewals, $1.family) }
    }
}
