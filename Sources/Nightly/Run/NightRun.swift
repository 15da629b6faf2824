import Diagnosis
import Foundation
import LogReading
import Model
package import Report
package import Settings
import Store

/// A run of the whole job, or of the part of it that writes a report again: makes the plan and carries it out, tells
/// those who watch over it, and says how it ended.
package struct NightRun {
    private let purpose: Purpose
    private let settings: Configuration
    /// What is printed of a report that was written; nil for nothing.
    private let summary: Summary?

    /// The form of a summary.
    package enum Summary: Sendable {
        case text
        /// `notify.json`.
        case json
    }

    /// - Parameter summary: printed although nobody watches; without one, who watches reads text.
    package static func nightly(_ settings: Configuration, summary: Summary?) -> NightRun {
        let summary = summary ?? (Console.outputIsSeen ? .text : nil)
        return NightRun(purpose: .nightly(isWatched: summary != nil), settings: settings, summary: summary)
    }

    package static func reissue(_ settings: Configuration, summary: Summary?) -> NightRun {
        NightRun(purpose: .reissue, settings: settings, summary: summary ?? (Console.outputIsSeen ? .text : nil))
    }

    package func run() throws -> ExitStatus {
        var record = RunRecord(settings: settings, started: .now())
        defer { PeakMemory.compare(with: settings) }
        do {
            let status = try work(&record)
            record.publish(status, now: .now())
            return status
        } catch {
            record.publish(ExitStatus(of: error), now: .now())
            throw error
        }
    }

    private func work(_ record: inout RunRecord) throws -> ExitStatus {
        let database = try settings.requiredDatabase()
        let output = try settings.requiredOutput()
        let day = try settings.clock().reportDay(settings.day, now: .now())
        record.day = day.date
        let access = try DatabaseAccess(purpose.isNightly ? .importing : .reading, settings)
        defer { access.release() }
        let executor = PlanExecutor(
            access, settings, day: day, isByHand: !purpose.isNightly,
            printsProgress: Console.outputIsSeen && summary != .json)
        defer {
            record.outcome = executor.outcome
            record.report = executor.report
            record.isDelivered = executor.isMailSent
        }
        try executor.carryOut(NightPlan.intake(purpose, settings))
        try executor.settleDatabase()
        let state = try NightState(
            of: day, purpose, settings, executor.history, mayKeep: access.mayWrite)
        let plan = try NightPlan.of(purpose, state, settings, clock: settings.clock(), now: .now())
        sayWhatIsLeftOut(plan)
        try executor.carryOut(plan.steps)
        if !access.mayWrite {
            Console.problem(
                "\(database): not writable, so this report is not kept for later days to compare with",
                isWarning: true)
        }
        let intake = ExitStatus(isComplete: !executor.isInputIncomplete && executor.isMailSent && executor.isShared)
        guard let report = executor.report else {
            return max(intake, ExitStatus(isComplete: plan.upToDate?.isComplete ?? true))
        }
        try say(report, of: executor, in: output)
        return max(intake, ExitStatus(of: report, failOn: settings.failOn))
    }

    private func sayWhatIsLeftOut(_ plan: NightPlan) {
        for date in plan.prunedDays {
            Console.problem(
                "late records of \(date) came, but of its earlier ones some have been pruned: "
                    + "its report stays as it is; keep events for longer than late-days", isWarning: true)
        }
    }

    private func say(_ report: DayReport, of executor: PlanExecutor, in output: String) throws {
        if !report.input.isWhole {
            // Cron mails what is printed: an exit code alone tells nobody.
            Console.problem(
                "the report of \(report.day.date) is marked incomplete: "
                    + (report.verdict.missing.first ?? report.verdict.sentence), isWarning: true)
        }
        for alert in report.alerts where settings.failOn.includes(alert.rule) {
            Console.problem(
                "alert \(alert.rule.rawValue)" + (alert.hub.isEmpty ? "" : " on \(alert.hub)") + ": \(alert.message)")
        }
        switch summary {
        case nil: break
        case .json: try Console.print(String(try executor.noticeText(report).dropLast()))
        case .text:
            try Console.print(Console.visibleLines(try executor.summaryText(report)))
            try Console.print("Report: \(output)/\(report.day.date)/report.html")
        }
    }
}

extension NightRun {
    /// Prints what a run would do, as far as it is known before the logs are read; writes nothing.
    package func printPlan() throws -> ExitStatus {
        let database = try settings.requiredDatabase()
        let output = try settings.requiredOutput()
        let day = try settings.clock().reportDay(settings.day, now: .now())
        let isThere = FileManager.default.fileExists(atPath: database)
        let store = isThere ? try Store.open(database, mode: .readOnly) : nil
        let history = store.map { DayHistory(store: $0, settings: settings, mayKeep: false) }
        let state = try NightState(of: day, purpose, settings, history)
        let plan = try NightPlan.of(purpose, state, settings, clock: settings.clock(), now: .now())
        let intake = try self.intake(of: day, into: store)
        let printSteps = { (steps: [Step]) in
            let files = DayOutputs.names(settings)
            for step in steps {
                try Console.print(Console.visible(step.line(output: output, database: database, files: files)))
            }
        }
        if !isThere { try Console.print("create   \(Console.visible(database))") }
        try printSteps(NightPlan.intake(purpose, settings))
        if let line = intake.line { try Console.print(line) }
        if let known = plan.upToDate {
            try Console.print(
                "leave    \(output)/\(day.date)/ as it is: up to date, \(known.isComplete ? "complete" : "marked incomplete")"
            )
        }
        try printSteps(plan.steps)
        sayWhatIsLeftOut(plan)
        return ExitStatus(isComplete: intake.isComplete)
    }

    /// What is known of the logs before they are read.
    private func intake(of day: ReportDay, into store: Store?) throws -> (line: String?, isComplete: Bool) {
        guard purpose.isNightly else { return (nil, true) }
        let sources: [LogSource]
        do {
            sources = try LogPlaces(settings).found(for: day, knownTo: store).sources
        } catch LogReadingError.noLogs(let folder) {
            Console.problem(LogReadingError.noLogs(folder: folder).description)
            return (nil, false)
        }
        let problems = sources.compactMap(\.problem)
        for problem in problems { Console.problem(problem.description) }
        let new = try NightRun.unread(sources.filter { $0.problem == nil }, store)
        let files = "         files: \(sources.count - problems.count), new or changed: \(new)"
        let more = "; their records may add days to the steps below, which go by the database as it is"
        return (files + (new > 0 ? more : ""), problems.isEmpty)
    }

    /// How many of some files the database does not know as they are now.
    private static func unread(_ sources: [LogSource], _ store: Store?) throws -> Int {
        guard let store else { return sources.count }
        let ledger = try store.ledger()
        var unread = 0
        for source in sources {
            if let known = ledger[source.identity], known.size == source.size || !source.hasFixedBytes,
                source.version.map({ $0 == known.version }) ?? (known.modified == source.modified)
            {
                continue
            }
            unread += 1
        }
        return unread
    }
}

extension NightRun {
    /// Writes weeks or months again, from what the database keeps of their days.
    package static func write(_ periods: [Period], _ settings: Configuration) throws -> ExitStatus {
        _ = try settings.requiredOutput()
        let access = try DatabaseAccess(.writingWhatIsThere, settings)
        defer { access.release() }
        let executor = PlanExecutor(access, settings, day: nil)
        let days = try NightState.days(
            Set(periods.flatMap(\.days)), settings, executor.history)
        try executor.carryOut(NightPlan.steps(writing: periods, days, settings))
        return ExitStatus(isComplete: executor.isShared)
    }
}
