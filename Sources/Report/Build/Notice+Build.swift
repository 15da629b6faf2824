import Diagnosis

extension Notice {
    /// Without links: where pages are is for those who write them to say.
    package init(_ report: DayReport) {
        tool = report.tool
        revision = report.revision
        day = Day(
            date: report.day.date, timeZone: report.day.timeZone, start: report.day.start, end: report.day.end)
        hubs = Notice.hubs(of: report)
        verdict = report.verdict
        matters = report.actions.prefix(Notice.mostMatters).map { Matter($0) }
        mattersNotListed = max(0, report.actions.count - Notice.mostMatters) + report.actionsNotListed
        alerts = report.alerts.map { alert in
            AlertMark(
                key: "alert/\(alert.rule.rawValue)/\(alert.hub)", rule: alert.rule.rawValue, hub: alert.hub,
                message: alert.message)
        }
        over = report.recovered.map {
            Over(key: $0.key, kind: $0.kind.rawValue, hub: $0.hub, headline: $0.headline, since: $0.since)
        }
        undelivered = report.undelivered
        unclear = report.findingsCarried.map(\.key)
    }

    private static func hubs(of report: DayReport) -> [Hub] {
        guard report.hubVerdicts.isEmpty else {
            return report.hubVerdicts.map { hub in
                Hub(hub: hub.hub, word: hub.word, isComplete: hub.isComplete && hub.word != .noData)
            }
        }
        return report.hubs.map { hub in
            Hub(
                hub: hub, word: report.verdict.word,
                isComplete: report.input.isComparable && report.verdict.word != .noData)
        }
    }
}

extension Notice.Matter {
    fileprivate init(_ action: Action) {
        key = action.finding
        kind = action.kind.rawValue
        hub = action.hub
        urgency = action.urgency
        state = action.state
        since = action.since
        headline = action.headline
        steps = action.steps
        confidence = action.confidence.name
        devices = Array(action.devices.prefix(Notice.mostDevices))
        deviceCount = action.deviceCount
        codes = action.codes
        runbook = action.runbook
        findings = action.findings ?? [action.finding]
    }
}
