import Delivery
import Diagnosis
import Foundation
import Model
import Rendering
import Settings
import Threads

/// The outputs of a day.
package enum DayOutputs {
    /// In order of writing.
    ///
    /// The page comes last: who sees it finds everything that it links to.
    static let all: [any DayOutput] = [
        DropsOfDayOutput(), RenewalsOutput(), DevicePagesOutput(), TextOutput.json, TextOutput.markdown,
        IncidentPagesOutput(), IncidentDevicesOutput(), HubPagesOutput(), InteractivePagesOutput(), TextOutput.phone,
        NoticeOutput(), NoticeBodiesOutput(), TicketsOutput(), DayMailOutput(), IncidentMailsOutput(), PageOutput(),
    ]

    /// Their names, each once; those of folders with a closing slash.
    static var names: [String] {
        all.map(\.name).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    /// What each is, a line each: `report.html  the report as a page`.
    package static var help: String {
        let width = names.map(\.count).max() ?? 0
        func line(_ name: String, _ about: String) -> String {
            "  " + name.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + about
        }
        let outputs = names.map { name in
            line(name, all.filter { $0.name == name }.map(\.about).joined(separator: "; "))
        }
        let ways = [
            line(NeighbourPages.previous, "a link to the report before it"),
            line(NeighbourPages.next, "a link to the report after it"),
        ]
        return (outputs + ways).joined(separator: "\n")
    }

    /// The names of those that a report with such settings may have.
    static func names(_ settings: Configuration) -> [String] {
        let wanted = Set(all.filter { $0.isWanted(settings) }.map(\.name))
        return names.filter(wanted.contains)
    }

    /// The files that every report with such settings has.
    static func files(_ settings: Configuration) -> [String] { names(settings).filter { !$0.hasSuffix("/") } }

    /// Writes what is made from the drops alone.
    ///
    /// - Returns: by name, what a mail takes along.
    static func write(
        _ rows: DropRows, to folder: OutputFolder, _ settings: Configuration
    ) throws -> [String: [UInt8]] {
        var attachments: [String: [UInt8]] = [:]
        for output in all.compactMap({ $0 as? any DropsOutput }) {
            attachments[output.name] = try output.write(rows, to: OutputPlace(output, in: folder), settings)
        }
        return attachments
    }

    /// Writes what is made from the report, and renders its page: two threads do one after the other.
    static func write(_ day: ReportedDay, to folder: OutputFolder) throws -> (places: [OutputPlace], page: String) {
        enum Made: Sendable { case page(String), place(OutputPlace) }
        let outputs = all.compactMap { $0 as? any ReportOutput }
        var places: [OutputPlace] = []
        var page = ""
        var failure: (any Error)?
        madeInOrder("hubdrops pages", of: 0..<outputs.count + 1, atOnce: 1, waiting: outputs.count + 1) { numbers in
            numbers.map { number in
                Result {
                    guard number > 0 else {
                        return Made.page(try day.renderer.html(day.report, links: day.links))
                    }
                    var place = OutputPlace(outputs[number - 1], in: folder)
                    try outputs[number - 1].write(day, to: &place)
                    return Made.place(place)
                }
            }
        } take: { results in
            for result in results {
                switch result {
                case .success(.page(let text)): page = text
                case .success(.place(let place)): places.append(place)
                case .failure(let error): failure = failure ?? error
                }
            }
        }
        if let failure { throw failure }
        return (places, page)
    }

    /// Writes what comes at the end; it gets its names when all else has its own on disk and what an earlier revision left is
    /// gone, the last at last.
    ///
    /// - Parameter files: what the files of the folder get their names with.
    static func write(
        _ day: FinishedDay, after earlier: [OutputPlace], to folder: OutputFolder, as files: FileGroup
    ) throws {
        var places = earlier
        let before = files.added
        for output in all.compactMap({ $0 as? any FinalOutput }) {
            var place = OutputPlace(output, in: folder)
            try output.write(day, to: &place)
            places.append(place)
        }
        // What the page links to has its names while the disk takes the page and the mails, to which nothing links.
        try files.commit(keepingBack: files.added - before)
        for place in places { try place.removeWhatIsPast() }
        try files.commit()
    }
}
