import Diagnosis
import Model
package import Report

extension Renderer {
    /// The mail of a week or a month.
    ///
    /// - Parameter attachments: what travels with it, a sentence each.
    package func mail(_ report: PeriodReport, attachments: [String]) throws(TemplateError) -> MailText {
        var page = PeriodPage(report, pages: [])
        page.address = linksOutside.address(report.name + "/report.html")
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
        short.devices = Array(report.devices.prefix(room.devices))
        for index in short.devices.indices {
            short.devices[index].device = Clip.plain(short.devices[index].device, 140)
            short.devices[index].module = Clip.plain(short.devices[index].module, 60)
        }
        short.findings = Array(report.findings.prefix(room.devices / 2))
        for index in short.findings.indices {
            short.findings[index].headline = Clip.plain(short.findings[index].headline, 300)
        }
        short.findingsNotListed += report.findings.count - short.findings.count
        short.incidents = Array(report.incidents.prefix(room.incidents * 3))
        for index in short.incidents.indices {
            short.incidents[index].scope = Clip.plain(short.incidents[index].scope, 120)
        }
        short.incidentsNotListed += report.incidents.count - short.incidents.count
        short.codes = Array(report.codes.prefix(10 * room.actions))
        for index in short.codes.indices { short.codes[index].code = Clip.plain(short.codes[index].code, 60) }
        let page = PeriodPage(short, pages: [])
        var context = page.context()
        context["tone"] = tone.name
        context["colour"] = tone.colour
        context["missingNotListed"] = Page.notListed(
            report.missing.count - short.missing.count, "missing item", "missing items")
        context["numberLines"] = page.numberLines()
        context["dayLines"] = page.dayLines()
        context["deviceLines"] = page.deviceLines()
        context["address"] = address
        context["revision"] = report.revision
        context["hasRevisions"] = report.revision > 1
        context["attachments"] = [String]()
        return context
    }

    /// What many read and nothing else: the hubs, the period, how it compares and its counts.
    var subject: String {
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
        return "\(Page.subjectName(report.hubs)) \(report.name): " + parts.joined(separator: ", ")
    }

    private var tone: (name: String, colour: String) {
        guard report.days.contains(where: { $0.drops != nil && $0.isComplete }) else { return Page.tone(.incomplete) }
        return Page.tone(report.numbers.contains { $0.tendency == .worse } ? .worse : .usual)
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
