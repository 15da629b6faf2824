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
        let scope = classification.shared.map { cluster.groupings[$0.grouping].scope(of: $0.group) } ?? (.hub, "")
        var incident = Incident(
            key: "\(name)-\(IncidentBuilder.stamp(start))-\(classification.kind.rawValue)", kind: classification.kind,
            hub: name, scope: scope.kind, scopeValue: scope.value,
            confidence: classification.confidence, start: start, end: clock.instant(last), devices: 0,
            drops: positions.count)
        fill(&incident, positions, drops, first: first)
        IncidentWords(
            evidence: evidence, hub: hub, cluster: cluster, classification: classification,
            span: MillisRange(start: first, end: last + 1)
        )
        .write(&incident)
        return incident
    }

    private func fill(_ incident: inout Incident, _ positions: [Int], _ drops: DropRecords, first: DayMillis) {
        var lastOfIdentity: [UInt32: Int] = [:]
        var codes: [String: Int] = [:]
        var downtime: Int64 = 0
        // A drop whose connect is missing ends with that of a later one: no second counts twice.
        var countedUntil: [UInt32: DayMillis] = [:]
        var perMinute: [Int] = []
        var notice: Int64 = 0
        for position in positions {
            let drop = drops[position]
            lastOfIdentity[drop.identity] = max(position, lastOfIdentity[drop.identity] ?? 0)
            for code in evidence.analysis.codeSets.sets[Int(drop.codes)] {
                codes[evidence.analysis.codeSets.codes[Int(code)], default: 0] += 1
            }
            let from = max(drop.start, countedUntil[drop.identity] ?? 0)
            if !evidence.isErrorOnly[hub] && from < drop.end {
                countedUntil[drop.identity] = drop.end
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
        incident.devices = lastOfIdentity.count
        incident.shareOfFleet = Double(incident.devices) / Double(max(1, evidence.fleetSize(hub)))
        incident.codes = CodeCount.ordered(codes)
        incident.downtimeSeconds = downtime / 1000
        incident.dropsPerMinute = perMinute
        incident.startUncertaintySeconds = notice
        fillReturns(&incident, lastOfIdentity, drops)
    }

    /// How fast the devices were back, by each one's last drop of the incident.
    private func fillReturns(_ incident: inout Incident, _ lastOfIdentity: [UInt32: Int], _ drops: DropRecords) {
        guard !evidence.isErrorOnly[hub] else { return }
        var backs: [Int64] = []
        var missing: [String] = []
        for (identity, position) in lastOfIdentity {
            if let back = drops[position].backSeconds {
                backs.append(Int64(back))
            } else {
                missing.append(evidence.name(of: evidence.analysis.identities[Int(identity)]))
            }
        }
        backs.sort()
        func until(_ share: Double) -> Int64? {
            let needed = Int((share * Double(lastOfIdentity.count)).rounded(.up))
            return needed > 0 && backs.count >= needed ? backs[needed - 1] : nil
        }
        incident.medianBackSeconds = until(0.5)
        incident.ninetiethBackSeconds = until(0.9)
        incident.notBack = missing.count
        incident.notBackDevices = Array(missing.sorted().prefix(IncidentBuilder.mostDevices))
    }

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
