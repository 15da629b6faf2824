import Foundation
import Model

/// Connected identities that were due in a silence: those that drop at a steady connection age, as tokens make them,
/// and did not.
///
/// A hub ends every connection whose token has expired, so a device that has renewed every 45 minutes all day cannot be
/// silent for longer while it is connected. What each says is weighed by how often it was connected for so long before
/// and after, and by how steady it is; those that connected within the same minute may hang together and say it once.
struct OverdueRenewals {
    private let links: LinksOver
    private var analysis: DayAnalysis { links.analysis }
    /// Those of all drops, once somebody asks; where one slice of them is in memory at a time they are found each time.
    private var known: SteadyIdentities?

    private struct Steady {
        let identity: Int
        let rhythm: Rhythm
        /// Positions in `SteadyIdentities.ages`, which ascend there.
        let ages: Range<Int>
    }

    /// Identities with a rhythm.
    private struct SteadyIdentities {
        var ofHub: [[Steady]]
        /// The ages of them all, in seconds: an array each would be most of the memory.
        var ages: [Int32] = []
    }

    init(_ links: LinksOver) { self.links = links }

    /// Those of some silences of a hub that its devices' rhythms show to be missing.
    mutating func missing(_ silences: [MillisRange], hub: Int) throws -> [MillisRange] {
        let weights = try weights(of: silences, hub: hub)
        let looked = weights.count { $0 > 0 }
        let least = log(analysis.settings[.silenceOdds]) + log(Double(max(1, looked)))
        return zip(silences, weights).filter { $0.1 >= least }.map(\.0)
    }

    /// The logarithm of the odds against a silence of each of some lengths.
    mutating func weights(of silences: [MillisRange], hub: Int) throws -> [Double] {
        let long = silences.contains { $0.end - $0.start >= OverdueRenewals.shortest }
        guard long else { return silences.map { _ in 0 } }
        var byMinute = silences.map { _ in [Int64: Double]() }
        try links.slices.forEach { drops in
            let found = steady(drops)
            for (place, silence) in silences.enumerated()
            where silence.end - silence.start >= OverdueRenewals.shortest {
                for device in found.ofHub[hub] {
                    guard let (since, weight) = weight(of: device, found.ages, drops, in: silence) else { continue }
                    byMinute[place][since / 60_000] = max(byMinute[place][since / 60_000] ?? 0, weight)
                }
            }
        }
        return byMinute.map { $0.values.sorted().reduce(0, +) }
    }

    /// Of one device that was due once: it may have been given another token.
    private static let leastChance = 0.002
    /// No steady age is shorter.
    private static let shortest: DayMillis = 600_000

    private mutating func steady(_ drops: DropSlice) -> SteadyIdentities {
        if let known { return known }
        var found = SteadyIdentities(ofHub: analysis.hubs.map { _ in [] })
        let isSilent = analysis.hubs.map { hub in
            let last = hub.activity.last == .never ? MillisClock.reach : max(hub.activity.last, MillisClock.reach)
            return last + OverdueRenewals.shortest <= analysis.dataEnd
                || hub.activity.silences.contains { $0.end - $0.start >= OverdueRenewals.shortest }
        }
        var ages: [Int32] = []
        for number in drops.identities where isSilent[Int(analysis.identities[number].hub)] {
            let state = analysis.identities[number]
            ages.removeAll(keepingCapacity: true)
            state.ages.forEachCarried { ages.append($0) }
            for position in drops.positions(of: number) {
                let drop = drops[position]
                if drop.age > 0, !drop.flags.contains(.olderLink) { ages.append(drop.age) }
            }
            guard Double(ages.count) >= analysis.settings[.rhythmAges], !state.flags.contains(.x509),
                let rhythm = Rhythm.find(in: &ages, family: .unknown, analysis.settings), !rhythm.isWeak,
                !rhythm.isOfTheClock
            else { continue }
            let place = found.ages.count..<found.ages.count + ages.count
            found.ages += ages
            found.ofHub[Int(state.hub)].append(Steady(identity: number, rhythm: rhythm, ages: place))
        }
        if links.slices.whole != nil { known = found }
        return found
    }

    /// Since when an identity was connected that was due in a silence, in milliseconds, and what that weighs.
    private func weight(
        of device: Steady, _ ages: [Int32], _ drops: DropSlice, in silence: MillisRange
    ) -> (since: Int64, weight: Double)? {
        guard case .connected(let since, let isEnded) = links.state(of: device.identity, drops, over: silence) else {
            return nil
        }
        let before = Double(Int64(silence.start) - since) / 1000
        let after = Double(Int64(silence.end) - since) / 1000
        let due = Double(device.rhythm.accepted.upperBound) + analysis.settings[.renewalBack]
        guard before < due, due < after else { return nil }
        let longer = ages[device.ages].count { Double($0) >= after } - (isEnded ? 1 : 0)
        let atRisk = ages[device.ages].count { Double($0) >= before } - (isEnded ? 1 : 0)
        var chance = (Double(max(0, longer)) + 0.5) / (Double(max(0, atRisk)) + 1)
        if longer <= 0 {
            let reach = Double(device.rhythm.accepted.upperBound - device.rhythm.median)
            let periods = min(max((after / due).rounded(.down), 1), 3)
            let excess = min((after - due) / max(reach, 1), 30)
            chance = max(chance * exp(-excess), pow(OverdueRenewals.leastChance, periods))
        }
        return (since, -log(min(chance, 1)))
    }
}
