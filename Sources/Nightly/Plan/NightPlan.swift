import Azure
import Diagnosis
import Model
import Report
import Settings

/// What a run does, as a list of steps.
///
/// Pure: the same purpose, state and settings give the same plan, so it can be printed and tested without a file.
struct NightPlan: Equatable, Sendable {
    private(set) var steps: [Step] = []
    /// Days that late records reopened, and that cannot be written again because pruning took some of their events.
    private(set) var prunedDays: [CivilDate] = []
    /// What is known of the day's report where it is up to date and left alone; nil where it is written.
    private(set) var upToDate: NightState.UpToDate?

    private let purpose: Purpose
    private let state: NightState
    private let settings: Configuration
    private var history: HistorySteps

    /// The dates that a day is compared with, or whose numbers it shows: all are worked out before it, oldest
    /// first, so that a report does not depend on whether the nights before it ran.
    private static func datesCompared(with day: ReportDay, back: Range<Int> = 1..<TrendDay.days) -> [CivilDate] {
        back.reversed().map { day.date.advanced(byDays: -$0) }
    }

    /// What comes before all else; what it finds decides about the rest.
    static func intake(_ purpose: Purpose, _ settings: Configuration) -> [Step] {
        purpose.isNightly && !settings.logs.isEmpty ? [.importLogs(settings.logs.map(BlobAddress.shown))] : []
    }

    /// The plan of a day's run once the logs are in the database.
    static func of(
        _ purpose: Purpose, _ state: NightState, _ settings: Configuration, clock: ZoneClock, now: Instant
    ) throws -> NightPlan {
        var plan = NightPlan(purpose, state, settings)
        if plan.leavesTheDayAlone() { return plan }
        plan.writeDays()
        guard state.mayKeep else {
            plan.pointLatest()
            return plan
        }
        plan.writePeriods()
        plan.pointLatest()
        // Mails leave when all reports are complete: a mail server that is slow delays none of them.
        plan.sendMail()
        plan.shareDays()
        try plan.prune(clock, now)
        plan.removeReports(clock, now)
        plan.steps.append(.updateIndex)
        return plan
    }

    /// The steps where somebody asks for weeks or months alone.
    static func steps(
        writing periods: [Period], _ days: [CivilDate: NightState.Day], _ settings: Configuration
    ) -> [Step] {
        var history = HistorySteps(days: days)
        return periods.flatMap { history.take($0.days) + [.writePeriod($0)] }
            + (settings.eventStore == nil ? [] : [.shareDays]) + [.updateIndex]
    }

    /// The dates of which a plan asks whether they have to be worked out, once it is known what it writes; none where it
    /// leaves the day alone.
    static func datesAsked(_ purpose: Purpose, _ state: NightState, _ settings: Configuration) -> Set<CivilDate> {
        var plan = NightPlan(purpose, state, settings)
        guard state.mayKeep, !plan.leavesTheDayAlone() else { return [] }
        let periods = plan.reopenedPeriods
            .union(Period.latestOver(on: state.day.date).filter(plan.lacksPageOrMail))
            .union(state.outdatedPeriods)
        return Set(plan.writtenDays.flatMap { datesCompared(with: $0, back: 1..<8) } + periods.flatMap(\.days))
    }

    /// The dates of which a plan asks whether anything is kept of them: of these a late record is no matter any more.
    static func olderDatesAsked(_ purpose: Purpose, _ state: NightState, _ settings: Configuration) -> Set<CivilDate> {
        var plan = NightPlan(purpose, state, settings)
        guard state.mayKeep, !plan.leavesTheDayAlone() else { return [] }
        return Set(plan.writtenDays.flatMap { datesCompared(with: $0, back: 8..<TrendDay.days) })
    }

    private init(_ purpose: Purpose, _ state: NightState, _ settings: Configuration) {
        self.purpose = purpose
        self.state = state
        self.settings = settings
        history = HistorySteps(days: state.days)
    }

    /// Where nothing is to be written, a run that died once its report was complete may not have come to the rest.
    private mutating func leavesTheDayAlone() -> Bool {
        guard purpose.maySkip, reopenedDays.isEmpty, missingPeriods.isEmpty, let known = state.upToDate,
            known.alerts == 0 || settings.failOn == .nothing
        else { return false }
        notePrunedDays()
        upToDate = known
        pointLatest()
        sendMail()
        shareDays()
        steps.append(.updateIndex)
        return true
    }

    private var lateDays: [NightState.Day] {
        guard settings.lateDays > 0 else { return [] }
        return (1...settings.lateDays).reversed().compactMap { state.days[state.day.date.advanced(byDays: -$0)] }
            .filter(\.isReopened)
    }

    private var reopenedDays: [ReportDay] {
        state.mayKeep ? lateDays.filter(\.hasAllEvents).map(\.day) : []
    }

    private var writtenDays: [ReportDay] { reopenedDays + [state.day] }

    private mutating func notePrunedDays() {
        prunedDays = state.mayKeep ? lateDays.filter { !$0.hasAllEvents }.map(\.day.date) : []
    }

