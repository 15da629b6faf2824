import Foundation
package import Report

/// Turns a report into its documents.
///
/// The same report gives the same bytes.
package struct Renderer: Sendable {
    private let templates: TemplateSet

    /// - Parameter templatesFolder: its files replace the built-in templates of the same name.
    package init(templatesFolder: String? = nil) throws(TemplateError) {
        templates = try TemplateSet(folder: templatesFolder)
    }

    /// One self-contained page.
    package func html(_ report: DayReport) throws(TemplateError) -> String {
        try templates.render("report.html", context: Page(report).context())
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
    package func period(_ report: PeriodReport, pages: Set<String>) throws(TemplateError) -> (html: String, markdown: String) {
        let context = PeriodPage(report, pages: pages).context()
        return (
            try templates.render("period.html", context: context), try templates.render("period.md", context: context)
        )
    }

    /// The page that leads to all others.
    package func index(_ report: CalendarReport) throws(TemplateError) -> String {
        try templates.render("index.html", context: CalendarPage(report: report).context())
    }

    /// A page and a Markdown text for each incident, by file name.
    package func incidentPages(_ report: DayReport) throws(TemplateError) -> [(name: String, text: String)] {
        let page = Page(report)
        var files: [(name: String, text: String)] = []
        for (position, incident) in report.incidents.enumerated() {
            var context = page.masthead()
            context["incident"] = page.incident(incident, number: position + 1)
            for kind in ["md", "html"] {
                let text = try templates.render("incident." + kind, context: context)
                files.append((Page.anchor(incident.key) + "." + kind, text))
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
    ///
    /// - Parameters: a day, a period and a calendar in which everything occurs, such as those of `ExampleDay`.
    package func faults(
        with report: DayReport, period: PeriodReport, calendar: CalendarReport
    ) -> [TemplateError] {
        let page = Page(report)
        let check = TemplateCheck(files: templates.files)
        let whole = TemplateShape(of: page.context())
        var faults = ["report.html", "report.md", "summary.txt"].flatMap { check.faults(of: $0, shape: whole) }
        if let incident = report.incidents.first {
            var context = page.masthead()
            context["incident"] = page.incident(incident, number: 1)
            let shape = TemplateShape(of: context)
            faults += ["incident.md", "incident.html"].flatMap { check.faults(of: $0, shape: shape) }
        }
        let week = TemplateShape(of: PeriodPage(period, pages: Set(period.days.map(\.date))).context())
        faults += ["period.html", "period.md"].flatMap { check.faults(of: $0, shape: week) }
        let index = TemplateShape(of: CalendarPage(report: calendar).context())
        return faults + check.faults(of: "index.html", shape: index)
    }
}
