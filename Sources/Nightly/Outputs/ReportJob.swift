import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings
package import Store
import Threads

/// Works out days, makes their reports and writes their outputs.
package struct ReportJob {
    let settings: Configuration
    private let templates: LazyRenderer
    package let days: DayJob
    var history: DayHistory { days.history }
    var renderer: Renderer { get throws { try templates.get() } }
    private var editions: Editions { Editions(history: history, settings: settings) }
    private let silences: [Silence]
    /// Whether the drops of days that are written are put aside for ClickHouse.
    private let sharesDrops: Bool

    package init(store: Store, settings: Configuration) throws {
        try self.init(
            DayJob(store: store, settings: settings), settings, LazyRenderer(settings))
    }

    init(_ days: DayJob, _ settings: Configuration, _ templates: LazyRenderer, sharesDrops: Bool = false) throws {
        self.days = days
        self.sharesDrops = sharesDrops
        self.settings = settings
        self.templates = templates
        let silences = try settings.readSilences()
        self.silences = days.redaction.map { redaction in silences.map(redaction.silence) } ?? silences
    }

    /// A day whose outputs are complete, and what is left to do with it: mail it, and keep what it came to.
    struct Written {
        let report: DayReport
        let figures: DayFigures
        let issued: Instant
        let messages: DayMessages
        /// Put aside for ClickHouse; nil where nobody asked.
        let sharedDrops: SharedDropsAside?
    }

    /// Works out a day and writes its folder.
    func write(_ day: ReportDay, to output: OutputFolder, mail: MailJob) throws -> Written {
        guard sharesDrops else { return try write(day, to: output, mail: mail, sharingDrops: false) }
        do {
            return try write(day, to: output, mail: mail, sharingDrops: true)
        } catch let error as DeliveryError where error.isNoRoom {
            // What waits for ClickHouse may have taken the room that the report's own files need, and can be made again.
            return try write(day, to: output, mail: mail, sharingDrops: false)
        }
    }

    private func write(
        _ day: ReportDay, to output: OutputFolder, mail: MailJob, sharingDrops: Bool
    ) throws -> Written {
        let files = FileGroup()
        defer { files.discard() }
        let folder = try output.gathering(in: files).folder(day.date.description)
        let (taken, made) =
            try isSideBySide()
            ? writeSideBySide(day, to: folder, sharingDrops: sharingDrops)
            : writeAtOnce(day, to: folder, sharingDrops: sharingDrops)
        let (report, figures, places, page) = made
        let issued = try editions.issued(report.revision, of: day)
        let messages = try mail.messages(
            report, renderer: renderer, page: page, attachments: taken.attachments, date: issued)
        try DayOutputs.write(FinishedDay(page: page, messages: messages), after: places, to: folder, as: files)
        return Written(
            report: report, figures: figures, issued: issued, messages: messages, sharedDrops: taken.sharedDrops)
    }

    /// A day without a hub has nothing that could be done apart.
    private func isSideBySide() throws -> Bool { try settings.jobs > 0 && !history.states.wantedHubs().isEmpty }

    private typealias Taken = (attachments: [String: [UInt8]], sharedDrops: SharedDropsAside?)
    private typealias Made = (report: DayReport, figures: DayFigures, places: [OutputPlace], page: String)

    private func writeAtOnce(
        _ day: ReportDay, to folder: OutputFolder, sharingDrops: Bool
    ) throws -> (Taken, Made) {
        let shared = sharingDrops ? SharedDropsAside(in: try ScratchFile(in: folder.path)) : nil
        let (taken, found) = try days.run(day, aside: { try ScratchFile(in: folder.path) }) {
            try self.renderer.prepareDay()
        } drops: {
            [vocabulary = days.vocabulary, settings, shared] drops in
            var shared = shared
            try shared?.add(drops, vocabulary)
            let attachments = try DayOutputs.write(DropRows(drops, vocabulary), to: folder, settings)
            return (attachments, shared, IncidentDevice.all(of: drops, vocabulary))
        } rest: { result, drops in
            let report = try self.report(of: result)
            let worst = Array(report.devices.prefix(DevicePages.most))
            return (result, report, try DevicePages(of: worst, result, drops: drops, job: days))
        }
        // The drops are gone by now: pages take the memory that they had.
        let (attachments, sharedDrops, incidentDevices) = taken
        let (result, report, pages) = found
        let renderer = try renderer
        let reported = ReportedDay(
            report, renderer, settings, pages: pages, hubs: try hubReports(of: result, report),
            incidentDevices: incidentDevices, resources: try resources())
        let (places, page) = try DayOutputs.write(reported, to: folder)
        return ((attachments, sharedDrops), (report, try DayFigures(result, days), places, page))
    }

    private func writeSideBySide(
        _ day: ReportDay, to folder: OutputFolder, sharingDrops: Bool
    ) throws -> (Taken, Made) {
        let hubs = try HubsSideBySide(
            days, day, aside: ScratchFile(in: folder.path), listsDrops: true, sharesDrops: sharingDrops)
        let rows = hubs.dropRows
        let (attachments, made) = try inParallel("hubdrops drops") { [settings] in
            try DayOutputs.write(rows, to: folder, settings)
        } here: {
            let worked = hubs.worked(history: try summaries(before: day))
            let options = options(of: day, hubs.inputs, hubs.connectionEvents)
            let report = try report(of: worked, options)
            let worst = Array(report.devices.prefix(DevicePages.most))
            let renderer = try renderer
            let reported = ReportedDay(
                report, renderer, settings, pages: DevicePages(of: worst, gathered: hubs.fleet.pages),
                hubs: worked.hubReports(of: report, options), incidentDevices: hubs.fleet.incidentDevices,
                resources: try resources())
            let (places, page) = try DayOutputs.write(reported, to: folder)
            return (report, try DayFigures(hubs, worked.diagnosis, day, days), places, page)
        }
        return ((attachments, sharingDrops ? hubs.sharedDrops : nil), made)
    }

    /// Works out a day for others to compare with, and keeps what it came to.
    func workOut(_ day: ReportDay) throws {
        let report: DayReport
        let figures: DayFigures
        if try isSideBySide() {
            let hubs = try HubsSideBySide(days, day, aside: ScratchFile(in: outputFolder().path), listsDrops: false)
            let worked = hubs.worked(history: try summaries(before: day))
            report = try self.report(of: worked, options(of: day, hubs.inputs, hubs.connectionEvents))
            figures = try DayFigures(hubs, worked.diagnosis, day, days)
        } else {
            let result = try days.drops(of: day, aside: { try ScratchFile(in: outputFolder().path) }) { _ in }.result
            report = try self.report(of: result)
            figures = try DayFigures(result, days)
        }
        try keep(report, figures, issued: editions.issued(report.revision, of: day), isMailDue: false)
    }

    private func outputFolder() throws -> OutputFolder {
        try OutputFolder(settings.requiredOutput(), readers: settings.requiredGroup())
    }

    /// Keeps what later days compare with; of a day of which hubs failed nothing, so that the next run does it again.
    ///
    /// - Parameter isMailDue: whether the next nightly run is to take the day up and mail it.
    func keep(_ report: DayReport, _ figures: DayFigures, issued: Instant, isMailDue: Bool) throws {
        for hub in figures.failures { Console.problem("hub \(hub.hub) on \(figures.day.date): \(hub.reason)") }
        guard figures.failures.isEmpty else { return }
        let fingerprint = try history.fingerprint(of: figures.day)
        var summary = DaySummary(report)
        let open = Dictionary(grouping: figures.openDrops) { days.vocabulary.text($0.identity.hub) }
        summary.openDrops = open.isEmpty ? nil : open.mapValues { $0.map(DaySummary.OpenMark.init) }
        // Tags have pseudonyms where devices have: only what has none is the same on every day.
        summary.cohorts = figures.cohorts.filter { days.redaction == nil || !$0.dimension.hasPrefix("tag:") }
        summary = days.redaction?.stored(summary) ?? summary
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let stored = StoredDaySummary(
            revision: Int64(report.revision), fingerprint: (isMailDue ? fingerprint.unmailed : fingerprint).text,
            created: issued, summary: Array(try encoder.encode(summary)))
        var derived = DerivedDay(summary: stored, devices: [])
        derived.rows = figures.rows
        derived.parts = figures.parts
        derived.inputs = figures.inputs
        derived.stateDays = StateKeeper.daysKept(settings)
        try history.keep(derived, summary, of: figures.day)
    }

    func incidentPages(_ report: DayReport) throws -> [(name: String, text: String)] {
        try renderer.incidentPages(report, hasReport: false)
    }

    /// The page of a device and its modules, from the whole day's analysis.
    package func devicePage(_ name: String, _ identities: Set<DeviceID>, on day: ReportDay) throws -> String {
        let (result, drops) = try days.drops(of: day) { try $0.drops(of: identities) }
        let report = try self.report(of: result)
        let pages = try DevicePages(of: identities, result, drops: drops, rows: report.devices, job: days)
        return try renderer.device(name, try pages.reports(), of: report, hasReport: false)
    }

    /// The report of a day that was worked out.
    func report(of result: DayResult) throws -> DayReport { try report(of: worked(result), options(of: result)) }

    private func report(of worked: WorkedDay, _ options: ReportOptions) throws -> DayReport {
        let edition = try editions.edition(of: worked.day)
        var options = options
        options.revisionChanges = edition.changes
        if let before = edition.before, let revision = edition.revisionBefore {
            options.revisionBefore = (revision, before)
        }
        var report = worked.report(options, toolVersion: Version.text, revision: edition.revision)
        report.undelivered = edition.undelivered
        return report
    }

    /// The report of each hub alone, where a report has several.
    func hubReports(of result: DayResult, _ fleet: DayReport) throws -> [DayReport] {
        try worked(result).hubReports(of: fleet, options(of: result))
    }

    /// A subscription and the name of a group are nothing for those who may not know the devices.
    func resources() throws -> [String: HubResource] {
        days.redaction == nil ? try days.store.hubResources(days.vocabulary) : [:]
    }

    private func worked(_ result: DayResult) throws -> WorkedDay {
        WorkedDay(
            day: result.day, facts: result.facts, counts: result.counts, diagnosis: result.diagnosis,
            history: try summaries(before: result.day))
    }

    func options(of result: DayResult) -> ReportOptions {
        options(of: result.day, result.inputs, result.connectionEvents)
    }

    private func options(
        of day: ReportDay, _ inputs: DayInputs, _ connectionEvents: [ConnectionEventCoverage]
    ) -> ReportOptions {
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: settings.catalogueOverrides)
        options.silences = silences
        options.connectedMetric = MetricSeries.gathered(inputs.metrics, in: day.span)
        options.connectionEvents = connectionEvents
        options.health = inputs.health
        return options
    }

    /// What is kept of the days that a report looks back at.
    func summaries(before day: ReportDay) throws -> [DaySummary] {
        try summaries(of: (1..<TrendDay.days).map { day.date.advanced(byDays: -$0) })
    }

    /// What is kept of some days, as a report shows it; those of which nothing is kept are passed over.
    func summaries(of dates: [CivilDate]) throws -> [DaySummary] {
        try dates.compactMap { date in try history[date]?.summary.map { days.redaction?.shown($0) ?? $0 } }
    }
}
