import Delivery
import Diagnosis
import Foundation
import Model
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

    /// Writes what is made from the report.
    ///
    /// - Parameter meanwhile: what can be made of the report beside them, while a slow one is still being written.
    static func write<Made>(
        _ day: ReportedDay, to folder: OutputFolder, meanwhile: () throws -> Made
    ) throws -> (places: [OutputPlace], made: Made) {
        let outputs = all.compactMap { $0 as? any ReportOutput }
        @Sendable func write(_ outputs: [any ReportOutput]) throws -> [OutputPlace] {
            try outputs.map { output in
                var place = OutputPlace(output, in: folder)
                try output.write(day, to: &place)
                return place
            }
        }
        let slow = outputs.filter(\.isSlow)
        let (there, (here, made)) = try inParallel("hubdrops pages") {
            try write(slow)
        } here: {
            (try write(outputs.filter { !$0.isSlow }), try meanwhile())
        }
        return (there + here, made)
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
