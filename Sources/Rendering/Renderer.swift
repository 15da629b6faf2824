import Diagnosis
import Foundation
import Model
package import Report

/// Turns a report into its documents.
///
/// The same report gives the same bytes.
package struct Renderer: Sendable {
    let templates: TemplateSet
    /// What leaves the folder of the reports links back into it.
    let linksOutside: PageLinks

    /// - Parameters:
    ///   - templatesFolder: its files replace the built-in templates of the same name.
    ///   - base: the address under which others find the folder of all reports, without a closing slash.
    package init(templatesFolder: String? = nil, base: String? = nil) throws(TemplateError) {
        templates = try TemplateSet(folder: templatesFolder)
        var links = PageLinks()
        links.base = base
        linksOutside = links
    }

    /// Parses what the report of a day is made with, while there is time for it.
    package func prepareDay() throws(TemplateError) {
        try templates.prepare([
            "report.html", "report.md", "device.html", "incident.html", "incident.md", "mail.html", "mail.txt",
        ])
    }

    /// One self-contained page.
    ///
    /// - Parameter links: the pages beside it.
    package func html(_ report: DayReport, links: PageLinks = PageLinks()) throws(TemplateError) -> String {
        try templates.render("report.html", context: Page(report, links: links).context())
    }

    /// The page of a device, all modules that are given.
    ///
    /// - Parameters:
    ///   - hasReport: whether it stands in a folder beside the report of the day.
    ///   - incidents: keys of those of the report that the device was part of.
    package func device(
        _ name: String, _ devices: [DeviceReport], of report: DayReport, hasReport: Bool, incidents: Set<String> = []
    ) throws(TemplateError) -> String {
        let page = DevicePage(page: Page(report), devices: devices, hasReport: hasReport, incidents: incidents)
        return try templates.render("device.html", context: page.context(name: name))
    }

    /// GitHub-flavoured Markdown.
    package func markdown(_ report: DayReport) throws(TemplateError) -> String {
        try templates.render("report.md", context: Page(report).context())
    }

    /// Ten lines or so of plain text, for a terminal, a phone or the text of a mail.
    package func summaryText(_ report: DayReport) throws(TemplateError) -> String {
        try templates.render("summary.txt", context: Page(report).context())
    }

    /// The page and the Markdown of a week or a month.
    ///
    /// - Parameter pages: dates whose page may be linked to.
    package func period(_ report: PeriodReport, pages: Set<String>) throws(TemplateError) -> (
        html: String, markdown: String
    ) {
        let context = PeriodPage(report, pages: pages).context()
        return (
            try templates.render("period.html", context: context), try templates.render("period.md", context: context)
        )
    }

    /// The page that leads to all others.
    package func index(_ report: CalendarReport) throws(TemplateError) -> String {
        try templates.render("index.html", context: CalendarPage(report: report).context())
    }

    /// The name of the files of an incident, without what they end in.
    package func fileName(of incident: IncidentReport) -> String { Page.anchor(incident.key) }

    /// A page and a Markdown text for each incident, by file name.
    ///
    /// - Parameters:
    ///   - devices: of each, by its key.
    ///   - links: the pages around it.
    ///   - hasReport: whether the report of the day stands in the folder above.
    package func incidentPages(
        _ report: DayReport, devices: [String: [IncidentDevice]] = [:], links: PageLinks = PageLinks(),
        hasReport: Bool = true
    ) throws(TemplateError) -> [(name: String, text: String)] {
        let page = IncidentPage(page: Page(report, links: links), devices: devices, hasReport: hasReport)
        var files: [(name: String, text: String)] = []
        for (position, incident) in report.incidents.enumerated() {
            let context = page.context(incident, number: position + 1)
            for kind in ["md", "html"] {
                let text = try templates.render("incident." + kind, context: context)
                files.append((fileName(of: incident) + "." + kind, text))
            }
        }
        return files
    }

    /// `report.json`: keys sorted, one line feed at the end.
    package func json(_ report: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
    }

    /// Names in the templates that no report has: Mustache would render them as nothing.
    package func faults() -> [TemplateError] {
        let check = TemplateCheck(files: templates.files)
        return TemplateShape.documented.flatMap { name, shape in check.faults(of: name, shape: shape) }
    }
}
