import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings
package import Store
import Threads

/// Works out days and writes their reports.
package struct ReportJob {
    /// The files of every day.
    private static let files = ["report.html", "report.md", "report.json", "drops.csv", "summary.eml", "phone.txt"]
    /// The worst devices get a page each.
    private static let worstDevices = 25

    let store: Store
    let settings: Configuration
    let renderer: Renderer
    package let days: DayJob
    private let silences: [Silence]
    /// False for a database that may only be read: then later days have nothing of this one to compare with.
    private let keepsResults: Bool

    package init(store: Store, settings: Configuration, keepsResults: Bool = true) throws {
        self.store = store
        self.keepsResults = keepsResults
        self.settings = settings
        renderer = try Renderer(templatesFolder: settings.templates)
        let days = try DayJob(store: store, settings: settings, keepsResults: keepsResults)
        let silences = try settings.readSilences()
        self.days = days
        self.silences = days.redaction.map { redaction in silences.map(redaction.silence) } ?? silences
    }

    /// Works out a day and writes its folder.
    ///
    /// - Parameter deliver: is given the mails of the day once all files stand, and before the day counts as done: a run
    ///   that is killed between the two does both again.
    func write(
        _ day: ReportDay, to output: OutputFolder, mail: MailJob, deliver: (DayMessages, DayReport) throws -> Void
    ) throws -> DayReport {
        if keepsResults { try fillHistory(before: day) }
        let folder = try output.folder(day.date.description)
        let (report, result, pages) = try days.run(day) {
            [vocabulary = days.vocabulary] drops in
            try ReportJob.writeDrops(drops, vocabulary: vocabulary, to: folder)
        } rest: { result, drops in
            let report = try self.report(of: result)
            let worst = Array(report.devices.prefix(ReportJob.worstDevices))
            let devices = Set(worst.map(\.deviceID))
            let pages = try DevicePages(of: devices, result, drops: drops.drops(of: devices), rows: worst, job: days)
            return (report, result, try writePages(report, of: worst, pages, to: folder))
        }.used
        let issued = try issued(report, of: day)
        try deliver(try writeMail(report, issued: issued, to: folder, pages: pages, mail: mail), report)
        let fingerprint = try fingerprint(of: day)
        try remember(report, result, issued: issued, as: isMailDue(of: day) ? fingerprint.unmailed : fingerprint)
        return report
    }

    private static func writeDrops(_ drops: DayDrops, vocabulary: Vocabulary, to folder: OutputFolder) throws {
        try folder.write("drops.csv") { file in
            var csv = DropsCSV(drops, vocabulary: vocabulary)
            try drops.forEachBatch { batch in
                csv.add(batch)
                try csv.pour { try file.append($0) }
            }
            try csv.pour { try file.append($0) }
        }
    }

    /// Whether a report that was only asked for is still to be mailed by the next run.
    private func isMailDue(of day: ReportDay) throws -> Bool {
        guard settings.mail != nil, settings.logs.isEmpty else { return false }
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        guard let known = stored.flatMap({ ReportFingerprint($0.fingerprint) }) else { return true }
        return try !known.isMailed || known.data != fingerprint(of: day).data
    }

    /// The summary of a day whose report stands as it would be written again; nil where there is something to do.
    ///
    /// A timer that runs every hour, or a run that was started twice, costs next to nothing then.
    static func standing(
        _ day: ReportDay, in output: String, store: Store, settings: Configuration
    ) throws -> DaySummary? {
        let folder = output + "/" + day.date.description
        let states = StateKeeper(store: store, settings: settings)
        guard let stored = try store.daySummary(of: day.date, timeZone: day.timeZone),
            try stored.fingerprint
                == ReportFingerprint(of: day, store: store, settings: settings, states: states).description,
            files.allSatisfy({ FileManager.default.fileExists(atPath: folder + "/" + $0) })
        else { return nil }
        return try? JSONDecoder().decode(DaySummary.self, from: Data(stored.summary))
    }

    /// Days before one whose reports were written, and whose data has changed since or whose mail has not left.
    static func reopenedDays(before day: ReportDay, store: Store, settings: Configuration) throws -> [ReportDay] {
        guard settings.lateDays > 0 else { return [] }
        let clock = try settings.clock()
        let states = StateKeeper(store: store, settings: settings)
        return try (1...settings.lateDays).reversed().compactMap { back in
            guard let earlier = try? clock.reportDay(of: day.date.advanced(byDays: -back)),
                let stored = try store.daySummary(of: earlier.date, timeZone: earlier.timeZone),
                let known = ReportFingerprint(stored.fingerprint),
                try !known.isMailed
                    || known.data
                        != ReportFingerprint(of: earlier, store: store, settings: settings, states: states).data
            else { return nil }
            guard try store.retention().keepsEvents(of: earlier.span) else {
                Console.problem(
                    "late records of \(earlier.date) came, but of its earlier ones some have been pruned: "
                        + "its report stays as it is; keep events for longer than late-days", isWarning: true)
                return nil
            }
            return earlier
        }
    }

    func incidentPages(_ report: DayReport) throws -> [(name: String, text: String)] {
        try renderer.incidentPages(report, hasReport: false)
    }

    /// The page of a device and its modules, from the whole day's analysis.
    package func devicePage(_ name: String, _ identities: Set<DeviceID>, on day: ReportDay) throws -> String {
        let (result, drops) = try days.drops(of: day) { $0.drops(of: identities) }
        let report = try self.report(of: result)
        let reports = try DevicePages(of: identities, result, drops: drops, rows: report.devices, job: days).reports()
        return try renderer.device(name, reports, of: report, hasReport: false)
    }

    func summaryText(_ report: DayReport) throws -> String {
        try renderer.summaryText(report)
    }

    /// Earlier days that the database holds but that were never worked out, or have changed since: without them
    /// there is nothing to compare with.
    private func fillHistory(before day: ReportDay) throws {
        try workOut((1...7).reversed().map { day.date.advanced(byDays: -$0) })
    }

    /// Works out those of some days that the database holds and that were never worked out, or have changed since.
    func workOut(_ dates: [CivilDate]) throws {
        let clock = try settings.clock()
        for date in dates {
            guard let day = try? clock.reportDay(of: date), let known = try store.firstAndLastEvent(in: day.span),
                try store.retention().keepsEvents(of: day.span), try !isWorkedOut(day)
            else { continue }
            // Of such a day the next one's own analysis sees all there is, and nothing is compared with three hours.
            let context = day.span.end.advanced(bySeconds: -AnalysisContext.secondsBefore)
            guard known.first < context else { continue }
            let result = try days.drops(of: day) { _ in }.result
            let report = try report(of: result)
            try remember(report, result, issued: issued(report, of: day), as: fingerprint(of: day))
        }
    }

    /// Whether the stored summary of a day still fits its data.
    private func isWorkedOut(_ day: ReportDay) throws -> Bool {
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        return try stored.flatMap { ReportFingerprint($0.fingerprint) }?.data == fingerprint(of: day).data
    }

    private func fingerprint(of day: ReportDay) throws -> ReportFingerprint {
        try ReportFingerprint(of: day, store: store, settings: settings, states: days.states)
    }

    /// The report of a day that was worked out.
    func report(of result: DayResult) throws -> DayReport {
        let day = result.day
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        let data = try fingerprint(of: day).data
        let revision =
            stored.map { stored in
                ReportFingerprint(stored.fingerprint)?.data == data ? stored.revision : stored.revision + 1
            } ?? 1
        var options = ReportOptions()
        options.catalogue = Catalogue(overrides: settings.catalogueOverrides)
        options.silences = silences
        let known = stored.flatMap { try? JSONDecoder().decode(DaySummary.self, from: Data($0.summary)) }
        if let known, let stored, stored.revision < revision {
            options.revisionBefore = (Int(stored.revision), known)
        } else {
            options.revisionChanges = known?.revisionChanges
        }
        options.connectedMetric = MetricSeries.gathered(days.inputs.metrics, in: day.span)
        options.connectionEvents = result.connectionEvents
        options.health = days.inputs.health
        return DayReport.build(
            day: day, facts: result.facts, counts: result.counts, diagnosis: result.diagnosis,
            history: try history(before: day), options: options, toolVersion: Version.text, revision: Int(revision))
    }

    private func history(before day: ReportDay) throws -> [DaySummary] {
        try summaries(of: (1...BaselineBuilder.days).map { day.date.advanced(byDays: -$0) })
    }

    /// What is stored of some days; those of which nothing is stored are passed over.
    func summaries(of dates: [CivilDate]) throws -> [DaySummary] {
        try dates.compactMap { date in
            guard let stored = try store.daySummary(of: date, timeZone: settings.timeZone) else { return nil }
            let summary = try? JSONDecoder().decode(DaySummary.self, from: Data(stored.summary))
            return summary.map { days.redaction?.shown($0) ?? $0 }
        }
    }

    /// When this revision of a day was first made: a report that is written again is no newer than it was.
    private func issued(_ report: DayReport, of day: ReportDay) throws -> Instant {
        let stored = try store.daySummary(of: day.date, timeZone: day.timeZone)
        return stored.flatMap { Int($0.revision) == report.revision ? $0.created : nil } ?? .now()
    }

    /// The page of the day, which is written last, and the names of all pages beside it.
    private struct Pages {
        let page: String
        let devices: [String]
        let incidents: [String]
    }

    /// Writes everything but what needs the drops or links to all else; the worst devices get a page each.
    private func writePages(
        _ report: DayReport, of worst: [DeviceDay], _ devicePages: DevicePages, to folder: OutputFolder
    ) throws -> Pages {
        let names = worst.map { row in
            let parts = [row.hub, row.device] + (row.module.isEmpty ? [] : [row.module])
            return SafeFileName(parts: parts, extension: "html").description
        }
        return try inParallel("hubdrops pages") { [renderer] in
            guard !worst.isEmpty else { return }
            let reports = try devicePages.reports()
            let devices = try folder.folder("devices")
            for (row, name) in zip(worst, names) {
                let own = reports.filter {
                    $0.timeline.hub == row.hub && $0.timeline.device == row.device && $0.timeline.module == row.module
                }
                try devices.write(try renderer.device(row.name, own, of: report, hasReport: true), to: name)
            }
        } here: {
            try folder.write(try renderer.json(report), to: "report.json")
            try folder.write(try renderer.markdown(report), to: "report.md")
            let incidents = try writeIncidents(report, to: folder)
            try folder.write(try renderer.phoneText(report), to: "phone.txt")
            try writeTickets(report, to: folder)
            return Pages(page: try renderer.html(report, devicePages: names), devices: names, incidents: incidents)
        }.here
    }

    private func writeMail(
        _ report: DayReport, issued: Instant, to folder: OutputFolder, pages: Pages, mail: MailJob
    ) throws -> DayMessages {
        let message = try mail.message(
            report, renderer: renderer, page: pages.page,
            drops: { FileManager.default.contents(atPath: folder.path + "/drops.csv").map(Array.init) }, date: issued)
        try folder.write(message.encoded(), to: "summary.eml")
        let incidents = try mail.incidentMessages(report, renderer: renderer, date: issued)
        for file in incidents { try folder.folder("incidents").write(file.message.encoded(), to: file.name) }
        try removeWhatIsPast(
            incidents: pages.incidents + incidents.map(\.name), devices: pages.devices, from: folder)
        // The page comes last: who sees it finds everything that it links to.
        try folder.write(pages.page, to: "report.html")
        return DayMessages(day: message, incidents: incidents.map(\.message))
    }

    /// Keeps what later days compare with.
    private func remember(
        _ report: DayReport, _ result: DayResult, issued: Instant, as fingerprint: ReportFingerprint
    ) throws {
        guard keepsResults else { return }
        let day = result.day
        let summary = DaySummary(report)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        var derived = DerivedDay(
            summary: StoredDaySummary(
                revision: Int64(report.revision), fingerprint: fingerprint.description, created: issued,
                summary: Array(try encoder.encode(days.redaction?.stored(summary) ?? summary))),
            devices: result.diagnosis.identities.map(StoredDeviceDay.init),
            dropTimes: result.diagnosis.identityDrops.map(DropTime.init), firstSeen: result.firstSeen)
        derived.states = result.states
        derived.stateDays = StateKeeper.daysKept(settings)
        try store.replaceDerived(of: day.date, timeZone: day.timeZone, derived)
    }
}

extension MetricSeries {
    /// The points of a span by hub, in order of time.
    static func gathered(_ metrics: [ConnectedMetric], in span: TimeWindow) -> [MetricSeries] {
        Dictionary(grouping: metrics.filter { span.contains($0.time) }, by: \.hub).sorted { $0.key < $1.key }
            .map { hub, points in
                MetricSeries(
                    hub: hub,
                    points: points.sorted { $0.time < $1.time }.map { point in
                        ConnectedPoint(start: point.time, least: Int(point.value), most: Int(point.value))
                    })
            }
    }
}
