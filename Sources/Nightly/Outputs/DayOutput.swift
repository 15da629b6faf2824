import Delivery
import Diagnosis
import Foundation
import Model
import Rendering
import Report
import Settings

/// One of the things that the report of a day is written as: a file, or a folder with a file for each of something.
///
/// To add one: a file here with a type of one of the three kinds below, a line in `DayOutputs.all`, a test. The list
/// does the rest: it writes, tells whether a report is up to date, removes what an earlier revision left, and names the
/// outputs to `--dry-run` and to `--help`.
protocol DayOutput: Sendable {
    /// The file in the folder of the day, or the folder with a closing slash: `report.json`, `tickets/`.
    var name: String { get }
    /// What it is, in a few words, for `hubdrops run --help`.
    var about: String { get }
    /// How the files of a folder end: those that an earlier revision wrote, and this one does not, are removed.
    var endings: [String] { get }
    /// Whether a report that is made with such settings has it.
    func isWanted(_ settings: Configuration) -> Bool
}

extension DayOutput {
    var endings: [String] { [] }
    func isWanted(_ settings: Configuration) -> Bool { true }
}

/// Made from the drops alone, on a thread of its own, while the rest is worked out.
protocol DropsOutput: DayOutput {
    /// - Returns: the file compressed, where a mail is to take it along and it is small enough.
    func write(
        _ rows: DropRows, to place: OutputPlace, _ settings: Configuration
    ) throws -> [UInt8]?
}

/// Made from the report, while the drops may still be on their way to the disk; those that take long come first in the list.
protocol ReportOutput: DayOutput {
    func write(_ day: ReportedDay, to place: inout OutputPlace) throws
}

/// Made when everything before it is written, since it holds or links to it; the last gets its name when all else is on disk.
protocol FinalOutput: DayOutput {
    func write(_ day: FinishedDay, to place: inout OutputPlace) throws
}

/// A day with its report, as outputs are made from it.
struct ReportedDay: Sendable {
    let report: DayReport
    let renderer: Renderer
    let tickets: [TicketProfile]
    /// The address of the folder of all reports; nil where none is set.
    let base: String?
    /// The devices that get a page each.
    let devicePages: DevicePages
    /// The report of each hub, where the day has several.
    let hubs: [DayReport]
    /// Whether the pages are wanted with tables that sort and filter as well.
    let isInteractive: Bool
    /// The devices of each incident, by its key.
    let incidentDevices: [String: [IncidentDevice]]
    /// Where the pages are that others link to.
    let links: PageLinks

    init(
        _ report: DayReport, _ renderer: Renderer, _ settings: Configuration, pages: DevicePages, hubs: [DayReport],
        incidentDevices: [String: [IncidentDevice]], resources: [String: HubResource]
    ) {
        self.report = report
        self.renderer = renderer
        tickets = settings.tickets
        base = settings.baseURL
        devicePages = pages
        self.hubs = hubs
        isInteractive = settings.isInteractive
        self.incidentDevices = incidentDevices
        var links = PageLinks()
        links.devices = pages.names
        links.hubs = HubPagesOutput.names(of: report)
        links.resources = resources
        if settings.isInteractive { links.interactive = "interactive/report.html" }
        self.links = links
    }
}

/// A day whose page was rendered and whose mails were made.
struct FinishedDay {
    let page: String
    let messages: DayMessages
}

/// Where an output puts its files.
struct OutputPlace: Sendable {
    let output: any DayOutput
    /// Files that were written to the folder that the output is.
    private(set) var names: [String] = []
    private let day: OutputFolder
    private var folder: OutputFolder?

    init(_ output: any DayOutput, in day: OutputFolder) {
        self.output = output
        self.day = day
    }

    /// Writes the file that the output is.
    func write(_ bytes: some Sequence<UInt8>) throws {
        try day.write(bytes, to: output.name)
    }

    /// The same piece by piece.
    func write(piecewise body: (inout AtomicFile) throws -> Void) throws {
        try day.write(output.name, piecewise: body)
    }

    /// Removes the file that the output is, which an earlier revision may have left.
    func remove() throws {
        try day.remove(output.name)
    }

    /// Writes a file of the folder that the output is; the folder is made for the first one.
    mutating func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        let place = try folder ?? day.folder(String(output.name.dropLast()))
        folder = place
        try place.write(bytes, to: name)
        names.append(name)
    }

    /// Removes what an earlier revision wrote to the folder: an incident that is none any more, a device that is no
    /// longer among the worst.
    func removeWhatIsPast() throws {
        guard !output.endings.isEmpty else { return }
        let folder = day.path + "/" + output.name
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let kept = Set(names)
        let past = present.filter { file in !kept.contains(file) && output.endings.contains(where: file.hasSuffix) }
        guard !past.isEmpty else { return }
        let place = try day.folder(String(output.name.dropLast()))
        for file in past.sorted() { try place.remove(file) }
    }
}
