import Diagnosis
package import Model
package import Report

extension Renderer {
    /// The texts of a day's tickets, by file name: one for the day and one for each incident, in each profile.
    package func tickets(
        _ report: DayReport, profiles: [TicketProfile]
    ) throws(TemplateError) -> [(name: String, text: String)] {
        var files: [(name: String, text: String)] = []
        for profile in profiles {
            let page = TicketPage(Page(report, links: linksOutside), profile: profile)
            let name = "." + profile.rawValue + "." + profile.fileEnding
            files.append(
                ("day" + name, try fitted(page.mostRows, profile) { page.day(rows: $0) }))
            for (position, incident) in report.incidents.enumerated() {
                let text = try fitted(incident.notBackDevices.count, profile) { rows in
                    page.incident(incident, number: position + 1, rows: rows)
                }
                files.append((Page.anchor(incident.key) + name, text))
            }
        }
        return files
    }

    /// One text message or a few: verdict, counts, and what to do first.
    package func phoneText(_ report: DayReport) throws(TemplateError) -> String {
        try templates.render("phone.txt", context: TicketPage(Page(report), profile: .plain).phone())
            .withoutRunsOfBlankLines
    }

    /// The text with as many rows as its profile has room for.
    private func fitted(
        _ most: Int, _ profile: TicketProfile, context: (Int) -> (template: String, names: [String: Any])
    ) throws(TemplateError) -> String {
        func text(_ rows: Int) throws(TemplateError) -> String {
            let (template, names) = context(rows)
            return try templates.render(template + "." + profile.fileEnding, context: names).withoutRunsOfBlankLines
        }
        var best = try text(most)
        if best.utf16.count <= profile.budget { return best }
        var fitting = 0
        var tooMany = most
        best = try text(0)
        if best.utf16.count > profile.budget { return try text(-1) }
        while tooMany - fitting > 1 {
            let rows = (fitting + tooMany) / 2
            let candidate = try text(rows)
            if candidate.utf16.count <= profile.budget {
                fitting = rows
                best = candidate
            } else {
                tooMany = rows
            }
        }
        return best
    }
}
