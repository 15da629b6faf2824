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
    /// Identities of each hub with a rhythm, once somebody asks.
    private var steady: [[Steady]]?
    /// The ages of them all, in seconds: an array each would be most of the memory.
    private var ages: [Int32] = []

    private struct Steady {
        let identity: Int
        let rhythm: Rhythm
        /// Positions in `ages`, which ascend there.
        let ages: Range<Int>
    }

    init(_ links: LinksOver) { self.links = links }

    /// Those of some silences of a hub that its devices' rhythms show to be missing.
    mutating func missing(_ silences: [MillisRange], hub: Int) -> [MillisRange] {
        let weights = weights(of: silences, hub: hub)
        let looked = weights.count { $0 > 0 }
        let least = log(analysis.settings[.silenceOdds]) + log(Double(max(1, looked)))
        return zip(silences, weights).filter { $0.1 >= least }.map(\.0)
    }

    /// The logarithm of the odds against a silence of each of some lengths.
    mutating func weights(of silences: [MillisRange], hub: Int) -> [Double] {
        let long = silences.contains { $0.end - $0.start >= OverdueRenewals.shortest }
        guard long else { return silences.map { _ in 0 } }
        let steady = steady(hub: hub)
        return silences.map { silence in
            guard silence.end - silence.start >= OverdueRenewals.shortest else { return 0 }
            var byMinute: [Int64: Double] = [:]
            for device in steady {
                guard let (since, weight) = weight(of: device, in: silence) else { continue }
                byMinute[since / 60_000] = max(byMinute[since / 60_000] ?? 0, weight)
            }
            return byMinute.values.sorted().reduce(0, +)
        }
    }

    /// Of one device that was due once: it may have been given another token.
    private static let leastChance = 0.002
    /// No steady age is shorter.
    private static let shortest: DayMillis = 600_000

    private mutating func steady(hub: Int) -> [Steady] {
        if let steady { return steady[hub] }
        var found = analysis.hubs.map { _ in [Steady]() }
        let isSilent = analysis.hubs.map { hub in
            let last = hub.activity.last == .never ? MillisClock.reach : max(hub.activity.last, MillisClock.reach)
            return last + OverdueRenewals.shortest <= analysis.dataEnd
                || hub.activity.silences.contains { $0.end - $0.start >= OverdueRenewals.shortest }
        }
        var ages: [Int32] = []
        for number in 0..<analysis.identities.count where isSilent[Int(analysis.identities[number].hub)] {
            let state = analysis.identities[number]
            ages.removeAll(keepingCapacity: true)
            state.ages.forEachCarried { ages.append($0) }
            for position in links.order.positions(of: number) {
                let drop = links.drops[Int(position)]
                if drop.age > 0, !drop.flags.contains(.olderLink) { ages.append(drop.age) }
            }
            guard Double(ages.count) >= analysis.settings[.rhythmAges], !state.flags.contains(.x509),
                let rhythm = Rhythm.find(in: &ages, family: .unknown, analysis.settings), !rhythm.isWeak,
                !rhythm.isOfTheClock
            else { continue }
            let place = self.ages.count..<self.ages.count + ages.count
            self.ages += ages
            found[Int(state.hub)].append(Steady(identity: number, rhythm: rhythm, ages: place))
        }
        steady = found
        return found[hub]
    }

    /// Since when an identity was connected that was due in a silence, in milliseconds, and what that weighs.
    private func weight(of device: Steady, in silence: MillisRange) -> (since: Int64, weight: Double)? {
        guard case .connected(let since, let isEnded) = links.state(of: device.identity, over: silence) else {
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
