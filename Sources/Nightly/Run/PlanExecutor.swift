import ClickHouse
import Delivery
import Foundation
import Importing
import LogReading
import Model
import Rendering
import Report
import Settings
import Store
import Threads

/// Carries out the steps of a plan, one after the other.
///
/// What several of them need is made when the first one does: a run that finds its report up to date reads no side input.
final class PlanExecutor {
    let history: DayHistory
    /// What the import came to; nil where there was none.
    private(set) var outcome: ImportOutcome?
    /// Whether something of the input is missing or was in doubt.
    private(set) var isInputIncomplete = false
    /// The report of the day that the run is for, once it was written.
    private(set) var report: DayReport?

    /// False where somebody who should have a mail of this or an earlier run has none.
    private(set) var isMailSent = true

    /// False where ClickHouse did not take the daily results, and should have.
    private(set) var isShared = true
    private var reported: Set<CivilDate> = []
    private var sharedDrops: [CivilDate: SharedDropsAside] = [:]

    private let day: ReportDay?
    private let access: DatabaseAccess
    private let store: Store
    private let settings: Configuration
    private let mail: MailJob
    /// Whether a person reads what is printed, and no program.
    private let printsProgress: Bool
    /// What no step waits for: it gets its name, and the disk has it, at the next `settle`.
    private let loose = FileGroup()
    private lazy var folder = Result {
        try OutputFolder(settings.requiredOutput(), readers: settings.requiredGroup(), in: loose)
    }
    private let renderer: LazyRenderer
    private lazy var job = Result {
        try ReportJob(DayJob(history, settings), settings, renderer, sharesDrops: access.wantsDrops)
    }
    /// The day and the period that the next steps go on with.
    private var written: ReportJob.Written?
    private var writtenPeriod: ReportJob.WrittenPeriod?
    /// Ids of the messages of this run, which are tried more than once.
    private var justQueued: Set<String> = []

    private let isByHand: Bool
    /// Whether the hubs that were asked for are known, looked at once.
    private lazy var hubs = Result { try job.get().days.requireHubs(isByHand: isByHand) }

    /// - Parameters:
    ///   - day: the one that the run is for; nil where it is for periods.
    ///   - isByHand: whether somebody asked for the day, and waits.
    ///   - printsProgress: whether what an import came to is printed.
    init(
        _ access: DatabaseAccess, _ settings: Configuration, day: ReportDay?, isByHand: Bool = false,
        printsProgress: Bool = false
    ) {
        self.isByHand = isByHand
        self.printsProgress = printsProgress
        self.access = access
        store = access.store
        self.settings = settings
        renderer = LazyRenderer(settings)
        self.day = day
        history = DayHistory(store: store, settings: settings, mayKeep: access.mayWrite)
        mail = MailJob(settings: settings.mail, notify: settings.notify, outboxPath: access.path + ".outbox")
    }

    /// Carries them out one after the other; at the end, also where one fails, what they kept is kept.
    func carryOut(_ steps: [Step]) throws {
        defer { loose.discard() }
        do {
            for step in steps {
                switch step {
                // They only lead to a report that the disk has.
                case .pointLatest, .updateIndex: break
                // With its files goes what is still on its way to the disk.
                case .write: try store.commitHeld()
                default: try settle()
                }
                try carryOut(step)
            }
        } catch {
            try? store.commitHeld()
            throw error
        }
        try settle()
    }

    /// Puts a database that the import made into its place, which the disk has before it has the report.
    func settleDatabase() throws { try access.settle(with: loose) }

    /// Commits what the last day came to while the disk takes what leads to its report.
    private func settle() throws {
        _ = try inParallel("hubdrops disk") { [loose] in
            try loose.commit()
        } here: {
            try store.commitHeld()
        }
    }

