import Diagnosis
import Model
import Report

@testable import Rendering

/// Reports in which everything occurs that a template can speak of: the names are documented from them.
struct TemplateExample: Sendable {
    private let report = ExampleDay.report()
    private let period = ExampleDay.week()
    private let calendar = ExampleDay.calendar()
    private let device = ExampleDay.device()

    /// The names that each template which is rendered by itself has in reach, in the order of the documentation.
    var shapes: [(template: String, shape: TemplateShape)] {
        let page = Page(report, devicePages: report.devices.prefix(Page.firstDevices).map { $0.device + ".html" })
        let day = TemplateShape(of: page.context())
        var incident = page.masthead()
        incident["incident"] = report.incidents.first.map { page.incident($0, number: 1) }
        incident["hasReport"] = true
        let period = TemplateShape(of: PeriodPage(self.period, pages: Set(self.period.days.map(\.date))).context())
        let device = DevicePage(page: page, devices: [self.device], hasReport: true).context(name: "")
        let ofIncident = TemplateShape(of: incident)
        return [
            ("report.html", day), ("report.md", day), ("summary.txt", day), ("incident.html", ofIncident),
            ("incident.md", ofIncident), ("device.html", TemplateShape(of: device)), ("period.html", period),
            ("period.md", period), ("index.html", TemplateShape(of: CalendarPage(report: calendar).context())),
        ] + mailAndTickets(page)
    }

    private func mailAndTickets(_ page: Page) -> [(template: String, shape: TemplateShape)] {
        let mail = TemplateShape(of: page.mail(room: .usual))
        // More of each than the head of a ticket takes, so that its other lists have elements to look at.
        var much = report
        for _ in 0..<3 {
            much.actions += report.actions
            much.incidents += report.incidents
        }
        let ticket = TicketPage(Page(much), profile: .gfm)
        let day = TemplateShape(of: ticket.day(rows: ticket.mostRows).names)
        let endings = Set(TicketProfile.allCases.map(\.fileEnding)).sorted()
        let periodMail = TemplateShape(
            of: PeriodPage(period, pages: []).mail(room: .usual).merging(["attachments": [""]]) { $1 })
        var shapes = [("mail.html", mail), ("mail.txt", mail)]
        shapes += [
            ("mail-period.html", periodMail), ("mail-period.txt", periodMail),
            ("phone.txt", TemplateShape(of: ticket.phone())),
        ]
        shapes += endings.map { ("ticket-day." + $0, day) }
        if let incident = report.incidents.last {
            let shape = TemplateShape(of: ticket.incident(incident, number: 1, rows: 10).names)
            shapes += endings.map { ("ticket-incident." + $0, shape) }
        }
        return shapes
    }
}

extension TemplateExample {
    /// The reference of all names, as `docs/templates.md` has it: one list for each context.
    var markdown: String {
        var sections: [(templates: [String], names: [String])] = []
        for (template, shape) in shapes {
            let names = shape.listing
            if let same = sections.firstIndex(where: { $0.names == names }) {
                sections[same].templates.append(template)
            } else {
                sections.append(([template], names))
            }
        }
        return sections.map { section in
            "## " + section.templates.map { "`\($0)`" }.joined(separator: ", ") + "\n\n"
                + section.names.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }
}

extension TemplateShape {
    /// One line of Markdown for each name with names below it, and one for all the plain ones.
    var listing: [String] {
        let plain = names.filter { $0.value.names.isEmpty }.keys.sorted().map { "`\($0)`" }
        let nested = names.filter { !$0.value.names.isEmpty }.sorted { $0.key < $1.key }
        var lines = plain.isEmpty ? [] : ["- " + plain.joined(separator: ", ")]
        for (name, shape) in nested {
            lines.append("- `\(name)`:")
            lines += shape.listing.map { "  " + $0 }
        }
        return lines
    }
}

extension TemplateShape {
    /// The shape of a dictionary, of all elements of an array together, or of a plain value, which has no names.
    init(of value: Any) {
        self.init()
        if let object = value as? [String: Any] {
            for (name, child) in object { names[name] = TemplateShape(of: child) }
        } else if let list = value as? [Any] {
            for element in list { merge(TemplateShape(of: element)) }
        }
    }

    private mutating func merge(_ other: TemplateShape) {
        for (name, shape) in other.names { names[name, default: TemplateShape()].merge(shape) }
    }
}
