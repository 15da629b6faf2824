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
        let usual = cluster.usual < 0.05 ? "none" : "about \(Words.number(cluster.usual))"
        var result = [
            "\(Words.counted(incident.devices, "device")) (\(percent) of \(Words.count(cluster.fleet))) dropped within "
                + "\(Words.duration(Int64((span.end - span.start) / 1000))), where \(usual) would be usual."
        ]
        if let shared = cluster.shared, let words = cluster.sharedWords {
            let all = incident.devices >= shared.size
            result.append(
                (all
                    ? "They are all the \(Words.counted(shared.size, "device")) of \(words)"
                    : "They are \(Words.count(incident.devices)) of the \(Words.counted(shared.size, "device")) of \(words)")
                    + "; of the hub's \(Words.count(max(0, cluster.fleet - shared.size))) others "
                    + (cluster.elsewhere == 0 ? "none" : Words.count(cluster.elsewhere)) + " dropped in that time.")
        } else if cluster.prefixes > 2 && !cluster.fleetIsInOnePlace {
            result.append("They come from \(Words.count(cluster.prefixes)) address prefixes.")
        }
        if classification.kind != .siteOutage { result += told(.service, cluster.withService, incident) }
        result += told(.upgrade, cluster.withUpgrade, incident)
        result += told(.throttled, cluster.throttled, incident)
        result += meanings(incident).map(\.sentence)
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

    /// `4 devices got 500001 or 503003`, as a sentence.
    private func told(_ kind: CodeClass, _ devices: Int, _ incident: Incident) -> [String] {
        guard devices > 0 else { return [] }
        let codes = incident.codes.map(\.code).filter { CodeClass(code: $0) == kind }.prefix(4)
        let what = codes.isEmpty ? "a refusal by the service on their way back" : codes.joined(separator: " or ")
        return ["\(Words.counted(devices, "device")) got \(what)."]
    }

    /// Codes that say more than that the service failed or the connection is gone, in the words of their pages.
    private func meanings(_ incident: Incident) -> [CodeMeaning] {
        incident.codes.filter { $0.count * 3 >= incident.drops }.compactMap { CodeMeaning.own($0.code) }
    }

    /// The busiest second of the day, where it belongs to the storm: it lasts until its devices are back.
    private func connects() -> [String] {
        let tally = evidence.analysis.hubs[hub]
        var result: [String] = []
        if cluster.throttledReturns > 0 {
            result.append("\(Words.counted(cluster.throttledReturns, "device")) were throttled on the way back.")
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
            result += told(.service, cluster.withService, incident)
            if let shared = cluster.shared, incident.devices * 2 < shared.size {
                result.append("\(Words.count(shared.size - incident.devices)) devices of the same group did not drop.")
            }
        case .serviceIncident, .massDrop:
            if cluster.withService + cluster.withUpgrade == 0 {
                result.append(
                    "No device got a code of the service"
                        + (classification.namesCause ? "." : "; the cause of the single drops is left as it is."))
            }
            if cluster.fleetIsInOnePlace {
                result.append(
                    "Most of the fleet shares one prefix, so a site and the service cannot be distinguished.")
            } else if cluster.shared == nil && cluster.prefixes <= 2 {
                result.append(
                    "They come from \(Words.counted(cluster.prefixes, "address prefix", "address prefixes")) only.")
            }
        case .platformUpgrade, .reconnectStorm, .dailyQuota: break
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
            let place = cluster.sharedWords ?? "the site"
            result = ["Check the uplink, carrier, firewall and DNS serving \(place), \(times)."]
        case .serviceIncident:
            let codes = incident.codes.map(\.code).filter { !$0.isEmpty }.prefix(5).joined(separator: ", ")
            result = [
                "Check Resource Health and Azure Status for \(times).",
                "For a support request: hub \(incident.hub), \(from) to \(incident.end), \(Words.counted(incident.devices, "device")), "
                    + "codes \(codes.isEmpty ? "none" : codes).",
            ]
        case .dailyQuota:
            result = DailyQuotaRule.steps
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
