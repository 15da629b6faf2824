import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings
package import Store

/// Works out days, makes their reports and writes their outputs.
package struct ReportJob {
    let settings: Configuration
    let renderer: Renderer
    package let days: DayJob
    var history: DayHistory { days.history }
    private let silences: [Silence]

    package init(store: Store, settings: Configuration) throws {
        try self.init(
            DayJob(store: store, settings: settings), settings,
            Renderer(templatesFolder: settings.templates, base: settings.baseURL))
    }

    init(_ days: DayJob, _ settings: Configuration, _ renderer: Renderer) throws {
        self.days = days
        self.settings = settings
        self.renderer = renderer
        let silences = try settings.readSilences()
        self.silences = days.redaction.map { redaction in silences.map(redaction.silence) } ?? silences
    }

    /// A day whose outputs are complete, and what is left to do with it: mail it, and keep what it came to.
    struct Written {
        let report: DayReport
        let result: DayResult
        let issued: Instant
        let messages: DayMessages
    }

    /// Works out a day and writes its folder.
    func write(_ day: ReportDay, to output: OutputFolder, mail: MailJob) throws -> Written {
        let files = FileGroup()
        defer { files.discard() }
        let folder = try output.gathering(in: files).folder(day.date.description)
        let (attachments, made) = try days.run(day) {
            [vocabulary = days.vocabulary, settings] drops in
            try DayOutputs.write(drops, vocabulary, to: folder, settings)
        } rest: { result, drops in
            let report = try self.report(of: result)
            let worst = Array(report.devices.prefix(DevicePages.most))
            let pages = try DevicePages(of: worst, result, drops: drops, job: days)
            var links = PageLinks()
            links.devices = pages.names
            links.hubs = HubPagesOutput.names(of: report)
            // A subscription and the name of a group are nothing for those who may not know the devices.
            if days.redaction == nil { links.resources = try days.store.hubResources(days.vocabulary) }
            if settings.isInteractive { links.interactive = "interactive/report.html" }
            let reported = ReportedDay(
                report: report, renderer: renderer, tickets: settings.tickets, base: settings.baseURL,
                devicePages: pages,
                hubs: try hubReports(of: result, report),
                isInteractive: settings.isInteractive,
                incidentDevices: IncidentDevice.all(of: drops, days.vocabulary), links: links)
            let (places, page) = try DayOutputs.write(reported, to: folder) {
                try renderer.html(report, links: links)
            }
            return (report, result, places, page)
        }
        let (report, result, places, page) = made
        let issued = try issued(report, of: day)
        let messages = try mail.messages(
            report, renderer: renderer, page: page, attachments: attachments, date: issued)
        try DayOutputs.write(FinishedDay(page: page, messages: messages), after: places, to: folder, as: files)
        return Written(report: report, result: result, issued: issued, messages: messages)
    }

    /// Works out a day for others to compare with, and keeps what it came to.
    func workOut(_ day: ReportDay) throws {
        let result = try days.drops(of: day) { _ in }.result
        let report = try report(of: result)
        try keep(report, result, issued: issued(report, of: day), isMailDue: false)
    }

    /// Keeps what later days compare with.
    ///
    /// - Parameter isMailDue: whether the next nightly run is to take the day up and mail it.
    func keep(_ report: DayReport, _ result: DayResult, issued: Instant, isMailDue: Bool) throws {
        let fingerprint = try history.fingerprint(of: result.day)
        var summary = DaySummary(report)
        let open = Dictionary(grouping: result.diagnosis.openDrops) { days.vocabulary.text($0.identity.hub) }
        summary.openDrops = open.isEmpty ? nil : open.mapValues { $0.map(DaySummary.OpenMark.init) }
        // Tags have pseudonyms where devices have: only what has none is the same on every day.
        summary.cohorts = result.diagnosis.cohorts.filter { days.redaction == nil || !$0.dimension.hasPrefix("tag:") }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let stored = StoredDaySummary(
            revision: Int64(report.revision), fingerprint: (isMailDue ? fingerprint.unmailed : fingerprint).text,
            created: issued, summary: Array(try encoder.encode(days.redaction?.stored(summary) ?? summary)))
        var derived = DerivedDay(
            summary: stored, devices: result.diagnosis.identities.map(StoredDeviceDay.init),
            dropTimes: result.diagnosis.identityDrops.map(DropTime.init), firstSeen: result.firstSeen)
        derived.states = result.states
        derived.inputs = try days.keptInputs(result)
        derived.stateDays = StateKeeper.daysKept(settings)
        try history.keep(derived, of: result.day)
    }

    func incidentPages(_ report: DayReport) throws -> [(name: String, text: String)] {
        try renderer.incidentPages(report, hasReport: false)
    }

    /// The page of a device and its modules, from the whole day's analysis.
    package func devicePage(_ name: String, _ identities: Set<DeviceID>, on day: ReportDay) throws -> String {
        let (result, drops) = try days.drops(of: day) { $0.drops(of: identities) }
        let report = try self.report(of: result)
        let pages = try DevicePages(of: identities, result, drops: drops, rows: report.devices, job: days)
        return try renderer.device(name, try pages.reports(), of: report, hasReport: false)
    }

    /// The report of a day that was worked out.
    func report(of result: DayResult) throws -> DayReport {
        let day = result.day
        let row = try history[day.date]
        let isUnchanged = row?.fingerprint?.data == (try history.data(of: day))
        let revision = row.map { isUnchanged ? $0.revision : $0.revision + 1 } ?? 1
        var options = options(of: result)
        if let row, let known = row.summary, row.revision < revision {
            options.revisionBefore = (Int(row.revision), known)
        } else {
            options.revisionChanges = row?.summary?.revisionChanges
        }
        var report = DayReport.build(
            day: day, facts: result.facts, counts: result.counts, diagnosis: result.diagnosis,
            history: try summaries(before: day), options: options, toolVersion: Version.text, revision: Int(revision))
        report.undelivered = try undelivered(before: issued(report, of: day))
        return report
    }

    /// The report of each hub alone, where a report has several.
    func hubReports(of result: DayResult, _ fleet: DayReport) throws -> [DayReport] {
        guard fleet.hubVerdicts.count > 1 else { return [] }
        let history = try summaries(before: result.day)
        var options = options(of: result)
        options.isOneOfMany = true
        let (connected, events) = (options.connectedMetric, options.connectionEvents)
        return fleet.hubVerdicts.map(\.hub).map { hub in
            options.connectedMetric = connected.filter { $0.hub == hub }
            options.connectionEvents = events.filter { $0.hub == hub }
            let counts = result.counts.part(of: hub)
            return DayReport.build(
                day: result.day, facts: facts(of: result, hub, counts), counts: counts,
                diagnosis: result.diagnosis.part(of: hub), history: history.compactMap { $0.part(of: hub) },
                options: options, toolVersion: Version.text, revision: fleet.revision)
        }
    }

    /// What is known of the input behind one hub: files and rejected records name none, and are those of all hubs.
    private func facts(of result: DayResult, _ hub: String, _ counts: DayCounts) -> DayFacts {
        var facts = result.facts
        // So few that they leave the day comparable are said on the page of all hubs alone.
        if facts.rejected * 1000 <= facts.events { facts.rejected = 0 }
        facts.events = Int64(counts.records)
        // A hub whose devices were all quiet has no record, and is known all the same.
        if counts.records == 0, !result.diagnosis.hubsWithoutData.contains(hub) { facts.events = 1 }
        return facts
    }

    private func options(of result: DayResult) -> ReportOptions {
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: settings.catalogueOverrides)
        options.silences = silences
        options.connectedMetric = MetricSeries.gathered(result.inputs.metrics, in: result.day.span)
        options.connectionEvents = result.connectionEvents
        options.health = result.inputs.health
        return options
    }

    /// What is kept of the days that a report looks back at.
    private func summaries(before day: ReportDay) throws -> [DaySummary] {
        try summaries(of: (1..<TrendDay.days).map { day.date.advanced(byDays: -$0) })
    }

    /// What the runs before could not deliver, for the first lines of the report.
    private func undelivered(before issued: Instant) throws -> [String]? {
        guard let path = settings.database.map({ $0 + ".outbox" }) else { return nil }
        let since = issued.advanced(bySeconds: -ReportJob.refusedSeconds)
        // What nobody has answered yet was queued by a run that died: this one sends it.
        let found = try OutboxSummary(path, refusedSince: since).undelivered.filter {
            $0.created < issued && !$0.reason.isEmpty
        }
        guard !found.isEmpty else { return nil }
        let listed = found.prefix(5).map { Secrets.masked($0.sentence) + "." }
        return listed + (found.count > 5 ? ["\(found.count - 5) more messages were not delivered."] : [])
    }

    /// Two nights: what was refused the night before was so after its report was written.
    private static let refusedSeconds: Int64 = 2 * 86_400

    /// What is kept of some days, as a report shows it; those of which nothing is kept are passed over.
    func summaries(of dates: [CivilDate]) throws -> [DaySummary] {
        try dates.compactMap { date in try history[date]?.summary.map { days.redaction?.shown($0) ?? $0 } }
    }

    /// When this revision of a day was first made: a report that is written again is no newer than it was.
    private func issued(_ report: DayReport, of day: ReportDay) throws -> Instant {
        try history[day.date].flatMap { Int($0.revision) == report.revision ? $0.created : nil } ?? .now()
    }
}
