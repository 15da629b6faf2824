import Model

/// Devices of one place that drop all day, and do so together: something that they share is cut again and again.
///
/// A device that drops all day says nothing about others, so that no incident is made of its drops. But where nearly all of them
/// come with those of half of its place, each is an outage of what the place shares.
struct CommonCuts {
    /// The part of a device's chance to drop in the time that counts as together: with ten drops a day a quarter of an hour.
    private static let chance = 0.1

    private let grouping: Grouping
    private let hub: Int
    private let fewest: Int
    /// How far half of the ages of connections may lie apart to be steady, as a share of their median.
    private let steady: Double
    /// Milliseconds: the longest time that counts as together, and that of the data.
    private let longest: Double
    private let span: Double

    /// - Parameter span: milliseconds of the data.
    init(_ grouping: Grouping, hub: Int, span: Double, _ settings: AnalysisSettings) {
        self.grouping = grouping
        self.hub = hub
        self.span = span
        fewest = Int(settings[.groupDevices])
        steady = settings[.rhythmSpread] / 100
        longest = settings[.incidentWindow] * 60_000
    }

    /// Marks those of a hub's drops, in order of time, that come together; where they come at a steady age of the connection, it
    /// is that which ends them, and devices that connected together drop together.
    func mark(_ candidates: inout [IncidentCandidate], _ drops: DropRecords, clients: NumberedList<ClientDescription>) {
        func group(_ place: Int) -> Int { grouping.group(of: drops[candidates[place].position], clients: clients) }
        let restless = candidates.indices.filter { candidates[$0].isRestless }
        let members = Buckets(restless.map { UInt32(group($0)) }, count: grouping.names.count)
        var places: [Int: (restless: [Int], all: [Int])] = [:]
        for group in grouping.names.indices.dropFirst() where members[group].count >= 2 * fewest {
            let own = members[group].map { restless[Int($0)] }
            guard Set(own.map { candidates[$0].unit }).count * 2 >= least(of: group) else { continue }
            places[group] = (own, own)
        }
        guard !places.isEmpty else { return }
        for place in candidates.indices where !candidates[place].isRestless && !candidates[place].isTold {
            places[group(place)]?.all.append(place)
        }
        for (group, (own, all)) in places where !isSteady(own.map { drops[candidates[$0].position].age }) {
            for place in together(own, all: all.sorted(), of: group, candidates) {
                candidates[place].isRestless = false
            }
        }
    }

    private func isSteady(_ ages: [Int32]) -> Bool {
        let known = ages.filter { $0 >= 0 }.sorted()
        guard known.count * 2 >= ages.count, let middle = Robust.quantile(0.5, ofSorted: known),
            let low = Robust.quantile(0.25, ofSorted: known), let high = Robust.quantile(0.75, ofSorted: known)
        else { return false }
        return Double(high - low) <= steady * Double(middle)
    }

    private func least(of group: Int) -> Int { max(fewest, (grouping.fleet[hub][group] + 1) / 2) }

    /// The restless drops of a place that come with those of half of it; none where too many come alone.
    private func together(_ restless: [Int], all: [Int], of group: Int, _ candidates: [IncidentCandidate]) -> Set<Int> {
        let mean = Double(restless.count) / Double(Set(restless.map { candidates[$0].unit }).count)
        let window = min(longest, CommonCuts.chance * span / mean)
        let least = least(of: group)
        var found = Set<Int>()
        var inWindow: [UInt32: Int] = [:]
        var low = 0
        var known = 0
        for high in all.indices {
            inWindow[candidates[all[high]].unit, default: 0] += 1
            while Double(candidates[all[high]].start - candidates[all[low]].start) > window {
                let unit = candidates[all[low]].unit
                inWindow[unit] = inWindow[unit].flatMap { $0 > 1 ? $0 - 1 : nil }
                low += 1
            }
            guard inWindow.count >= least else { continue }
            found.formUnion(all[max(low, known)...high])
            known = high + 1
        }
        found.formIntersection(restless)
        return found.count * 5 >= restless.count * 4 ? found : []
    }
}
