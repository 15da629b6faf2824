import Model

/// Compares the day with what the operator wants to be told of at once.
struct AlertCheck {
    let evidence: DayEvidence
    let hubs: [HubDay]
    private var settings: AlertSettings { evidence.settings.alerts }

    func alerts(incidents: [Incident], openDevices: [(hub: String, device: String, since: Instant)]) -> [Alert] {
        var result: [Alert] = []
        for hub in hubs {
            result += connected(hub)
            result += drops(hub)
        }
        if settings.newCode == true { result += newCodes() }
        if settings.serviceIncident == true { result += service(incidents) }
        result += notBack(openDevices)
        if settings.inputMissing == true { result += missing() }
        return result
    }

    private func connected(_ hub: HubDay) -> [Alert] {
        var result: [Alert] = []
        if let limit = settings.connectedBelow, let low = hub.connected.min(by: { $0.least < $1.least }),
            low.least < limit
        {
            result.append(
                Alert(
                    rule: .connectedBelow, hub: hub.hub,
                    message:
                        "\(Words.counted(low.least, "connected device")) at \(evidence.words(low.start)), below \(limit)",
                    measured: Double(low.least), limit: Double(limit), at: low.start))
        }
        if let percent = settings.connectedFallPercent, let fall = worstFall(hub.connected), fall.percent >= percent {
            result.append(
                Alert(
                    rule: .connectedDownPercent, hub: hub.hub,
                    message: "connected devices fell by \(Words.number(fall.percent)) % within "
                        + "\(settings.fallMinutes) minutes at \(evidence.words(fall.at)), limit \(Words.number(percent)) %",
                    measured: fall.percent, limit: percent, at: fall.at))
        }
        return result
    }

    /// The largest fall from the most of a window to the least of that or of one soon after.
    private func worstFall(_ points: [ConnectedPoint]) -> (percent: Double, at: Instant)? {
        let reach = Int64(settings.fallMinutes * 60)
        var worst: (percent: Double, at: Instant)?
        for (index, point) in points.enumerated() where point.least < point.most || index > 0 {
            var highest = point.most
            var back = index
            while back > 0, point.start.seconds(since: points[back - 1].start) <= reach {
                back -= 1
                highest = max(highest, points[back].most)
            }
            guard highest > 0 else { continue }
            let percent = Double(highest - point.least) / Double(highest) * 100
            if percent > worst?.percent ?? 0 { worst = (percent, point.start) }
        }
        return worst
    }

    private func drops(_ hub: HubDay) -> [Alert] {
        var result: [Alert] = []
        if let limit = settings.dropsOver, hub.drops > limit {
            result.append(
                Alert(
                    rule: .dropsOver, hub: hub.hub, message: "\(hub.drops) drops, over \(limit)",
                    measured: Double(hub.drops), limit: Double(limit)))
        }
        if let factor = settings.dropsOverBaselineFactor, evidence.hasHistory(hub.hub),
            let usual = evidence.analysis.context.baseline?.drops[hub.hub]?.median
        {
            let limit = factor * max(usual, 1)
            if Double(hub.drops) > limit {
                result.append(
                    Alert(
                        rule: .dropsOverUsual, hub: hub.hub,
                        message:
                            "\(hub.drops) drops, over \(Words.number(factor)) times the usual \(Words.number(usual))",
                        measured: Double(hub.drops), limit: limit))
            }
        }
        return result
    }

    private func newCodes() -> [Alert] {
        evidence.analysis.hubs.indices.flatMap { hub in
            NewCodeRule.newCodes(hub, evidence).enumerated().filter(\.element).map { number, _ in
                let records = evidence.analysis.records(ofCode: number, hub: hub)
                return Alert(
                    rule: .newCode, hub: evidence.analysis.hubs[hub].name,
                    message:
                        "new code \(evidence.analysis.codeSets.codes[number]) on \(Words.counted(records, "record"))",
                    measured: Double(records), limit: 0)
            }
        }
    }

    private func service(_ incidents: [Incident]) -> [Alert] {
        incidents.filter { $0.kind == .serviceIncident }.map {
            Alert(
                rule: .serviceIncident, hub: $0.hub,
                message:
                    "service incident from \(evidence.words($0.start)) to \(evidence.words($0.end)), \(Words.counted($0.devices, "device"))",
                measured: Double($0.devices), limit: 0, at: $0.start)
        }
    }

    private func notBack(_ open: [(hub: String, device: String, since: Instant)]) -> [Alert] {
        open.map {
            Alert(
                rule: .deviceNotBack, hub: $0.hub,
                message: "\($0.device) has been down since \(evidence.words($0.since))",
                measured: 1,
                limit: 0, at: $0.since)
        }.sorted { ($0.hub, $0.message) < ($1.hub, $1.message) }
    }

    private func missing() -> [Alert] {
        evidence.analysis.hubs.enumerated().flatMap { number, hub in
            evidence.missingOnDay(number).map { span in
                let hours = Double(span.end - span.start) / 3_600_000
                let start = evidence.clock.instant(span.start)
                return Alert(
                    rule: .inputMissing, hub: hub.name,
                    message: "hardly any records for \(Words.number(hours)) hours from \(evidence.words(start))",
                    measured: hours, limit: 0, at: start)
            }
        }
    }
}
