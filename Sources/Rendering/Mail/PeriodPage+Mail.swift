import Diagnosis
import Model
package import Report

extension Renderer {
    /// The mail of a week or a month.
    ///
    /// - Parameter attachments: what travels with it, a sentence each.
    package func mail(_ report: PeriodReport, attachments: [String]) throws(TemplateError) -> MailText {
        let page = PeriodPage(report, pages: [])
        return try mail("mail-period", subject: page.subject, attachments: attachments, context: page.mail)
    }
}

extension PeriodPage {
    /// The names of `mail-period.html` and `mail-period.txt`: those of the page, with lists that are cut and texts that
    /// are clipped for a mail.
    func mail(room: MailRoom) -> [String: Any] {
        var short = report
        short.sentence = Clip.plain(report.sentence, 900)
        short.missing = report.missing.prefix(room.sentences).map { Clip.plain($0, 400) }
        short.devices = report.devices.prefix(room.devices).map(PeriodPage.clipped)
        short.findings = report.findings.prefix(room.devices / 2).map(PeriodPage.clipped)
        short.findingsNotListed += report.findings.count - short.findings.count
        short.incidents = report.incidents.prefix(room.incidents * 3).map(PeriodPage.clipped)
        short.incidentsNotListed += report.incidents.count - short.incidents.count
        short.codes = report.codes.prefix(10 * room.actions).map { code in
            var code = code
            code.code = Clip.plain(code.code, 60)
            return code
        }
        let page = PeriodPage(short, pages: [])
        var context = page.context()
        let (tone, colour) = tone
        context["tone"] = tone
        context["colour"] = colour
        context["missingNotListed"] = Page.notListed(
            report.missing.count - short.missing.count, "thing that is missing", "things that are missing")
        context["numberLines"] = page.numberLines()
        context["dayLines"] = page.dayLines()
        context["deviceLines"] = page.deviceLines()
        context["revision"] = report.revision
        context["hasRevisions"] = report.revision > 1
        context["attachments"] = [String]()
        return context
    }

    /// What many read and nothing else: the hubs, the period, how it compares and its counts.
    var subject: String {
        let name =
            report.hubs.count == 1 ? report.hubs[0] : report.hubs.isEmpty ? "no hub" : "\(report.hubs.count) hubs"
        let tendency = report.numbers.compactMap(\.tendency)
        let hasRecords = report.days.contains { $0.drops != nil }
        var parts: [String] = []
        if !hasRecords {
            parts.append("NO DATA")
        } else {
            if tendency.contains(.worse) { parts.append("WORSE") }
            parts.append(Words.counted(report.devicesThatDropped, "device") + " dropped")
            let incidents = report.incidents.count + report.incidentsNotListed
            if incidents > 0 { parts.append(Words.counted(incidents, "incident")) }
            let known = report.days.count { $0.drops != nil && $0.isComplete }
            if known < report.days.count { parts.append("\(known)/\(report.days.count) days of data") }
        }
        return "\(name) \(report.name): " + parts.joined(separator: ", ")
    }

    private var tone: (String, String) {
        if !report.days.contains(where: { $0.drops != nil && $0.isComplete }) {
            return ("doubt", Page.colour(.incomplete))
        }
        let isWorse = report.numbers.contains { $0.tendency == .worse }
        return isWorse ? ("bad", Page.colour(.worse)) : ("plain", Page.colour(.usual))
    }

    private static func clipped(_ device: PeriodReport.Device) -> PeriodReport.Device {
        var device = device
        device.device = Clip.plain(device.device, 140)
        device.module = Clip.plain(device.module, 60)
        return device
    }

    private static func clipped(_ finding: PeriodReport.PeriodFinding) -> PeriodReport.PeriodFinding {
        var finding = finding
        finding.headline = Clip.plain(finding.headline, 300)
        return finding
    }

    private static func clipped(_ incident: DaySummary.IncidentMark) -> DaySummary.IncidentMark {
        var incident = incident
        incident.scope = Clip.plain(incident.scope, 120)
        return incident
    }

    /// Tables of the plain text, at most 78 wide.
    private func numberLines() -> [String] {
        guard report.numbers.contains(where: { $0.value != nil }) else { return [] }
        let unit = report.kind.rawValue
        let head = Columns.left("", 34) + Columns.right("this " + unit, 12) + Columns.right(unit + " before", 14)
        let rows = report.numbers.map { measure in
            Columns.left(label(measure), 34) + Columns.right(measure.value.map { words(measure, $0) } ?? "-", 12)
                + Columns.right(measure.previous.map { words(measure, $0) } ?? "", 14)
                + (measure.tendency.map { "  " + $0.rawValue } ?? "")
        }
        return ([head] + rows).map(Columns.trimmed)
    }

    private func dayLines() -> [String] {
        let head =
            Columns.left("", 11) + Columns.right("dropped", 9) + Columns.right("drops", 9)
            + Columns.right("hours down", 12) + Columns.right("incidents", 11) + "  verdict"
        let rows = report.days.map { day in
            let date = CivilDate(day.date)
            let name = date.map { DateWords.weekday($0).prefix(3) + " \($0.day) " + DateWords.shortMonth($0.month) }
            return Columns.left(name ?? day.date, 11)
                + Columns.right(day.devicesThatDropped.map { Words.count($0) } ?? "-", 9)
                + Columns.right(day.drops.map { Words.count($0) } ?? "-", 9)
                + Columns.right(day.downtimeSeconds.map { Words.hours($0) } ?? "-", 12)
                + Columns.right(day.incidents.map { Words.count($0) } ?? "-", 11)
                + "  " + day.headline + (day.drops != nil && !day.isComplete ? " (at least)" : "")
        }
        return ([head] + rows).map(Columns.trimmed)
    }

    private func deviceLines() -> [String] {
        guard !report.devices.isEmpty else { return [] }
        let width = min(28, max(12, report.devices.map { name(of: $0).count }.max() ?? 0))
        var lines = [
            Columns.left("device", width) + Columns.right("downtime", 13) + Columns.right("drops", 8)
                + Columns.right("on days", 9)
        ]
        for device in report.devices {
            let name = name(of: device)
            if name.count > width { lines.append(name) }
            lines.append(
                Columns.left(name.count > width ? "" : name, width)
                    + Columns.right(Words.duration(device.downtimeSeconds) + (device.isOpen ? "+" : " "), 13)
                    + Columns.right(Words.count(device.drops), 8) + Columns.right("\(device.daysWithDrops)", 9)
                    + (report.hubs.count > 1 ? "  " + device.hub : ""))
        }
        return lines.map(Columns.trimmed)
    }

    private func name(of device: PeriodReport.Device) -> String {
        device.module.isEmpty ? device.device : device.device + "/" + device.module
    }
}
