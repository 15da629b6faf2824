import Delivery
import Diagnosis
import Foundation
import Model
import Rendering
import Report
import Settings
import Store

/// Works out days and writes their reports.
struct ReportJob {
    /// The files of every day.
    private static let files = ["report.html", "report.md", "report.json", "drops.csv", "summary.eml", "phone.txt"]

    private let store: Store
    private let settings: Configuration
    private let renderer: Renderer
    private let days: DayJob

    init(store: Store, settings: Configuration) throws {
        self.store = store
        self.settings = settings
        renderer = try Renderer(templatesFolder: settings.templates)
        days = try DayJob(store: store, settings: settings)
    }

    /// Works out a day and writes its folder.
    ///
    /// - Parameter deliver: is given the mail of the day once all files stand, and before the day counts as done: a run
    ///   that is killed between the two does both again.
    func write(
        _ day: ReportDay, to output: OutputFolder, mail: MailJob, deliver: (MailMessage, DayReport) throws -> Void
    ) throws -> DayReport {
        try fillHistory(before: day)
        let folder = try output.folder(day.date.description)
        let (result, _) = try days.run(day) { [vocabulary = days.vocabulary] drops in
            _ = try folder.write("drops.csv") { file in
                var csv = DropsCSV(drops, vocabulary: vocabulary)
                try drops.forEachBatch { batch in
                    csv.add(batch)
                    try csv.pour { try file.append($0) }
                }
                try csv.pour { try file.append($0) }
            }
        }
        let report = try self.report(of: result)
        let issued = try issued(report, of: day)
        let message = try write(report, issued: issued, to: folder, mail: mail)
        try deliver(message, report)
        try remember(report, result, issued: issued)
        return report
    }

    /// The summary of a day whose report stands as it would be written again; nil where there is something to do.
    ///
    /// A timer that runs every hour, or a run that was started twice, costs next to nothing then.
    static func standing(
        _ day: ReportDay, in output: String, store: Store, settings: Configuration
    ) throws -> Report.DaySummary? {
        let folder = output + "/" + day.date.description
        guard let stored = try store.daySummary(of: day.date, timeZone: day.timeZone),
            try stored.fingerprint == ReportFingerprint(of: day, store: store, settings: settings).description,
            files.allSatisfy({ FileManager.default.fileExists(atPath: folder + "/" + $0) })
        else { return nil }
        return try? JSONDecoder().decode(Report.DaySummary.self, from: Data(stored.summary))
    }

    /// Days before one whose reports were written, and whose data has changed since.
    static func reopenedDays(before day: ReportDay, store: Store, settings: Configuration) throws -> [ReportDay] {
        guard settings.lateDays > 0 else { return [] }
        let clock = try settings.clock()
        return try (1...settings.lateDays).reversed().compactMap { back in
            guard let earlier = try? clock.reportDay(of: day.date.advanced(byDays: -back)),
                let stored = try store.daySummary(of: earlier.date, timeZone: earlier.timeZone),
                let known = ReportFingerprint(stored.fingerprint),
                try known.data != ReportFingerprint(of: earlier, store: store, settings: settings).data
            else { return nil }
            return earlier
        }
    }

    func summaryText(_ report: DayReport) throws -> String {
        try renderer.summaryText(report)
    }

    /// Earlier days that the database holds but that were never worked out, or have changed since: without them
    /// there is nothing to compare with.
    private func fillHistory(before day: ReportDay) throws {
        let clock = try settings.clock()
        for back in (1...7).reversed() {
            guard let earlier = try? clock.reportDay(of: day.date.advanced(byDays: -back)),
                try store.firstAndLastEvent(in: earlier.span) != nil,
                try !isWorkedOut(earlier)
            else { continue }
            let result = try days.run(earlier)
            let report = try report(of: result)
            try remember(report, result, issued: try issued(report, of: earlier))
        }
    }

    /// Whether the stored summary of a day still fits its data.
    private func isWorkedOut(_ day: ReportDay) throws -> Bool {
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        return try stored.flatMap { ReportFingerprint($0.fingerprint) }?.data == fingerprint(of: day).data
    }

    private func fingerprint(of day: ReportDay) throws -> ReportFingerprint {
        try ReportFingerprint(of: day, store: store, settings: settings)
    }

