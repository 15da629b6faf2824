import Model
import Rendering
import Settings

/// The texts of tickets, for the day and for each incident, in the forms that are set.
struct TicketsOutput: ReportOutput {
    let name = "tickets/"
    let about = "texts for tickets, when asked for"
    let endings = TicketProfile.allCases.map { ".\($0.rawValue).\($0.fileEnding)" }

    func isWanted(_ settings: Configuration) -> Bool { !settings.tickets.isEmpty }

    func write(_ day: ReportedDay, to place: inout OutputPlace) throws {
        for ticket in try day.renderer.tickets(day.report, profiles: day.tickets) {
            try place.write(ticket.text.utf8, to: ticket.name)
        }
    }
}
