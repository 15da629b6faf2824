import Diagnosis
import Model
import Report

/// What the templates of a week or a month may name.
struct PeriodPage {
    let report: PeriodReport
    /// Dates whose page stands beside that of the period.
    let pages: Set<String>
    let clock: LocalClock
    /// Of its page, for a mail.
    var address: [String] = []

    /// - Parameter pages: dates that may be linked to.
    init(_ report: PeriodReport, pages: Set<String>) {
        self.report = report
        self.pages = pages
        clock = LocalClock(zone: report.timeZone)
    }

    func context() -> [String: Any] {
        let tendency = report.numbers.compactMap(\.tendency)
        return [
            "hubs": Page.hubNames(report.hubs), "name": report.name, "title": title,
            "isWeek": report.kind == .week, "unit": report.kind.rawValue, "first": report.first, "last": report.last,
            "zoneNote": report.timeZone == "UTC" ? "Times are in UTC." : "Times are in \(report.timeZone).",
            "headline": report.headline, "sentence": report.sentence, "missing": report.missing,
            "hasMissing": !report.missing.isEmpty, "isMinor": false, "comparedWith": report.comparedWith,
            "hasComparison": !report.comparedWith.isEmpty, "numbers": report.numbers.map(number),
            "wordClass": tendency.contains(.worse) ? "worse" : report.headline == "No data" ? "no-data" : "usual",
            "days": report.days.map(day), "tool": report.tool.name, "version": report.tool.version,
            "schema": report.schema,
        ].merging(tables()) { $1 }
    }

    private func tables() -> [String: Any] {
        let causes = report.causes.filter { !$0.cause.isExpected }
        let total = max(1, causes.reduce(0) { $0 + $1.drops })
        let (codes, _) = cut(report.codes.filter { $0.level != Level.information.name }, at: 30)
        let (incidents, incidentsRest) = cut(report.incidents, at: 40)
        return [
            "devices": report.devices.map(device), "hasDevices": !report.devices.isEmpty,
            "devicesNotListed": Page.notListed(report.devicesThatDropped - report.devices.count, "device"),
            "causes": causes.map { cause in
                [
                    "cause": Page.words(cause.cause), "drops": Words.count(cause.drops),
                    "share": Words.share(Double(cause.drops) / Double(total)),
                    "downtime": Words.hours(cause.downtimeSeconds),
                ]
            }, "hasCauses": !causes.isEmpty, "renewals": Words.counted(report.renewals, "token renewal"),
            "hasRenewals": report.renewals > 0,
            "codes": codes.map {
                [
                    "operation": $0.operation, "code": $0.code.isEmpty ? "(none)" : $0.code,
                    "records": Words.count($0.records),
                ]
            }, "hasCodes": !codes.isEmpty, "incidents": incidents.map(incident), "hasIncidents": !incidents.isEmpty,
            "incidentsNotListed": Page.notListed(incidentsRest + report.incidentsNotListed, "incident"),
            "findings": report.findings.map(finding), "hasFindings": !report.findings.isEmpty,
            "findingsNotListed": Page.notListed(report.findingsNotListed, "finding"),
        ]
    }

    private var title: String {
        guard let first = CivilDate(report.first), let last = CivilDate(report.last) else { return report.name }
        if report.kind == .month { return "\(DateWords.month(first.month)) \(first.year)" }
        return
            "Week \(Int(report.name.suffix(2)) ?? 0): \(DateWords.short(first)) to \(DateWords.short(last)) \(last.year)"
    }

    func label(_ measure: Measure) -> String {
        switch measure.kind {
        case .devicesThatDropped: "Devices that dropped, a day"
        case .downtimeSeconds: "Device-hours down, a day"
        case .stillDown: "Still down at the end of a day"
        case .availability: "Availability"
        }
    }

    private func number(_ measure: Measure) -> [String: Any] {
        [
            "label": label(measure), "value": measure.value.map { words(measure, $0) } ?? "–",
            "note": measure.value == nil ? "not known" : "", "hasNote": measure.value == nil,
            "previous": measure.previous.map { [words(measure, $0)] } ?? [],
            "tendency": measure.tendency?.rawValue ?? "",
            "hasTendency": measure.tendency != nil,
        ]
    }

    /// Means of few devices need a decimal.
    func words(_ measure: Measure, _ value: Double) -> String {
        switch measure.kind {
        case .devicesThatDropped, .stillDown:
            value < 9.95 && value != value.rounded() ? Words.decimals(value, 1) : Words.count(Int(value.rounded()))
        default: measure.words(value)
        }
    }

    private func day(_ day: PeriodReport.Day) -> [String: Any] {
        let most = max(1, report.days.compactMap(\.devicesThatDropped).max() ?? 1)
        let date = CivilDate(day.date)
        return [
            "date": day.date, "anchor": "day-" + day.date, "hasPage": pages.contains(day.date),
            "weekday": date.map { String(DateWords.weekday($0).prefix(3)) } ?? "",
            "dayShort": date.map { "\($0.day) \(DateWords.shortMonth($0.month))" } ?? day.date,
            "word": day.verdict.map(Page.shown) ?? "no report", "wordClass": Page.wordClass(day.verdict),
            "headline": day.headline, "sentence": day.sentence, "isKnown": day.drops != nil,
            "isPartial": day.drops != nil && !day.isComplete, "missingHours": day.missingHours,
            "dropped": day.devicesThatDropped.map { Words.count($0) } ?? "–",
            "drops": day.drops.map { Words.count($0) } ?? "–",
            "downtime": day.downtimeSeconds.map { Words.hours($0) } ?? "–",
            "stillDown": day.stillDown.map { Words.count($0) } ?? "–",
            "availability": day.availability.map(Words.availability) ?? "–",
            "incidents": day.incidents.map { $0 == 0 ? "" : Words.count($0) } ?? "–",
            "alerts": day.alerts.map { $0 == 0 ? "" : Words.count($0) } ?? "–",
            "bar": (day.devicesThatDropped ?? 0) * 100 / most,
        ]
    }

    private func device(_ device: PeriodReport.Device) -> [String: Any] {
        [
            "name": device.module.isEmpty ? device.device : device.device + "/" + device.module, "hub": device.hub,
            "manyHubs": report.hubs.count > 1, "drops": Words.count(device.drops),
            "downtime": Words.duration(device.downtimeSeconds), "days": device.daysWithDrops,
            "open": device.isOpen, "spark": Sparkline.text(device.dropsPerDay),
        ]
    }

    private func incident(_ incident: DaySummary.IncidentMark) -> [String: Any] {
        let date = clock.date(incident.start)
        return [
            "kind": incident.kind.title, "hub": incident.hub, "scope": incident.scope,
            "start": "\(date.day) \(DateWords.shortMonth(date.month)) \(clock.minute(incident.start))",
            "iso": incident.start.description, "date": date.description, "hasPage": pages.contains(date.description),
            "anchor": Page.anchor(incident.key), "devices": Words.count(incident.devices),
            "share": Words.share(incident.shareOfFleet), "downtime": Words.deviceHours(incident.downtimeSeconds),
            "notBack": Words.count(incident.notBack),
        ]
    }

    private func finding(_ finding: PeriodReport.PeriodFinding) -> [String: Any] {
        [
            "headline": finding.headline, "hub": finding.hub, "manyHubs": report.hubs.count > 1,
            "kind": finding.kind.rawValue, "days": finding.days, "since": DateWords.short(finding.since),
            "lastSeen": DateWords.short(finding.lastSeen), "isSilenced": finding.state == .silenced,
        ]
    }
}
