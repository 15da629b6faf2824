import Diagnosis
import Model

extension DaySummary {
    /// What later days need to know of a reported day.
    package init(_ report: DayReport) {
        let windows = report.codes.first?.perWindow.count ?? report.causes.first?.perWindow.count ?? 0
        func sum(_ rows: [[Int]]) -> [Int] {
            rows.reduce(into: [Int](repeating: 0, count: windows)) { total, row in
                for (window, count) in row.enumerated() where window < total.count { total[window] += count }
            }
        }
        let dropped = report.devices.filter { $0.drops > 0 || $0.openSince != nil }
        self.init(
            date: report.day.date, timeZone: report.day.timeZone, hubs: report.hubs, verdict: report.verdict.word,
            headline: report.verdict.headline, isComplete: report.input.isComparable && report.input.events > 0,
            records: report.totals.records, activeDevices: report.totals.activeDevices, drops: report.totals.drops,
            renewals: report.totals.renewals, devicesThatDropped: report.totals.devicesThatDropped,
            downtimeSeconds: report.totals.downtimeSeconds, stillDown: report.totals.stillDown,
            availability: report.totals.availability, incidents: report.incidents.count,
            alerts: report.alerts.count,
            codes: report.codes.map {
                Code(operation: $0.operation, level: $0.level, code: $0.code, records: $0.records, devices: $0.devices)
            },
            missingHours: report.input.hours.indices.filter { report.input.hours[$0].missing },
            dropsPerWindow: sum(report.causes.filter { !$0.cause.isExpected }.map(\.perWindow)),
            disconnectsPerWindow: sum(report.codes.filter(\.isDisconnect).map(\.perWindow)),
            devices: dropped.prefix(DaySummary.mostDevices).map {
                DeviceMark(
                    hub: $0.hub, device: $0.device, module: $0.module, drops: $0.drops,
                    downtimeSeconds: $0.downtimeSeconds, openSince: $0.openSince)
            },
            listsAllDevices: dropped.count <= DaySummary.mostDevices && report.devicesNotListed == 0)
        hubDays =
            report.hubVerdicts.isEmpty
            ? nil : report.hubVerdicts.filter { $0.word != .noData }.map { HubMark($0, of: report) }
        let begun = report.hubDays.filter { $0.begins != nil }.map(\.hub)
        begunHubs = begun.isEmpty ? nil : begun
        sentence = report.verdict.sentence
        missing = Array(report.verdict.missing.prefix(5))
        findings = DaySummary.marks(of: report)
        incidentMarks = report.incidents.prefix(DaySummary.mostIncidents).map(IncidentMark.init)
        causes = report.causes.filter { $0.drops > 0 || $0.downtimeSeconds > 0 }.map {
            CauseMark(cause: $0.cause, drops: $0.drops, downtimeSeconds: $0.downtimeSeconds)
        }
        files = report.input.filesNotListed > 0 ? nil : report.input.files.map(\.fingerprint)
        missingSpans = report.input.missingSpans.isEmpty ? nil : report.input.missingSpans
        revisionChanges = report.revisionChanges
        hasSideProblems = report.input.sideProblems.isEmpty ? nil : true
    }

    /// The findings of a day, and after them those of the day before that its input can neither show nor deny.
    private static func marks(of report: DayReport) -> [FindingMark] {
        let today = report.findings.map { finding in
            FindingMark(
                key: finding.key, kind: finding.kind, hub: finding.hub, headline: finding.headline,
                needsAction: finding.needsAction, deviceCount: finding.deviceCount, drops: finding.drops,
                downtimeSeconds: finding.downtimeSeconds, since: finding.since ?? report.day.date,
                state: finding.state)
        }
        return Array((today + report.findingsCarried).prefix(mostFindings))
    }
}

extension DaySummary.HubMark {
    fileprivate init(_ verdict: HubVerdict, of report: DayReport) {
        let day = report.hubDays.first { $0.hub == verdict.hub }
        func value(_ kind: Measure.Kind) -> Double? { verdict.numbers.first { $0.kind == kind }?.value }
        self.init(
            hub: verdict.hub, isComplete: verdict.isComplete, activeDevices: day?.activeDevices ?? 0,
            devicesThatDropped: day?.devicesThatDropped ?? 0,
            downtimeSeconds: value(.downtimeSeconds).map { Int64($0) }, stillDown: value(.stillDown).map { Int($0) },
            availability: day?.availability,
            codes: report.codes.compactMap { code in
                let records = code.perHub.isEmpty ? code.records : code.perHub.first { $0.hub == verdict.hub }?.records
                return records.map {
                    DaySummary.Code(
                        operation: code.operation, level: code.level, code: code.code, records: $0,
                        devices: code.devices)
                }
            })
    }
}

extension DaySummary.IncidentMark {
    fileprivate init(_ incident: IncidentReport) {
        self.init(
            key: incident.key, kind: incident.kind, hub: incident.hub, scope: incident.scopeWords,
            start: incident.start, end: incident.end, devices: incident.devices, shareOfFleet: incident.shareOfFleet,
            downtimeSeconds: incident.downtimeSeconds, notBack: incident.notBack)
    }
}