    private mutating func writeDays() {
        notePrunedDays()
        for day in writtenDays {
            if state.mayKeep { steps += history.take(NightPlan.datesCompared(with: day)) }
            steps.append(.write(day))
            if mailsDays { steps.append(.queueMail(of: day)) }
            if purpose.isNightly, settings.notifies { steps.append(.queueNotices(of: day)) }
            if state.mayKeep { steps.append(.keep(day, isMailDue: isMailDue(of: day.date))) }
            history.done.insert(day.date)
        }
    }

    /// Whether a report that was only asked for is still to be mailed by the next nightly run.
    private func isMailDue(of date: CivilDate) -> Bool {
        guard settings.mail != nil || settings.notifies, !purpose.isNightly else { return false }
        return state.days[date]?.kept.map { !$0.isMailed || !$0.isCurrent } ?? true
    }

    private mutating func writePeriods() {
        let due = reopenedPeriods.union(missingPeriods)
        for period in due.sorted(by: { ($0.first, $0.name) < ($1.first, $1.name) }) {
            steps += history.take(period.days)
            steps.append(.writePeriod(period))
            if purpose.isNightly, settings.mail?.wants(period) == true { steps.append(.queueMailOfPeriod(period)) }
        }
    }

    /// Weeks and months that hold one of the days that are written, and are over when the newest of them is.
    private var reopenedPeriods: Set<Period> { Period.over(on: state.day.date, of: writtenDays.map(\.date)) }

    /// The latest week and month that are over, where their report or its mail is missing, and those whose report is of days
    /// as they were.
    private var missingPeriods: [Period] {
        let known = state.keptDates.union(history.done)
        return Period.latestOver(on: state.day.date).filter { period in
            period.days.contains(where: known.contains) && lacksPageOrMail(period)
        } + state.outdatedPeriods
    }

    private func lacksPageOrMail(_ period: Period) -> Bool {
        !state.periodsWithPage.contains(period.name)
            || (settings.mail?.wants(period) == true && !state.periodsMailed.contains(period.name))
    }

    private mutating func pointLatest() {
        if let latest = state.latest, latest >= state.day.date { return }
        steps.append(.pointLatest(to: state.day.date))
    }

    private mutating func sendMail() {
        guard purpose.isNightly, settings.mail?.hasTransport == true || settings.notifies else { return }
        steps.append(.sendMail)
    }

    private mutating func shareDays() {
        if settings.eventStore != nil { steps.append(.shareDays) }
    }

    /// Never takes what the report's day was worked out from: another run may have to do so again.
    private mutating func prune(_ clock: ZoneClock, _ now: Instant) throws {
        let needed = state.day.span.start.advanced(bySeconds: -AnalysisContext.secondsBefore)
        let cut = { (length: TimeSpan) in min(try clock.cut(keeping: length, now: now), needed) }
        let keep = settings.retention
        guard keep.events != nil || keep.rollups != nil else { return }
        steps.append(.prune(eventsBefore: try keep.events.map(cut), countsBefore: try keep.rollups.map(cut)))
    }

    /// Never takes what this run wrote or would write again: its day, and the latest week and month that are over.
    private mutating func removeReports(_ clock: ZoneClock, _ now: Instant) {
        guard purpose.isNightly, let length = settings.retention.reports else { return }
        let cut = min(clock.date(at: now.advanced(bySeconds: -length.seconds)), state.day.date)
        let kept = Set(Period.latestOver(on: state.day.date).map(\.name) + [state.latest?.description ?? ""])
        let old = state.reports.filter { name in
            guard !kept.contains(name), let last = CivilDate(name) ?? Period(name)?.last else { return false }
            return last < cut
        }
        if !old.isEmpty { steps.append(.removeReports(old)) }
    }

    private var mailsDays: Bool {
        purpose.isNightly && settings.mail?.hasTransport == true && settings.mail?.when != .never
    }
}

/// The days before others that have to be worked out, each once.
private struct HistorySteps: Equatable {
    let days: [CivilDate: NightState.Day]
    /// Dates of which something is kept when the steps so far are done.
    var done: Set<CivilDate> = []

    mutating func take(_ dates: [CivilDate]) -> [Step] {
        dates.compactMap { date in
            guard !done.contains(date), let known = days[date], known.needsWork else { return nil }
            done.insert(date)
            return .workOut(known.day)
        }
    }
}

extension Period {
    /// The latest week and the latest month that are over when a day is.
    static func latestOver(on newest: CivilDate) -> [Period] {
        [week(of: newest), month(of: newest)].map { $0.last <= newest ? $0 : $0.before }
    }

    /// The weeks and months that hold one of some dates, and are over when a day is.
    static func over(on newest: CivilDate, of dates: [CivilDate]) -> Set<Period> {
        Set(dates.flatMap { [week(of: $0), month(of: $0)] }.filter { $0.last <= newest })
    }
}

extension Configuration {
    /// Whether any service is notified.
    var notifies: Bool { notify.map { !NoticeJob.services($0).isEmpty } ?? false }
}

extension MailSettings {
    /// Whether mail goes anywhere: without a server or a command it is only kept beside the report.
    var hasTransport: Bool { smtp != nil || sendmail != nil }

    /// Whether the report of such a period is mailed when it is over.
    func wants(_ period: Period) -> Bool {
        guard hasTransport, !(to + cc + bcc + digestTo).isEmpty else { return false }
        switch period.kind {
        case .week: return digest.contains(.week)
        case .month: return digest.contains(.month)
        }
    }
}
