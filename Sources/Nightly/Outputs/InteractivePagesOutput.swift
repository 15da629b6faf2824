import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings

/// The pages of the day and of its hubs once more, with tables that sort and filter; only where the settings ask for it.
struct InteractivePagesOutput: ReportOutput {
    let name = "interactive/"
    let about = "the pages with tables that sort and filter, when asked for"
    let endings = [".html"]

    func isWanted(_ settings: Configuration) -> Bool { settings.isInteractive }

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        guard day.isInteractive else { return }
        func digest(_ text: String) -> String { Data(SHA256.digest(of: Array(text.utf8))).base64EncodedString() }
        var links = day.links.below
        links.isOfOneHub = false
        links.interactive = nil
        try place.write(
            try day.renderer.interactive(day.report, links: links, digest: digest).utf8, to: "report.html")
        links.isOfOneHub = true
        for (hub, report) in zip(day.report.hubVerdicts.map(\.hub), day.hubs) {
            guard let name = day.links.hubs[hub] else { continue }
            try place.write(try day.renderer.interactive(report, links: links, digest: digest).utf8, to: "hub=." + name)
        }
    }
}
