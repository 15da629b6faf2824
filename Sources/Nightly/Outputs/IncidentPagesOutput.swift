import Rendering

/// A page and a Markdown text for each incident.
struct IncidentPagesOutput: ReportOutput {
    let name = "incidents/"
    let about = "a page for each incident"
    let endings = [".html", ".md"]

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        let links = day.links.below
        for page in try day.renderer.incidentPages(day.report, devices: day.incidentDevices, links: links) {
            try place.write(page.text.utf8, to: page.name)
        }
    }
}
