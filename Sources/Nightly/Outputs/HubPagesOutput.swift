import Delivery
import Rendering
import Report

/// The page of each hub, where the day has several: the page of the day is then that of all of them.
struct HubPagesOutput: ReportOutput {
    let name = "hubs/"
    let about = "a page for each hub, with several hubs"
    let endings = [".html"]

    /// The names of the files, by hub.
    static func names(of report: DayReport) -> [String: String] {
        guard report.hubVerdicts.count > 1 else { return [:] }
        return Dictionary(
            report.hubVerdicts.map { ($0.hub, SafeFileName(parts: [$0.hub], extension: "html").description) }
        ) { first, _ in first }
    }

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        let hubs = day.report.hubVerdicts.map(\.hub)
        for (hub, report) in zip(hubs, day.hubs) {
            guard let name = day.links.hubs[hub] else { continue }
            var links = day.links.below
            if day.isInteractive { links.interactive = "../interactive/hub=." + name }
            try place.write(try day.renderer.html(report, links: links).utf8, to: name)
        }
    }
}
