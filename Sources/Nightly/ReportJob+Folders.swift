import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings

/// The folders of a day that hold a file for each of something.
extension ReportJob {
    /// Returns the names of the files.
    func writeIncidents(_ report: DayReport, to folder: OutputFolder) throws -> [String] {
        let pages = try renderer.incidentPages(report)
        guard !pages.isEmpty else { return [] }
        let incidents = try folder.folder("incidents")
        for page in pages { try incidents.write(page.text, to: page.name) }
        return pages.map(\.name)
    }

    func writeTickets(_ report: DayReport, to folder: OutputFolder) throws {
        let tickets = try renderer.tickets(report, profiles: settings.tickets)
        if !tickets.isEmpty {
            let place = try folder.folder("tickets")
            for ticket in tickets { try place.write(ticket.text, to: ticket.name) }
        }
        let endings = TicketProfile.allCases.map { ".\($0.rawValue).\($0.fileEnding)" }
        try remove(from: "tickets", of: folder, allBut: Set(tickets.map(\.name)), endingIn: endings)
    }

    /// An incident of an earlier revision that is none any more, a device that is no longer among the worst: their
    /// pages do not stay.
    func removeWhatIsPast(incidents: [String], devices: [String], from folder: OutputFolder) throws {
        try remove(from: "incidents", of: folder, allBut: Set(incidents), endingIn: [".html", ".md", ".eml"])
        try remove(from: "devices", of: folder, allBut: Set(devices), endingIn: [".html"])
    }

    private func remove(
        from name: String, of folder: OutputFolder, allBut kept: Set<String>, endingIn endings: [String]
    ) throws {
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/" + name)) ?? []
        let past = present.filter { file in !kept.contains(file) && endings.contains(where: file.hasSuffix) }
        guard !past.isEmpty else { return }
        let place = try folder.folder(name)
        for file in past.sorted() { try place.remove(file) }
    }
}
