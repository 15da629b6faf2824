import Diagnosis
import Model

@testable import Rendering
@testable import Report

/// Reports in which everything occurs that a template can speak of: the names are documented from them.
struct TemplateExample: Sendable {
    private let report = TemplateExample.ofTwoHubs(ExampleDay.report())
    private let period = ExampleDay.week()
    private let calendar = ExampleDay.calendar()
    private let device = ExampleDay.device()

    /// The names that each template which is rendered by itself has in reach, in the order of the documentation.
    var shapes: [(template: String, shape: TemplateShape)] {
        var report = self.report
        report.incidents[0].incident.dropsPerMinute = [1, 2, 3, 4, 5, 6]
        var links = PageLinks()
        for row in report.devices {
            links.devices[PageLinks.Place(hub: row.hub, device: row.device, module: row.module)] = row.device + ".html"
        }
        for hub in report.hubVerdicts { links.hubs[hub.hub] = hub.hub + ".html" }
        links.interactive = "interactive/report.html"
        for hub in report.allHubs {
            links.resources[hub] = HubResource(
                "/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/iot/providers/microsoft.devices"
                    + "/iothubs/contoso")
        }
        links.base = "https://reports.example.org"
        let page = Page(report, links: links)
        let day = TemplateShape(of: page.context())
        let devices = report.incidents.map { incident in
            let row = IncidentDevice(
                device: "d", module: "", drops: 1, start: incident.start, back: incident.end)
            return (incident.key, Array(repeating: row, count: IncidentPage.mostDevices + 1))
        }
        let incidentPage = IncidentPage(
            page: page, devices: Dictionary(devices) { first, _ in first }, hasReport: true)
        let incident = report.incidents.first.map { incidentPage.context($0, number: 1) } ?? [:]
        let period = TemplateShape(of: PeriodPage(self.period, pages: Set(self.period.days.map(\.date))).context())
        let device = DevicePage(
            page: page, devices: [self.device], hasReport: true, incidents: Set(report.incidents.map(\.key))
        ).context(name: "")
        let ofIncident = TemplateShape(of: incident)
        return [
            ("report.html", day), ("report.md", day), ("summary.txt", day), ("incident.html", ofIncident),
            ("incident.md", ofIncident), ("device.html", TemplateShape(of: device)), ("period.html", period),
            ("period.md", period), ("index.html", TemplateShape(of: CalendarPage(report: calendar).context())),
            ("neighbour.html", TemplateShape(of: Renderer.neighbour("2026-03-09", isBefore: true))),
        ] + mailAndTickets(page)
    }

    private static func ofTwoHubs(_ report: DayReport) -> DayReport {
        var report = report
        report.hubVerdicts = [ExampleDay.hub, "contoso-test"].map { hub in
            HubVerdict(
                hub: hub, word: .usual, isComplete: true,
                numbers: report.verdict.numbers.map { number in
                    var number = number
                    number.bound = .atLeast
                    return number
                }, comparedWith: "", trend: report.trend)
        }
        if var known = report.actions.first {
            known.urgency = .chronic
            known.trend = [3, 4]
            report.actions.append(known)
        }
        report.cohorts = [
            CohortReport(
                dimension: "tag:site", value: "north", devices: 9, devicesThatDropped: 6, drops: 8, worseThan: [.others]
            )
        ]
        return report
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
