import Diagnosis
import Model
import Report

extension Page {
    func actions() -> [String: Any] {
        let (first, rest) = cut(report.actions.filter { $0.urgency != .chronic }, at: Page.firstActions)
        let (chronic, moreChronic) = cut(report.actions.filter { $0.urgency == .chronic }, at: Page.mostChronic)
        let told = Set(first.flatMap { $0.findings ?? [$0.finding] })
        let others = report.findings.filter { finding in
            finding.state != .silenced && !told.contains(finding.key)
        }
        let (findings, unlisted) = cut(others, at: Page.mostRows)
        return [
            "actions": first.map(action), "hasActions": !first.isEmpty,
            "chronic": chronic.map(chronicLine), "hasChronic": !chronic.isEmpty,
            "chronicNotListed": notListed(moreChronic, "matter"),
            "isQuiet": report.incidents.isEmpty && report.alerts.isEmpty && (report.totals.stillDown ?? 0) == 0,
            "moreActions": notListed(rest + report.actionsNotListed, "thing to do", "things to do"),
            "findings": findings.map(finding), "hasFindings": !findings.isEmpty,
            "findingsNotListed": notListed(unlisted + report.findingsNotListed, "finding"),
        ]
    }

    /// One line of what has been the same for a week or longer.
    private func chronicLine(_ action: Action) -> [String: Any] {
        let days = (action.trend ?? []).enumerated().map { position, devices in
            (date: day.advanced(byDays: position + 1 - (action.trend?.count ?? 0)).description, value: devices)
        }
        return [
            "anchor": Page.anchor(action.finding), "headline": named(action.headline, hub: action.hub),
            "since": action.since.map { DateWords.short($0) } ?? "",
            "trend": Page.trend("Devices", days.map { ($0.date, $0.value.map(Double.init)) }, hangs: false) {
                Words.counted(Int($0), "device")
            },
        ]
    }

    /// Incidents of one matter that are linked from it; all are listed below.
    private static let mostPagesOfAction = 5

    private func action(_ action: Action) -> [String: Any] {
        let finding = report.findings.first { $0.key == action.finding }
        let evidence = finding?.evidence ?? []
        let keys = action.findings ?? [action.finding]
        let incidents = report.incidents.filter { keys.contains($0.findingKey) }
        return [
            "page": incidents.prefix(Page.mostPagesOfAction).map { incident in
                [
                    "address": links.root + "incidents/" + Page.anchor(incident.key) + ".html",
                    "words": incidents.count == 1
                        ? "Its devices, chart and query"
                        : "Devices, chart and query of \(clock.minute(incident.start))",
                ]
            },
            "rank": action.rank, "anchor": Page.anchor(action.finding),
            "headline": named(action.headline, hub: action.hub), "hub": action.hub, "manyHubs": report.hubs.count > 1,
            "state": stateWords(action.state, action.since),
            "hasState": action.state != nil, "silence": silenceWords(finding?.silence).map { [$0] } ?? [],
            "steps": action.steps, "hasSteps": !action.steps.isEmpty, "evidence": evidence,
            "hasEvidence": !evidence.isEmpty, "saves": action.savesWords, "hasSaves": !action.savesWords.isEmpty,
            "confidence": action.confidence.name, "faults": action.faultWords.map { [$0] } ?? [],
            "deviceList": deviceList(action.devices, of: action.deviceCount),
            "fewDevices": deviceList(action.devices.map { Clip.plain($0, 60) }, of: action.deviceCount, most: 5),
            "hasDevices": !action.devices.isEmpty, "listsDevices": listsDevices(action.devices, besides: evidence),
            "codes": action.codes,
            "runbook": action.runbook.map { [link($0)] } ?? [],
        ]
    }

    func finding(_ finding: FindingReport) -> [String: Any] {
        [
            "anchor": Page.anchor(finding.key), "headline": finding.headline, "kind": finding.kind.rawValue,
            "hub": finding.hub, "manyHubs": report.hubs.count > 1, "state": stateWords(finding.state, finding.since),
            "hasState": finding.state != nil, "silence": silenceWords(finding.silence).map { [$0] } ?? [],
            "confidence": finding.confidence.name, "evidence": finding.evidence, "steps": finding.actions,
            "hasSteps": !finding.actions.isEmpty, "hasEvidence": !finding.evidence.isEmpty,
            "deviceList": deviceList(finding.devices, of: finding.deviceCount),
            "hasDevices": !finding.devices.isEmpty, "needsAction": finding.needsAction,
            "listsDevices": listsDevices(finding.devices, besides: finding.evidence),
        ]
    }

    /// Whether a list of the devices says more than the evidence, which often has a line for each.
    func listsDevices(_ devices: [String], besides evidence: [String]) -> Bool {
        devices.contains { device in !evidence.contains { $0.hasPrefix(device + ": ") } }
    }

    /// A link where the operator's words are an address of the web, else plain words.
    func link(_ text: String) -> [String: Any] {
        ["text": text, "isAddress": text.hasPrefix("https://") || text.hasPrefix("http://")]
    }

    /// At most twenty names, the rest counted.
    func deviceList(_ devices: [String], of count: Int, most: Int = 20) -> String {
        let rest = max(count, devices.count) - min(devices.count, most)
        let names = devices.prefix(most).joined(separator: ", ")
        return rest > 0 ? names + " and \(Words.count(rest)) more" : names
    }

    func incidents() -> [String: Any] {
        let (shown, rest) = cut(report.incidents, at: Page.mostIncidents)
        return [
            "incidents": shown.enumerated().map { incident($1, number: $0 + 1) }, "hasIncidents": !shown.isEmpty,
            "incidentsNotListed": notListed(rest, "incident"),
        ]
    }

    func incident(_ incident: IncidentReport, number: Int) -> [String: Any] {
        return [
            "number": number, "key": incident.key, "anchor": Page.anchor(incident.key),
            "address": links.address("\(report.day.date)/incidents/\(Page.anchor(incident.key)).html"),
            "kind": incident.kind.title, "side": incident.kind.side,
            "hub": incident.hub, "scope": incident.scopeWords, "confidence": incident.confidence.name,
            "start": time(incident.start), "end": time(incident.end),
            "uncertainty": incident.startUncertaintySeconds > 0
                ? [Words.duration(incident.startUncertaintySeconds)] : [],
            "devices": Words.count(incident.devices), "drops": Words.count(incident.drops),
            "share": Words.share(incident.shareOfFleet), "codes": incident.codesWords,
            "recovery": incident.recoveryWords, "downtime": incident.downtimeWords,
            "notBack": Words.count(incident.notBack), "hasNotBack": incident.notBack > 0,
            "notBackList": deviceList(incident.notBackDevices, of: incident.notBack),
            "for": incident.evidenceFor, "hasFor": !incident.evidenceFor.isEmpty, "against": incident.evidenceAgainst,
            "hasAgainst": !incident.evidenceAgainst.isEmpty, "actions": incident.actions,
            "hasActions": !incident.actions.isEmpty, "text": incident.text,
            "textLines": incident.text.split(separator: "\n").map(String.init),
            "spark": Sparkline.text(Page.minutes(incident)), "hasSpark": incident.dropsPerMinute.count > 4,
        ]
    }

    /// At most sixty columns: minutes are added up in equal groups.
    static func minutes(_ incident: IncidentReport) -> [Int?] {
        let counts = incident.dropsPerMinute
        let group = max(1, (counts.count + 59) / 60)
        return stride(from: 0, to: counts.count, by: group).map { start in
            counts[start..<min(start + group, counts.count)].reduce(0, +)
        }
    }
}
