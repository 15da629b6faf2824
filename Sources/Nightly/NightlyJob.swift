import Delivery
import Diagnosis
import Foundation
import Importing
import LogReading
import Model
import Report
package import Settings
import Store

/// The whole job: import what there is, write the report of the day and of earlier days that late records have
/// reopened, mail it, forget what is too old, and tell those who watch over it.
package struct NightlyJob {
    let settings: Configuration
    let printsSummary: Bool

    package init(settings: Configuration, printsSummary: Bool) {
        self.settings = settings
        self.printsSummary = printsSummary
    }

    package func run() throws -> ExitStatus {
        var record = RunRecord(settings: settings, started: .now())
        do {
            let status = try work(&record)
            record.publish(status, now: .now())
            return status
        } catch {
            record.publish(Failure(of: error).status, now: .now())
            throw error
        }
    }

    private func work(_ record: inout RunRecord) throws -> ExitStatus {
        let database = try settings.requiredDatabase()
        let output = try settings.requiredOutput()
        let day = try settings.clock().reportDay(settings.day, now: .now())
        if settings.logs.isEmpty, !FileManager.default.fileExists(atPath: database) {
            throw StoreError.missing(path: database)
        }
        if settings.logs.isEmpty, !mayWrite(database) {
            return try reportOnly(day, from: database, into: output, &record)
        }
        let lock = try RunLock(besideDatabase: database, waitingUpTo: Int(settings.lockWait.seconds))
        defer { lock.release() }
        let store = try Store.open(database, mode: .readWrite)
        let isIncomplete = try importLogs(into: store, &record)

        let mail = mailJob(database)
        let reopened = try ReportJob.reopenedDays(before: day, store: store, settings: settings)
        let unmailed = {
            try ReportJob.unmailedPeriods(newest: day.date, in: output, store: store, settings: settings, mail: mail)
        }
        if reopened.isEmpty, mayStand, try unmailed().isEmpty,
            let standing = try ReportJob.standing(day, in: output, store: store, settings: settings),
            standing.alerts == 0 || settings.failOn == .nothing
        {
            // A run that died once its report stood may not have come to these.
            let folder = try OutputFolder(output)
            try pointLatest(in: folder, to: day)
            try mail.sendWaiting(justQueued: [], now: .now())
            try IndexJob(store: store, settings: settings).update(in: folder)
            return isIncomplete || !standing.isComplete ? .incomplete : .done
        }
        let folder = try OutputFolder(output)
        let job = try ReportJob(store: store, settings: settings)
        var justQueued: Set<String> = []
        let report = try write(reopened, and: day, by: job, to: folder, mail: mail, justQueued: &justQueued)
        record.report = report
        let due = ReportJob.reopenedPeriods(written: (reopened + [day]).map(\.date), newest: day.date)
        for period in due.union(try unmailed()).sorted(by: { ($0.first, $0.name) < ($1.first, $1.name) }) {
            try job.write(period, to: folder, mail: mail) { message in
                guard !settings.logs.isEmpty, mail.wants(period) else { return false }
                if let id = try mail.add(message, now: .now()) { justQueued.insert(id) }
                return true
            }
        }
        try pointLatest(in: folder, to: day)
        // Mails leave when all reports stand: a mail server that is slow delays none of them.
        if !settings.logs.isEmpty { try mail.sendWaiting(justQueued: justQueued, now: .now()) }
        try forgetOldDays(in: store, reported: day)
        try IndexJob(store: store, settings: settings, renderer: job.renderer).update(in: folder)

        return try conclude(day, report, job, output, isIncomplete: isIncomplete)
    }

    /// The report from a database that may only be read: an archive, a snapshot, somebody else's.
    private func reportOnly(
        _ day: ReportDay, from database: String, into output: String, _ record: inout RunRecord
    ) throws -> ExitStatus {
        let store = try Store.open(database, mode: .readOnly)
        let job = try ReportJob(store: store, settings: settings, keepsResults: false)
        let folder = try OutputFolder(output)
        let report = try job.write(day, to: folder, mail: mailJob(database)) { _, _ in }
        record.report = report
        try pointLatest(in: folder, to: day)
        Console.problem(
            "\(database): may not be written, so this report is not kept for later days to compare with",
            isWarning: true)
        return try conclude(day, report, job, output, isIncomplete: false)
    }

    private func mayWrite(_ database: String) -> Bool {
        let folder = (database as NSString).deletingLastPathComponent
        return FileManager.default.isWritableFile(atPath: database)
            && FileManager.default.isWritableFile(atPath: folder.isEmpty ? "." : folder)
    }

    /// Says what there is to say of a report, and how the run ends.
    private func conclude(
        _ day: ReportDay, _ report: DayReport, _ job: ReportJob, _ output: String, isIncomplete: Bool
    ) throws -> ExitStatus {
        var isIncomplete = isIncomplete
        if !report.input.isComplete {
            isIncomplete = true
            // Cron mails what is printed: an exit code alone tells nobody.
            Console.problem(
                "the report of \(day.date) is marked incomplete: \(report.verdict.missing.first ?? report.verdict.sentence)",
                isWarning: true)
        }
        if printsSummary || isatty(STDOUT_FILENO) == 1 {
            try Console.print(Console.visibleLines(try job.summaryText(report)))
            try Console.print("Report: \(output)/\(day.date)/report.html")
        }
        let fired = report.alerts.filter { settings.failOn.includes($0.rule) }
        if !fired.isEmpty { return .alert }
        return isIncomplete ? .incomplete : .done
    }

    /// Whether a report that stands already may be left alone: not when somebody asked for it, or wants to read of it.
    private var mayStand: Bool {
        !settings.logs.isEmpty && !printsSummary && isatty(STDOUT_FILENO) != 1
    }

    /// Whether something of the input is missing or was in doubt.
    ///
    /// A folder without logs is no reason to write no report: its first line will say that there is no data.
    private func importLogs(into store: Store, _ record: inout RunRecord) throws -> Bool {
        guard !settings.logs.isEmpty else { return false }
        do {
            let outcome = try LogImport(settings: settings).run(into: store)
            record.outcome = outcome
            if isatty(STDOUT_FILENO) == 1 { try Console.print(outcome.summary) }
            return outcome.isIncomplete
        } catch LogReadingError.noLogs(let folder) {
            Console.problem(LogReadingError.noLogs(folder: folder).description)
            return true
        }
    }

    /// `latest` points to the newest day, also after an older one was written again.
    private func pointLatest(in folder: OutputFolder, to day: ReportDay) throws {
        let name = day.date.description
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/latest")
        if target == name { return }
        if let target, let present = CivilDate(target), present > day.date,
            FileManager.default.fileExists(atPath: folder.path + "/" + target)
        {
            return
        }
        try folder.link("latest", to: name)
    }

    /// A report that is only asked for again is mailed to nobody.
    private func mailJob(_ database: String) -> MailJob {
        MailJob(settings: settings.mail, outboxPath: database + ".outbox")
    }

    /// Writes the days, and puts their mails on their way.
    private func write(
        _ reopened: [ReportDay], and day: ReportDay, by job: ReportJob, to folder: OutputFolder, mail: MailJob,
        justQueued: inout Set<String>
    ) throws -> DayReport {
        let deliver = { (messages: DayMessages, report: DayReport, justQueued: inout Set<String>) throws in
            guard !settings.logs.isEmpty else { return }
            for message in try mail.wanted(messages, of: report) {
                if let id = try mail.add(message, now: .now()) { justQueued.insert(id) }
            }
        }
        for earlier in reopened {
            _ = try job.write(earlier, to: folder, mail: mail) { try deliver($0, $1, &justQueued) }
        }
        return try job.write(day, to: folder, mail: mail) { try deliver($0, $1, &justQueued) }
    }

    /// Never takes what the report's day was worked out from: another run may have to do so again.
    private func forgetOldDays(in store: Store, reported day: ReportDay) throws {
        let clock = try settings.clock()
        let needed = day.span.start.advanced(bySeconds: -AnalysisContext.secondsBefore)
        let cut = { (keep: TimeSpan) in min(try clock.cut(keeping: keep, now: .now()), needed) }
        let keep = settings.retention
        guard keep.events != nil || keep.rollups != nil else { return }
        _ = try store.forget(
            eventsBefore: keep.events.map(cut), countsBefore: keep.rollups.map(cut), settings: settings)
    }
}
