/// Which drops around a burst are of it.
extension HubCrowd {
    /// All drops of a group in a burst, and of its devices that were not hit yet those that follow within a keep-alive, while
    /// the others are down, or that were lost within one before and are still down.
    func members(
        of number: Int, in burst: Burst, _ drops: DropRecords, _ settings: AnalysisSettings
    ) -> [UInt32] {
        let group = groups[number]
        var result: [UInt32] = []
        var units = Set<UInt32>()
        for place in burst.members where !candidates[Int(group.members[place])].isTaken {
            result.append(group.members[place])
            units.insert(candidates[Int(group.members[place])].unit)
        }
        guard group.grouping != nil else { return result + told(with: result, in: burst, settings) }
        guard units.count * 2 >= group.size else { return result }
        let reach = DayMillis(min(720, settings[.incidentWindow] * 4) * 60_000)
        let returns = result.map { drops[candidates[Int($0)].position].end }.sorted()
        let over = Robust.quantile(0.9, ofSorted: returns) ?? .never
        for place in (burst.members.upperBound + 1)..<max(burst.members.upperBound + 1, group.members.count) {
            let candidate = candidates[Int(group.members[place])]
            guard candidate.start - burst.start <= reach, candidate.start <= over else { break }
            if !candidate.isTaken, units.insert(candidate.unit).inserted { result.append(group.members[place]) }
        }
        var earlier: [UInt32] = []
        for place in stride(from: burst.members.lowerBound - 1, through: 0, by: -1) {
            let candidate = candidates[Int(group.members[place])]
            guard burst.start - candidate.start <= HubCrowd.notice else { break }
            guard candidate.counts, !candidate.isTaken, drops[candidate.position].end > burst.start,
                units.insert(candidate.unit).inserted
            else { continue }
            earlier.append(group.members[place])
        }
        return earlier.reversed() + result
    }

    /// Milliseconds after which a hub has noticed every silent device: one and a half of the longest default keep-alive,
    /// the 300 s of .NET (`MicrosoftDocs.keepAlive`).
    private static let notice: DayMillis = 450_000

    /// Drops around a burst of the whole hub whose codes speak of the service or of its limits, where a good part of the
    /// burst's speak of the service: few come by themselves, and an incident fades away.
    ///
    /// With them those of other codes as it fades, as long as they are likelier of it than by chance.
    private func told(with members: [UInt32], in burst: Burst, _ settings: AnalysisSettings) -> [UInt32] {
        let said = members.count { candidates[Int($0)].isSaid }
        guard said * 5 >= members.count else { return [] }
        let own = Set(members)
        let gap = DayMillis(min(180, settings[.incidentWindow]) * 60_000 * 3 / 8)
        let first = candidates.firstSorted { $0.start >= burst.start - min(burst.start, gap) }
        let silentShare = max(0, Double(members.count - said) - burst.usual) / Double(said)
        var fading = FadingCodes(silentShare: silentShare, fleet: fleet, span: span)
        var end = burst.end
        var result: [UInt32] = []
        var silent: [UInt32] = []
        for place in first..<candidates.count {
            let candidate = candidates[place]
            guard candidate.start <= end + gap, candidate.start <= burst.end + 4 * gap else { break }
            guard !candidate.isTaken else { continue }
            if candidate.isSaid { fading.moments.append(candidate.start) }
            guard !own.contains(UInt32(place)) else { continue }
            if candidate.isTold {
                end = max(end, candidate.start)
                result.append(UInt32(place))
            } else if candidate.start > burst.end {
                silent.append(UInt32(place))
            }
        }
        return result + silent.filter { fading.takes(candidates[Int($0)]) }
    }
}

/// How an incident of the service fades away: its codes come less often, and with them drops that carry none.
private struct FadingCodes {
    /// Drops of the incident without its codes for each one with them.
    let silentShare: Double
    let fleet: Int
    /// Milliseconds of the data.
    let span: Double
    /// When its codes came, in order.
    var moments: [DayMillis] = []

    /// Milliseconds before and after a drop in which codes are counted.
    private static let reach: DayMillis = 60_000

    /// Whether a drop without such a code is likelier one more of the incident than one that its device would have had.
    func takes(_ candidate: IncidentCandidate) -> Bool {
        let first = moments.firstSorted { $0 + FadingCodes.reach >= candidate.start }
        let last = moments.firstSorted { $0 > candidate.start + FadingCodes.reach }
        let ofIncident = silentShare * Double(last - first) / Double(2 * FadingCodes.reach) / Double(fleet)
        return ofIncident > max(0.5, Double(candidate.ofDevice - 1)) / span
    }
}
