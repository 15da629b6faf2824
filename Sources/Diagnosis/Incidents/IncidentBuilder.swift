import Model

/// Makes the value of an incident from its drops: numbers first, then what they say in words.
struct IncidentBuilder {
    let evidence: DayEvidence
    let hub: Int
    let cluster: DropCluster
    let classification: IncidentClassification

    static let mostDevices = 50
    static let mostMinutes = 180

    func build(_ positions: [Int], _ drops: DropRecords) -> Incident {
        let first = positions.map { drops[$0].start }.min() ?? 0
        let last = positions.map { drops[$0].start }.max() ?? first
        let clock = evidence.clock
        let name = evidence.analysis.hubs[hub].name
        let start = clock.instant(first)
        let scope = cluster.shared.map { cluster.groupings[$0.grouping].scope(of: $0.group) } ?? (.hub, "")
        var incident = Incident(
            key: "\(name)-\(IncidentBuilder.stamp(start))-\(classification.kind.rawValue)", kind: classification.kind,
            hub: name, scope: scope.kind, scopeValue: scope.value,
            confidence: classification.confidence, start: start, end: clock.instant(last),
            lastDrop: clock.instant(last), devices: 0, drops: positions.count)
        fill(&incident, positions, drops, first: first)
        IncidentWords(
            evidence: evidence, hub: hub, cluster: cluster, classification: classification,
            span: MillisRange(start: first, end: last + 1)
        )
        .write(&incident)
        return incident
    }

    private func fill(_ incident: inout Incident, _ positions: [Int], _ drops: DropRecords, first: DayMillis) {
        var lastOfUnit: [DeviceID: Int] = [:]
        var codes: [String: Int] = [:]
        var downtime: Int64 = 0
        // A drop whose connect is missing ends with that of a later one: no second counts twice.
        var countedUntil: [DeviceID: DayMillis] = [:]
        var perMinute: [Int] = []
        var notice: Int64 = 0
        for position in positions {
            let drop = drops[position]
            let unit = evidence.units.unit(of: evidence.analysis.identities[Int(drop.identity)])
            lastOfUnit[unit] = later(position, lastOfUnit[unit], drops)
            for code in evidence.analysis.codeSets.sets[Int(drop.codes)] {
                codes[evidence.analysis.codeSets.codes[Int(code)], default: 0] += 1
            }
            let from = max(drop.start, countedUntil[unit] ?? 0)
            if !evidence.isErrorOnly[hub] && from < drop.end {
                countedUntil[unit] = drop.end
                downtime +=
                    drop.isOpen
                    ? evidence.downtime(from: from, to: evidence.dataEnd, hub: hub) : Int64(drop.end - from)
            }
            let minute = Int((drop.start - first) / 60_000)
            if minute < IncidentBuilder.mostMinutes {
                while perMinute.count <= minute { perMinute.append(0) }
                perMinute[minute] += 1
            }
            if evidence.analysis.codeSets.setClasses[Int(drop.codes)].contains(.closedRemotely) {
                notice = max(notice, evidence.family(ofSDK: drop.sdk).noticeSeconds)
            }
        }
        incident.devices = lastOfUnit.count
        incident.shareOfFleet = Double(incident.devices) / Double(max(1, evidence.fleetSize(hub)))
        incident.codes = CodeCount.ordered(codes)
        incident.downtimeSeconds = downtime / 1000
        incident.dropsPerMinute = perMinute
        incident.startUncertaintySeconds = notice
        fillReturns(&incident, lastOfUnit, drops)
    }

    /// Of two drops of a device the one that ends last: a device is back when all of it is.
    private func later(_ position: Int, _ other: Int?, _ drops: DropRecords) -> Int {
        guard let other else { return position }
        return (drops[position].end, position) > (drops[other].end, other) ? position : other
    }

    /// How fast the devices were back, and with that when the incident ended.
    private func fillReturns(_ incident: inout Incident, _ lastOfUnit: [DeviceID: Int], _ drops: DropRecords) {
        guard !evidence.isErrorOnly[hub] else { return }
        var backs: [Int64] = []
        var returns: [DayMillis] = []
        var missing: [String] = []
        for position in lastOfUnit.values {
            if let back = drops[position].backSeconds {
                backs.append(Int64(back))
                returns.append(drops[position].end)
            } else {
                let state = evidence.analysis.identities[Int(drops[position].identity)]
                missing.append(evidence.device(state.device).name)
            }
        }
        backs.sort()
        func until(_ share: Double) -> Int64? {
            let needed = Int((share * Double(lastOfUnit.count)).rounded(.up))
            return needed > 0 && backs.count >= needed ? backs[needed - 1] : nil
        }
        incident.medianBackSeconds = until(0.5)
        incident.ninetiethBackSeconds = until(0.9)
        incident.notBack = missing.count
        incident.notBackDevices = Array(missing.sorted().prefix(IncidentBuilder.mostDevices))
        let isOver = returns.count * 2 >= lastOfUnit.count
        let end = isOver ? IncidentBuilder.end(ofReturns: returns.sorted()) : evidence.dataEnd
        if let end { incident.end = max(incident.end, evidence.clock.instant(end)) }
    }

    /// When the devices of an incident came back as a whole: the end of the returns that follow one another closely around
    /// the half of them that lie closest together, but no later than nine tenths of all.
    ///
    /// A device that finds its way back hours later had a trouble of its own.
    static func end(ofReturns sorted: [DayMillis]) -> DayMillis? {
        guard let latest = Robust.quantile(0.9, ofSorted: sorted) else { return nil }
        let half = (sorted.count + 1) / 2
        let starts = 0...(sorted.count - half)
        guard let first = starts.min(by: { sorted[$0 + half - 1] - sorted[$0] < sorted[$1 + half - 1] - sorted[$1] })
        else { return latest }
        var last = first + half - 1
        while last + 1 < sorted.count, sorted[last + 1] - sorted[last] <= closely { last += 1 }
        return min(max(sorted[last], sorted[first + half - 1]), latest)
    }

    /// Milliseconds between returns that follow one another.
    private static let closely: DayMillis = 300_000

    /// `20260310T1307Z`.
    static func stamp(_ instant: Instant) -> String {
        let digits = instant.description.filter { $0.isNumber || $0 == "T" }
        return String(digits.prefix(13)) + "Z"
    }
}

extension CodeCount {
    /// Most frequent first, then by code.
    static func ordered(_ counts: [String: Int]) -> [CodeCount] {
        counts.map { CodeCount(code: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }
}
