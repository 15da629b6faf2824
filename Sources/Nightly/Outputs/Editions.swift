import Delivery
import Model
import Report
import Settings

/// Which edition of a day its report is, as it would be made now.
struct Editions {
    let history: DayHistory
    let settings: Configuration

    func edition(of day: ReportDay) throws -> UnitDay.Edition {
        let row = try history[day.date]
        let isUnchanged = row?.fingerprint?.data == (try history.data(of: day))
        let revision = Int(row.map { isUnchanged ? $0.revision : $0.revision + 1 } ?? 1)
        var edition = UnitDay.Edition(revision: revision, issued: try issued(revision, of: day))
        if let row, let known = row.summary, row.revision < revision {
            edition.before = known
            edition.revisionBefore = Int(row.revision)
        } else {
            edition.changes = row?.summary?.revisionChanges
        }
        edition.undelivered = try undelivered(before: edition.issued)
        return edition
    }

    /// When this revision of a day was first made: a report that is written again is no newer than it was.
    func issued(_ revision: Int, of day: ReportDay) throws -> Instant {
        try history[day.date].flatMap { Int($0.revision) == revision ? $0.created : nil } ?? .now()
    }

    /// What the runs before could not deliver, for the first lines of the report.
    private func undelivered(before issued: Instant) throws -> [String]? {
        guard let path = settings.database.map({ $0 + ".outbox" }) else { return nil }
        let since = issued.advanced(bySeconds: -Editions.refusedSeconds)
        // What nobody has answered yet was queued by a run that died: this one sends it.
        let found = try OutboxSummary(path, refusedSince: since).undelivered.filter {
            $0.created < issued && !$0.reason.isEmpty
        }
        guard !found.isEmpty else { return nil }
        let listed = found.prefix(5).map { Secrets.masked($0.sentence) + "." }
        return listed + (found.count > 5 ? ["\(found.count - 5) more messages were not delivered."] : [])
    }

    /// Two nights: what was refused the night before was so after its report was written.
    private static let refusedSeconds: Int64 = 2 * 86_400
}
