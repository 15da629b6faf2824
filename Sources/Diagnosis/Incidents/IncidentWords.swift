import Model

/// Writes what speaks for and against an incident's verdict, and what to do.
struct IncidentWords {
    let evidence: DayEvidence
    let hub: Int
    let cluster: DropCluster
    let classification: IncidentClassification
    let span: MillisRange

    func write(_ incident: inout Incident) {
        incident.evidenceFor = evidenceFor(incident)
        incident.evidenceAgainst = evidenceAgainst(incident)
        incident.actions = actions(incident)
    }

    private func evidenceFor(_ incident: Incident) -> [String] {
        let percent = Words.percent(incident.shareOfFleet)
        var result = [
            "\(Words.counted(incident.devices, "device")) (\(percent) of \(Words.count(cluster.fleet))) dropped within "
                + "\(Words.duration(Int64((span.end - span.start) / 1000))); a usual \(Int(evidence.settings[.incidentWindow])) "
                + "minutes have \(Words.number(cluster.surge.usual))."
        ]
        if let shared = classification.shared {
            let words = cluster.groupings[shared.grouping].words(of: shared.group)
            result.append(
                "\(Words.count(shared.devices)) of the \(Words.counted(cluster.devices, "device")) with a drop then share \(words), "
                    + "as do \(Words.count(shared.size)) of the hub's \(Words.count(cluster.fleet))."
            )
        } else if cluster.prefixes > 2 {
            result.append("They come from \(cluster.prefixes) address prefixes.")
        }
        if cluster.withService > 0 { result.append("\(Words.counted(cluster.withService, "device")) got a 5xx code.") }
        if cluster.withUpgrade > 0 {
            result.append("\(Words.counted(cluster.withUpgrade, "device")) got 400029 or 400030.")
        }
        if cluster.throttled > 0 {
            result.append("\(Words.counted(cluster.throttled, "device")) got a throttling code.")
        }
        if classification.kind == .reconnectStorm { result += connects() }
        if let dip = evidence.dip(hub, span) {
            result.append("Connected devices fell from \(Words.count(dip.before)) to \(Words.count(dip.lowest)).")
        }
        for event in evidence.health(around: span, hub: incident.hub) {
            result.append(
                "\(event.source.rawValue) says \(event.state) from \(evidence.words(event.start)): \(event.title)")
        }
        return result
    }

    /// The busiest second of the day, where it belongs to the storm: it lasts until its devices are back.
    private func connects() -> [String] {
        let tally = evidence.analysis.hubs[hub]
        var result: [String] = []
        if cluster.throttledReturns > 0 {
            result.append("\(Words.counted(cluster.throttledReturns, "device")) got one on the way back.")
        }
        let reach = MillisRange(start: span.start, end: span.end + 3_600_000)
        guard tally.mostPerSecond > 0, reach.contains(tally.mostPerSecondAt) else { return result }
        let limit = evidence.settings[.connectsPerSecondLimit]
        result.append(
            "Up to \(Words.counted(tally.mostPerSecond, "connect")) a second, at \(evidence.words(tally.mostPerSecondAt))"
                + (limit > 0
                    ? ", \(Words.percent(Double(tally.mostPerSecond) / limit)) of what the hub's tier allows."
                    : "; the hub's limit is not known without the setting tier."))
        return result
    }

    private func evidenceAgainst(_ incident: Incident) -> [String] {
        var result: [String] = []
        switch classification.kind {
        case .siteOutage:
            if cluster.withService > 0 {
                result.append("\(Words.counted(cluster.withService, "device")) got a 5xx code.")
            }
            if let shared = classification.shared, shared.devices * 2 < shared.size {
                result.append("\(shared.size - shared.devices) devices of the same group did not drop.")
            }
        case .serviceIncident, .massDrop:
            if cluster.withService + cluster.withUpgrade == 0 {
                result.append(
                    "No device got a 5xx code"
                        + (classification.namesCause ? "." : "; the cause of the single drops is left as it is."))
            }
            if cluster.fleetIsInOnePlace {
                result.append("Most of the fleet shares one address prefix, so a site cannot be told from the service.")
            } else if cluster.prefixes <= 2 {
                result.append(
                    "They come from \(Words.counted(cluster.prefixes, "address prefix", "address prefixes")) only.")
            }
        case .platformUpgrade, .reconnectStorm: break
        }
        let hasHealth = !evidence.analysis.context.health.isEmpty
        if hasHealth && (classification.kind == .serviceIncident || classification.kind == .massDrop)
            && evidence.health(around: span, hub: incident.hub).isEmpty
        {
            result.append("The health file has no event at that time.")
        }
        return result
    }

    private func actions(_ incident: Incident) -> [String] {
        let from = incident.start.advanced(bySeconds: -incident.startUncertaintySeconds)
        let times = "\(evidence.words(from)) to \(evidence.words(incident.end))"
        var result: [String]
        switch classification.kind {
        case .siteOutage:
            let place = classification.shared.map { cluster.groupings[$0.grouping].words(of: $0.group) } ?? "the site"
            result = ["Check uplink, carrier, firewall and DNS of \(place) for \(times)."]
        case .serviceIncident:
            let codes = incident.codes.map(\.code).filter { !$0.isEmpty }.prefix(5).joined(separator: ", ")
            result = [
                "Check Resource Health and Azure Status for \(times).",
                "For a support request: hub \(incident.hub), \(from) to \(incident.end), \(Words.counted(incident.devices, "device")), "
                    + "codes \(codes.isEmpty ? "none" : codes).",
            ]
        case .platformUpgrade:
            result = ["No action is needed for the drops themselves: an upgrade is planned and passes."]
        case .massDrop:
            result = [
                "Check Resource Health and Azure Status for \(times): an event there says that it was the service.",
                "Look for what the devices share that the records do not show: carrier, region, firmware, a release.",
            ]
        case .reconnectStorm:
            result = [
                "Let devices retry with exponential back-off and jitter; do not restart the fleet.",
                "Compare the connects a second with the limit of the hub's tier for \(times).",
            ]
        }
        if incident.notBack > 0 {
            result.append("Check the \(Words.counted(incident.notBack, "device")) still offline at the end of the log.")
        }
        return result
    }
}
