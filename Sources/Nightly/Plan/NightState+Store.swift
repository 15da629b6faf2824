import Foundation
import Model
import Report
import Settings
import Store

extension NightState {
    /// Looks at the database and the folder of the reports; writes nothing.
    init(
        of day: ReportDay, _ purpose: Purpose, _ settings: Configuration, _ history: DayHistory?,
        mayKeep: Bool = true
    ) throws {
        self.init(day: day)
        self.mayKeep = mayKeep
        if let output = settings.output {
            periodsWithPage = Set(
                Period.latestOver(on: day.date).map(\.name).filter { ReportFolders.hasPage($0, in: output) })
            latest = ReportFolders.latest(in: output)
            if settings.retention.reports != nil { reports = ReportFolders.candidates(in: output) }
        }
        guard let history else { return }
        keptDates = try history.dates()
        let late = (0...max(0, settings.lateDays)).map { day.date.advanced(byDays: -$0) }
        days = try NightState.days(Set(late), settings, history)
        for period in Period.latestOver(on: day.date) {
            let kept = try history.store.periodSummary(of: period.name, timeZone: settings.timeZone)
            if let kept, kept.mailed >= kept.revision { periodsMailed.insert(period.name) }
        }
        outdatedPeriods = try NightState.outdated(Period.over(on: day.date, of: late), settings, history)
        if purpose.maySkip { upToDate = try NightState.upToDate(day, settings, history) }
        // Whether a day of long ago is up to date may take a pass over its events, so only those that matter are asked.
        let asked = NightPlan.datesAsked(purpose, self, settings).subtracting(days.keys)
        let older = NightPlan.olderDatesAsked(purpose, self, settings).subtracting(asked).subtracting(days.keys)
        days.merge(try NightState.days(asked, settings, history)) { known, _ in known }
        days.merge(try NightState.days(older, settings, history, asKept: true)) { known, _ in known }
    }

    /// Periods with a report that says less than their days do: a run died between the two.
    private static func outdated(
        _ periods: Set<Period>, _ settings: Configuration, _ history: DayHistory
    ) throws -> Set<Period> {
        try periods.filter { period in
            let kept = try history.store.periodSummary(of: period.name, timeZone: settings.timeZone)
            return try kept.map { try $0.data != history.data(of: period) } ?? false
        }
    }

    /// What is known of some days; those that the zone skipped are left out.
    ///
    /// - Parameter asKept: whether what is kept of them is taken for current without a look.
    static func days(
        _ dates: Set<CivilDate>, _ settings: Configuration, _ history: DayHistory, asKept: Bool = false
    ) throws -> [CivilDate: Day] {
        let store = history.store
        let clock = try settings.clock()
        let retention = try store.retention()
        var days: [CivilDate: Day] = [:]
        for date in dates.sorted() {
            guard let day = try? clock.reportDay(of: date) else { continue }
            var known = Day(
                day: day, firstRecord: try store.firstEvent(in: day.span),
                hasAllEvents: retention.keepsEvents(of: day.span))
            if let fingerprint = try history.keptFingerprint(of: date) {
                known.kept = Kept(
                    isCurrent: try asKept || fingerprint.data == history.data(of: day), isMailed: fingerprint.isMailed)
            }
            days[date] = known
        }
        return days
    }

    /// What is known of a day whose files are all there and would be written the same again.
    ///
    /// A timer that runs every hour, or a run that was started twice, costs next to nothing then.
    private static func upToDate(
        _ day: ReportDay, _ settings: Configuration, _ history: DayHistory
    ) throws -> UpToDate? {
        let folder = (settings.output ?? "") + "/" + day.date.description
        guard let row = try history[day.date], row.fingerprint == (try history.fingerprint(of: day)),
            DayOutputs.files(settings).allSatisfy({ FileManager.default.fileExists(atPath: folder + "/" + $0) })
        else { return nil }
        return row.summary.map {
            UpToDate(isComplete: $0.isComplete && $0.hasSideProblems != true, alerts: $0.alerts)
        }
    }
}