    private func report(of result: DayResult) throws -> DayReport {
        let day = result.day
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        let data = try fingerprint(of: day).data
        let revision = stored.map { stored in
            ReportFingerprint(stored.fingerprint)?.data == data ? stored.revision : stored.revision + 1
        } ?? 1
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: settings.catalogueOverrides)
        options.connectedMetric = MetricSeries.gathered(days.inputs.metrics, in: day.span)
        return DayReport.build(
            day: day, facts: result.facts, counts: result.counts, diagnosis: result.diagnosis,
            history: try history(before: day), options: options, toolVersion: Version.text, revision: Int(revision))
    }

    private func history(before day: ReportDay) throws -> [Report.DaySummary] {
        try (1...BaselineBuilder.days).compactMap { back in
            let date = day.date.advanced(byDays: -back)
            guard let stored = try store.daySummary(of: date, timeZone: day.timeZone) else { return nil }
            return try? JSONDecoder().decode(Report.DaySummary.self, from: Data(stored.summary))
        }
    }

    /// When this revision of a day was first made: a report that is written again is no newer than it was.
    private func issued(_ report: DayReport, of day: ReportDay) throws -> Instant {
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        return stored.flatMap { Int($0.revision) == report.revision ? $0.created : nil } ?? .now()
    }

    private func write(
        _ report: DayReport, issued: Instant, to folder: OutputFolder, mail: MailJob
    ) throws -> MailMessage {
        try folder.write(try renderer.json(report), to: "report.json")
        try folder.write(try renderer.markdown(report), to: "report.md")
        let pages = try renderer.incidentPages(report)
        if !pages.isEmpty {
            let incidents = try folder.folder("incidents")
            for page in pages { try incidents.write(page.text, to: page.name) }
        }
        try folder.write(try renderer.phoneText(report), to: "phone.txt")
        try writeTickets(report, to: folder)
        let page = try renderer.html(report)
        let message = try mail.message(
            report, renderer: renderer, page: page,
            drops: { FileManager.default.contents(atPath: folder.path + "/drops.csv").map(Array.init) }, date: issued)
        try folder.write(message.encoded(), to: "summary.eml")
        // The page comes last: who sees it finds everything that it links to.
        try folder.write(page, to: "report.html")
        return message
    }

    /// A text of an earlier revision, of an incident that is none any more, does not stay.
    private func writeTickets(_ report: DayReport, to folder: OutputFolder) throws {
        let path = folder.path + "/tickets"
        let tickets = try renderer.tickets(report, profiles: settings.tickets)
        let earlier = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !tickets.isEmpty || !earlier.isEmpty else { return }
        let place = try folder.folder("tickets")
        for ticket in tickets { try place.write(ticket.text, to: ticket.name) }
        let endings = TicketProfile.allCases.map { ".\($0.rawValue).\($0.fileEnding)" }
        for name in earlier where endings.contains(where: name.hasSuffix) && !tickets.contains(where: { $0.name == name }) {
            try place.remove(name)
        }
    }

    /// Keeps what later days compare with.
    private func remember(_ report: DayReport, _ result: DayResult, issued: Instant) throws {
        let day = result.day
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try store.replaceDerived(
            of: day.date, timeZone: day.timeZone,
            DerivedDay(
                summary: StoredDaySummary(
                    revision: Int64(report.revision), fingerprint: try fingerprint(of: day).description,
                    created: issued, summary: Array(try encoder.encode(Report.DaySummary(report)))),
                devices: result.devices, dropTimes: result.dropTimes, firstSeen: result.firstSeen))
    }
}

extension MetricSeries {
    /// The points of a span by hub, in order of time.
    static func gathered(_ metrics: [ConnectedMetric], in span: TimeWindow) -> [MetricSeries] {
        Dictionary(grouping: metrics.filter { span.contains($0.time) }, by: \.hub).sorted { $0.key < $1.key }
            .map { hub, points in
                MetricSeries(hub: hub, points: points.sorted { $0.time < $1.time }.map { point in
                    ConnectedPoint(start: point.time, least: Int(point.value), most: Int(point.value))
                })
            }
    }
}
