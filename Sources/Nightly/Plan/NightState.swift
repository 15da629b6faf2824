import Diagnosis
import Model
import Report

/// What a plan goes by: what the database, the output folder and the outbox hold.
struct NightState: Equatable, Sendable {
    /// A day that the plan may have to work out or write.
    struct Day: Equatable, Sendable {
        var day: ReportDay
        /// The first record of it; nil where the database has none.
        var firstRecord: Instant? = nil
        /// False where pruning took events of it.
        var hasAllEvents = true
        /// What is kept of its report; nil where it was never worked out.
        var kept: Kept? = nil
    }

    /// How what is kept of a day agrees with the present.
    struct Kept: Equatable, Sendable {
        /// No record of the day or the hours around it came since.
        var isCurrent = true
        var isMailed = true
    }

    /// What is known of a report that would be written again byte by byte.
    struct UpToDate: Equatable, Sendable {
        var isComplete = true
        var alerts = 0
    }

    /// The day that the run is for.
    var day: ReportDay
    /// The days that the plan may ask for, by date.
    var days: [CivilDate: Day] = [:]
    /// The dates of which anything is kept.
    var keptDates: Set<CivilDate> = []
    /// The report of the day, where all of its files are there and would be the same again.
    var upToDate: UpToDate?
    /// Names of the weeks and months that have a page.
    var periodsWithPage: Set<String> = []
    /// Those whose report was made before its days were written again.
    var outdatedPeriods: Set<Period> = []
    /// Names of those whose latest revision was mailed.
    var periodsMailed: Set<String> = []
    /// Names of folders that look like reports, of days and periods; asked for only where they are not kept for ever.
    var reports: [String] = []
    /// The day that `latest` points to, where its folder exists.
    var latest: CivilDate?
    /// False for a database that may only be read: an archive, a snapshot, somebody else's.
    var mayKeep = true
}

extension NightState.Day {
    /// Whether its report was written, and records came since or its mail has not left.
    var isReopened: Bool { kept.map { !$0.isCurrent || !$0.isMailed } ?? false }

    /// Whether others have nothing, or something outdated, of it to compare with, and the database can give it.
    ///
    /// A day whose only records are within the hours that the next day's own analysis sees is left out: nothing is
    /// compared with three hours.
    var needsWork: Bool {
        guard let firstRecord, hasAllEvents, kept?.isCurrent != true else { return false }
        return firstRecord < day.span.end.advanced(bySeconds: -AnalysisContext.secondsBefore)
    }
}
