import Foundation
import Model
package import Report

/// Turns a report into its documents.
///
/// The same report gives the same bytes.
package struct Renderer: Sendable {
    let templates: TemplateSet

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
    package func json(_ report: DayReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(report), as: UTF8.self) + "\n"
    }

    /// Names in the templates that no report has: Mustache would render them as nothing.
    ///
    /// - Parameter report: one in which everything occurs, such as `ExampleDay.report()`.
    package func faults(with report: DayReport) -> [TemplateError] {
        let page = Page(report)
        let check = TemplateCheck(files: templates.files)
        let whole = TemplateShape(of: page.context())
        var faults = ["report.html", "report.md", "summary.txt"].flatMap { check.faults(of: $0, shape: whole) }
        let mail = TemplateShape(of: page.mail(room: .usual))
        faults += ["mail.html", "mail.txt"].flatMap { check.faults(of: $0, shape: mail) }
        // More of each than the head of a ticket takes, so that its other lists have elements to look at.
        var much = report
        for _ in 0..<3 {
            much.actions += report.actions
            much.incidents += report.incidents
        }
        let ticket = TicketPage(Page(much), profile: .gfm)
        faults += check.faults(of: "phone.txt", shape: TemplateShape(of: ticket.phone()))
        let endings = Set(TicketProfile.allCases.map(\.fileEnding)).sorted()
        let day = TemplateShape(of: ticket.day(rows: ticket.mostRows).names)
        faults += endings.flatMap { check.faults(of: "ticket-day." + $0, shape: day) }
        if let incident = report.incidents.last {
            let shape = TemplateShape(of: ticket.incident(incident, number: 1, rows: 10).names)
            faults += endings.flatMap { check.faults(of: "ticket-incident." + $0, shape: shape) }
        }
        if let incident = report.incidents.first {
            var context = page.masthead()
            context["incident"] = page.incident(incident, number: 1)
            let shape = TemplateShape(of: context)
            faults += ["incident.md", "incident.html"].flatMap { check.faults(of: $0, shape: shape) }
        }
        return faults
    }
}