    private func carryOut(_ step: Step) throws {
        switch step {
        case .importLogs: try importLogs()
        case .workOut(let day): try job.get().workOut(day)
        case .write(let day): try write(day)
        case .queueMail: try queue(written.map { try mail.wanted($0.messages, of: $0.report) } ?? [])
        case .queueNotices(let day): try queueNotices(of: day)
        case .keep(_, let isMailDue): try keep(isMailDue: isMailDue)
        case .writePeriod(let period): writtenPeriod = try job.get().write(period, to: folder.get(), mail: mail)
        case .queueMailOfPeriod(let period): try queueMail(of: period)
        case .pointLatest(let date): try folder.get().link("latest", to: date.description)
        case .sendMail: isMailSent = try mail.sendWaiting(justQueued: justQueued, now: .now())
        case .shareDays: try shareDays()
        case .prune(let events, let counts):
            _ = try access.forget(eventsBefore: events, countsBefore: counts)
        case .removeReports(let names): for name in names { try ReportRemoval.remove(name, from: folder.get()) }
        case .updateIndex: try updateIndex()
        }
    }

    func summaryText(_ report: DayReport) throws -> String { try renderer.get().summaryText(report) }

    /// What `notify.json` says.
    func noticeText(_ report: DayReport) throws -> String {
        let renderer = try renderer.get()
        return try renderer.json(renderer.notice(report, base: settings.baseURL))
    }

    /// A folder without logs is no reason to write no report: its first line will say that there is no data.
    private func importLogs() throws {
        do {
            let outcome = try LogImport(settings: settings, day: day).run(into: access)
            self.outcome = outcome
            isInputIncomplete = outcome.isIncomplete
            if printsProgress { try Console.print(outcome.summary) }
        } catch LogReadingError.noLogs(let folder) {
            Console.problem(LogReadingError.noLogs(folder: folder).description)
            isInputIncomplete = true
        }
        try access.bringUpToDate()
    }

    private func write(_ day: ReportDay) throws {
        try hubs.get()
        written = try job.get().write(day, to: folder.get(), mail: mail)
        if day == self.day { report = written?.report }
    }

    private func keep(isMailDue: Bool) throws {
        guard let done = written else { return }
        written = nil
        let job = try job.get()
        reported.insert(done.figures.day.date)
        // Of a day of which hubs failed nothing is kept.
        if done.figures.failures.isEmpty { sharedDrops[done.figures.day.date] = done.sharedDrops }
        try store.hold { try job.keep(done.report, done.figures, issued: done.issued, isMailDue: isMailDue) }
    }

    private func queue(_ messages: [MailMessage]) throws {
        for message in messages {
            if let id = try mail.add(message, now: .now()) { justQueued.insert(id) }
        }
    }

    private func queueNotices(of day: ReportDay) throws {
        guard let notify = settings.notify, let report = written?.report else { return }
        let job = NoticeJob(
            settings: notify, base: settings.baseURL, outboxPath: mail.outboxPath, renderer: try renderer.get())
        justQueued.formUnion(try job.queue(report, isNewest: day == self.day, now: .now()))
    }

    /// Reports do not wait for it, nor fail with it; whoever only may read is told, and no more.
    private func shareDays() throws {
        do {
            try access.share(reported: reported, drops: sharedDrops)
        } catch let error as ClickHouseError {
            isShared = error.kind == .forbidden
            let next = isShared ? "let a user with CREATE and INSERT run the report" : "the next run writes them"
            Console.problem(
                "reports are complete, but their daily results are not in ClickHouse: \(error.reason); \(next)",
                isWarning: true)
        } catch let error as DeliveryError {
            // No room for what waits on its way there.
            isShared = false
            Console.problem(
                "reports are complete, but their daily results are not in ClickHouse: \(error.reason); the next run writes them",
                isWarning: true)
        }
    }

    private func queueMail(of period: Period) throws {
        guard var kept = writtenPeriod?.kept, let message = writtenPeriod?.message, kept.mailed < kept.revision else {
            return
        }
        try queue([message])
        kept.mailed = kept.revision
        try store.keep(kept, of: period.name, timeZone: settings.timeZone)
    }

    private func updateIndex() throws {
        let redaction = settings.redact ? try Redaction(settings, of: try store.vocabulary()) : nil
        try IndexJob(history: history, settings: settings, redaction: redaction, renderer: renderer.get())
            .update(in: folder.get())
    }
}
