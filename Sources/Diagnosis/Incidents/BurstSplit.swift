#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether a part of a burst is an event of its own: a site that loses its uplink in the middle of a service incident, or
/// several sites at once that are not the hub.
///
/// The whole is weighed against its parts: how improbable the group's drops are by themselves and the rest of the burst
/// without them, less what the choice of the group gives away, against the burst as one.
struct BurstSplit {
    /// Milliseconds by which what belongs together may be apart.
    static let slack: DayMillis = 60_000
    /// Differences in codes and returns are one more reason; by themselves they prove nothing.
    private static let mostOfReturns = 10.0

    private let crowd: HubCrowd
    private let drops: DropRecords
    private let settings: AnalysisSettings

    init(_ crowd: HubCrowd, _ drops: DropRecords, _ settings: AnalysisSettings) {
        self.crowd = crowd
        self.drops = drops
        self.settings = settings
    }

    private struct Part {
        var group: Int
        var place: Int
        var burst: Burst
        var size: Int
        var gain: Double
    }

    /// The part of a burst to explain first; nil where the burst is one event.
    func part(of number: Int, _ place: Int) -> (group: Int, place: Int)? {
        let whole = crowd.groups[number].bursts[place]
        let size = crowd.groups[number].size
        var parts: [Part] = []
        for (group, found) in crowd.groups.enumerated() where group != number {
            guard let grouping = found.grouping, found.size < size, grouping != crowd.groups[number].grouping else {
                continue
            }
            for (place, burst) in found.bursts.enumerated() where burst.overlaps(whole) {
                guard Double(burst.devices) >= settings[.groupShare] / 100 * Double(found.size),
                    burst.devices < whole.devices
                else { continue }
                parts.append(Part(group: group, place: place, burst: burst, size: found.size, gain: 0))
            }
        }
        guard !parts.isEmpty else { return nil }
        let threshold = BurstScan.threshold(settings)
        for index in parts.indices { parts[index].gain = gain(of: [parts[index]], whole, size, among: parts.count) }
        for index in parts.indices { parts[index].gain += contrast(parts[index], number, whole) }
        if let best = parts.max(by: { $0.gain < $1.gain }), best.gain >= threshold { return (best.group, best.place) }
        return together(parts, whole, size, threshold)
    }

    /// Several parts of one grouping that explain the whole together, although none of them stands out of it alone.
    private func together(
        _ parts: [Part], _ whole: Burst, _ size: Int, _ threshold: Double
    ) -> (group: Int, place: Int)? {
        for grouping in Set(parts.compactMap { crowd.groups[$0.group].grouping }).sorted() {
            var ofGroup: [Int: Part] = [:]
            for part in parts where crowd.groups[part.group].grouping == grouping {
                if part.burst.score > ofGroup[part.group]?.burst.score ?? -.infinity { ofGroup[part.group] = part }
            }
            let own = ofGroup.values.sorted { ($1.burst.score, $0.group) < ($0.burst.score, $1.group) }
            guard own.count > 1, let first = own.first else { continue }
            let explained = own.reduce(0) { $0 + $1.burst.devices }
            guard explained <= whole.devices else { continue }
            if gain(of: own, whole, size, among: parts.count) >= threshold * Double(own.count).squareRoot() {
                return (first.group, first.place)
            }
        }
        return nil
    }

    private func gain(of parts: [Part], _ whole: Burst, _ size: Int, among count: Int) -> Double {
        var (devices, left) = (whole.devices, size)
        var gain = -whole.ratio
        let length = max(Double(whole.end - whole.start), UsualDrops.resolution)
        for part in parts {
            devices -= part.burst.devices
            left -= part.size
            let own = max(Double(part.burst.end - part.burst.start), UsualDrops.resolution)
            // By the same measure of what is usual as the whole: the rest of the burst must not speak for the part.
            let usual = whole.usual * Double(part.size) / Double(size) * min(1, own / length)
            gain += UsualDrops.ratio(part.burst.devices, of: part.size, usual: usual)
            gain -= log(Double(count) * max(1, length / own))
        }
        guard devices > 0, left > 0 else { return gain }
        return gain + UsualDrops.ratio(devices, of: left, usual: whole.usual * Double(left) / Double(size))
    }

    /// What sets the part apart from the rest of the burst: no code of the service where the others have some, and
    /// another time to come back.
    private func contrast(_ part: Part, _ number: Int, _ whole: Burst) -> Double {
        let ownMembers = crowd.groups[part.group].members
        let own = Set(part.burst.members.map { ownMembers[$0] })
        let all = crowd.groups[number].members
        let others = whole.members.map { all[$0] }.filter { !own.contains($0) && !crowd.candidates[Int($0)].isTaken }
        guard !others.isEmpty else { return 0 }
        let told = others.count { crowd.candidates[Int($0)].isSaid }
        let ownTold = own.count { crowd.candidates[Int($0)].isSaid }
        var result = 0.0
        if ownTold == 0 && told * 5 >= others.count {
            result -= Double(own.count) * log(1 - min(0.99, Double(told) / Double(others.count)))
        }
        return result + min(BurstSplit.mostOfReturns, returns(own.sorted(), others))
    }

    /// Exponential times to come back with one mean against two, where the means are clearly different.
    private func returns(_ own: [UInt32], _ others: [UInt32]) -> Double {
        func mean(_ members: [UInt32]) -> Double {
            let sum = members.reduce(0.0) { sum, member in
                let drop = drops[crowd.candidates[Int(member)].position]
                return sum + Double(drop.backSeconds ?? 86_400)
            }
            return max(1, sum / Double(members.count))
        }
        let (first, second) = (mean(own), mean(others))
        guard max(first, second) >= 3 * min(first, second), max(first, second) >= 300 else { return 0 }
        let (count, rest) = (Double(own.count), Double(others.count))
        let both = (first * count + second * rest) / (count + rest)
        return (count + rest) * log(both) - count * log(first) - rest * log(second)
    }
}
