import Model
import Report

/// One thing that a run does.
///
/// A plan is a list of them; each may count on those before it, and a run that dies between two of them leaves the rest
/// to the next one.
enum Step: Hashable, Sendable {
    case importLogs([String])
    /// Works out a day that others are compared with, and keeps what it came to; writes no file.
    case workOut(ReportDay)
    /// Works out a day and writes its outputs.
    case write(ReportDay)
    /// Puts the mails of the day that was just written on their way, where its report is one that is to be mailed.
    case queueMail(of: ReportDay)
    /// Puts its notifications on their way, to the services that are set.
    case queueNotices(of: ReportDay)
    /// Keeps what the day that was just written came to; a day whose mail is still due is taken up by the next nightly
    /// run.
    case keep(ReportDay, isMailDue: Bool)
    /// Writes a week or a month from what is kept of its days, and keeps its revision.
    case writePeriod(Period)
    /// Puts the mail of the period that was just written on its way, unless this revision went before.
    case queueMailOfPeriod(Period)
    case pointLatest(to: CivilDate)
    case sendMail
    /// Writes daily results into ClickHouse, where people ask for them in SQL.
    case shareDays
    case prune(eventsBefore: Instant?, countsBefore: Instant?)
    /// Removes reports that are older than what is kept: names of folders.
    case removeReports([String])
    case updateIndex
}

extension Step {
    /// A line for whoever wants to know beforehand: what is done, with what.
    ///
    /// - Parameters:
    ///   - output: the folder of the reports.
    ///   - database: the path of the database.
    ///   - files: the names of what is written for a day.
    func line(output: String, database: String, files: [String]) -> String {
        switch self {
        case .importLogs(let paths):
            "import   logs from \(paths.joined(separator: ", ")) into \(database)"
        case .workOut(let day):
            "analyse  \(day.date), for other days to compare with"
        case .write(let day):
            "write    \(output)/\(day.date)/: \(files.joined(separator: ", "))"
        case .queueMail(let day):
            "queue    the mail of \(day.date), if its report is one to mail, in \(database).outbox"
        case .queueNotices(let day):
            "queue    the notifications of \(day.date), in \(database).outbox"
        case .keep(let day, let isMailDue):
            "keep     the figures of \(day.date) in \(database)" + (isMailDue ? ", marked as not mailed" : "")
        case .writePeriod(let period):
            "write    \(output)/\(period.name)/: report.json, report.md, summary.eml, report.html"
        case .queueMailOfPeriod(let period):
            "queue    the mail of \(period.name), unless this revision was mailed, in \(database).outbox"
        case .pointLatest(let date):
            "link     \(output)/latest to \(date)"
        case .sendMail:
            "send     what waits in \(database).outbox"
        case .shareDays:
            "share    daily results in ClickHouse"
        case .prune(let events, let counts):
            "prune    "
                + [events.map { "events before \($0)" }, counts.map { "counts before \($0)" }].compactMap { $0 }
                .joined(separator: ", ")
        case .removeReports(let names):
            "remove   \(names.map { output + "/" + $0 + "/" }.joined(separator: ", ")), older than what is kept"
        case .updateIndex:
            "index    \(output)/index.json, \(output)/index.html"
        }
    }
}
