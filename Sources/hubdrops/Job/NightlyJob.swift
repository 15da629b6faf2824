import Delivery
import Diagnosis
import Foundation
import LogReading
import Model
import Report
import Settings
import Store

/// The whole job: import what there is, then write the report of the day and of earlier days that late records
/// have reopened.
struct NightlyJob {
    let settings: Configuration
    let printsSummary: Bool

    func run() throws -> ExitStatus {
        let database = try settings.requiredDatabase()
        let output = try settings.requiredOutput()
        let day = try settings.clock().reportDay(settings.day, now: .now())
        if settings.logs.isEmpty, !FileManager.default.fileExists(atPath: database) {
            throw StoreError.missing(path: database)
        }
        let lock = try RunLock(besideDatabase: database, waitingUpTo: Int(settings.lockWait.seconds))
        defer { lock.release() }
        let store = try Store.open(database, mode: .readWrite)
        var isIncomplete = try importLogs(into: store)

        let reopened = try ReportJob.reopenedDays(before: day, store: store, settings: settings)
        if reopened.isEmpty, mayStand,
            let standing = try ReportJob.standing(day, in: output, store: store, settings: settings),
            standing.alerts == 0 || settings.failOn == .nothing
        {
            return isIncomplete || !standing.isComplete ? .incomplete : .done
        }
        let folder = try OutputFolder(output)
        let job = try ReportJob(store: store, settings: settings)
        for earlier in reopened { _ = try job.write(earlier, to: folder) }
        let report = try job.write(day, to: folder)
        try pointLatest(in: folder, to: day)

        if !report.input.isComplete { isIncomplete = true }
        if printsSummary || isatty(STDOUT_FILENO) == 1 {
            Console.print(try job.summaryText(report))
            Console.print("Report: \(output)/\(day.date)/report.html")
        }
        let fired = report.alerts.filter { alert in
            AlertName(rawValue: alert.rule).map(settings.failOn.includes) ?? (settings.failOn == .any)
        }
        if !fired.isEmpty { return .alert }
        return isIncomplete ? .incomplete : .done
    }

    /// Whether a report that stands already may be left alone: not when somebody asked for it, or wants to read of it.
    private var mayStand: Bool {
        !settings.logs.isEmpty && !printsSummary && isatty(STDOUT_FILENO) != 1
    }

    /// Whether something of the input is missing or was in doubt. A folder without logs is no reason to write no
    /// report: its first line will say that there is no data.
    private func importLogs(into store: Store) throws -> Bool {
        guard !settings.logs.isEmpty else { return false }
        do {
            let outcome = try Import(configuration: settings).run(into: store)
            if isatty(STDOUT_FILENO) == 1 { Console.print(outcome.summary) }
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
        if let target, let present = CivilDate(target), present > day.date,
            FileManager.default.fileExists(atPath: folder.path + "/" + target)
        {
            return
        }
        try folder.link("latest", to: name)
    }
}
