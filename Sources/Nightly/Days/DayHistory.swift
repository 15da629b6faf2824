import Diagnosis
import Foundation
import Model
import Report
import Settings
import Store

/// What the database keeps of report days: each row is read once in a run, and is kept up with what the run adds.
final class DayHistory {
    let timeZone: String
    /// Whether days are written, and not only read.
    let mayKeep: Bool
    let store: Store
    /// With what each day begins.
    let states: StateKeeper
    let settings: Configuration
    private var rows: [CivilDate: Row?]
    /// Fingerprints of all days of which something is kept; nil until somebody asks.
    private var known: [CivilDate: String]?
    /// What all days of a run have in common is digested once.
    private lazy var surroundings = ReportFingerprint.surroundings(of: settings)
    /// Side inputs that were asked for in vain: what is written without them is to be written again.
    private var failedInputs: Set<FailedInput> = []

    /// The hubs with records of a day, by date.
    private var present: [CivilDate: Set<TextID>] = [:]

    private struct FailedInput: Hashable {
        let kind: KeptInput.Kind
        /// Nil for every day.
        let date: CivilDate?
    }

    private lazy var inputSources = ReportFingerprint.inputSources(of: settings)

    /// What is kept of one day.
    struct Row: Sendable {
        let revision: Int64
        let created: Instant
        /// With real names; nil where another version wrote what cannot be read any more.
        let summary: DaySummary?

        let fingerprint: ReportFingerprint?

        fileprivate init(_ stored: StoredDaySummary) {
            self.init(stored, try? JSONDecoder().decode(DaySummary.self, from: Data(stored.summary)))
        }

        fileprivate init(_ stored: StoredDaySummary, _ summary: DaySummary?) {
            (revision, created) = (stored.revision, stored.created)
            fingerprint = ReportFingerprint(stored.fingerprint)
            self.summary = summary
        }
    }

    /// - Parameters:
    ///   - mayKeep: false for a database that may only be read.
    ///   - rows: what somebody else has read already.
    init(store: Store, settings: Configuration, mayKeep: Bool, rows: [CivilDate: Row?] = [:]) {
        self.rows = rows
        self.store = store
        self.settings = settings
        self.mayKeep = mayKeep
        timeZone = settings.timeZone
        states = StateKeeper(store: store, settings: settings, mayWrite: mayKeep)
    }

    /// What is kept of a date; nil where nothing is.
    subscript(date: CivilDate) -> Row? {
        get throws {
            if let row = rows[date] { return row }
            let row = try isKnown(date) ? store.daySummary(of: date, timeZone: timeZone).map(Row.init) : nil
            rows[date] = .some(row)
            return row
        }
    }

    /// What is kept of the days before one that it is compared with, for others to know.
    func rows(before day: ReportDay) throws -> [CivilDate: Row?] {
        var found: [CivilDate: Row?] = [:]
        for back in 1...BaselineBuilder.days {
            let date = day.date.advanced(byDays: -back)
            found[date] = .some(try self[date])
        }
        return found
    }

    /// The hubs with records of a day.
    func hubsWithRecords(of day: ReportDay) throws -> Set<TextID> {
        if let known = present[day.date] { return known }
        let found = try store.hubsWithRecords(in: day.span)
        present[day.date] = found
        return found
    }

    /// Hubs with records of a day that somebody else asked for already.
    func use(_ present: Set<TextID>, of day: ReportDay) { self.present[day.date] = present }

    /// The dates of which something is kept.
    func dates() throws -> Set<CivilDate> { Set(try fingerprints().keys) }

    /// Whether something is kept of a date.
    func isKnown(_ date: CivilDate) throws -> Bool { try fingerprints()[date] != nil }

    /// What the kept report of a date was made from; nil where there is none.
    func keptFingerprint(of date: CivilDate) throws -> ReportFingerprint? {
        try fingerprints()[date].flatMap { ReportFingerprint($0) }
    }

    /// The fingerprints of all days, by date.
    func fingerprints() throws -> [CivilDate: String] {
        if let known { return known }
        let all = Dictionary(
            try store.summaryFingerprints(timeZone: timeZone).map { ($0.date, $0.fingerprint) }
        ) { first, _ in first }
        known = all
        return all
    }

    /// Notes that a side input was asked for in vain, on a day or on all.
    func noteFailure(of kind: KeptInput.Kind, on date: CivilDate? = nil) {
        failedInputs.insert(FailedInput(kind: kind, date: date))
    }

    private func hasFailed(_ kind: KeptInput.Kind, on date: CivilDate) -> Bool {
        [nil, date].contains { failedInputs.contains(FailedInput(kind: kind, date: $0)) }
    }

    /// What a report of a day would be made from now.
    func fingerprint(of day: ReportDay) throws -> ReportFingerprint {
        let unreadable = try store.unreadableFiles(most: DayFacts.mostUnreadable)
        let strangers = try store.strangers(most: DayFacts.mostUnreadable)
        var parts =
            try surroundings + ReportFingerprint.secret(of: settings) + unreadable.reasons
            + strangers.files.map { $0.path + " " + $0.what } + ["\(unreadable.count) \(strangers.count)"]
            + store.otherOperations(in: day.span).map { "\($0.name) \($0.records)" }
        // Where no file is named, the day is worked out with what it was worked out with before.
        let kept = try store.inputSources(of: day.date, timeZone: timeZone)
        for kind in KeptInput.Kind.allCases {
            let named = inputSources[kind] ?? ""
            parts.append(named.isEmpty ? kept[kind] ?? "" : named + (hasFailed(kind, on: day.date) ? " in vain" : ""))
        }
        let before = try fingerprints()
        for back in 1..<TrendDay.days { parts.append(before[day.date.advanced(byDays: -back)] ?? "") }
        return ReportFingerprint(data: try data(of: day), made: parts, place: settings.output ?? "")
    }

    /// The part of it that records decide: those of the day, and the state with which it begins.
    func data(of day: ReportDay) throws -> String {
        ReportFingerprint.data(
            revision: try store.revision(of: AnalysisContext.span(around: day)), state: try states.digest(of: day))
    }

    /// What the report of a week or a month would be made from now: the records of its days, as far as they are kept.
    func data(of period: Period) throws -> String {
        var parts: [String] = []
        for date in period.days {
            guard let known = try keptFingerprint(of: date) else { continue }
            parts.append("\(date) \(known.records)")
        }
        return ReportFingerprint.digest(parts.joined(separator: ","))
    }

    /// Replaces what is kept of a day.
    ///
    /// - Parameter summary: what the day's own summary holds, with real names.
    func keep(_ derived: DerivedDay, _ summary: DaySummary, of day: ReportDay) throws {
        try store.replaceDerived(of: day.date, timeZone: day.timeZone, derived)
        rows[day.date] = .some(Row(derived.summary, summary))
        known?[day.date] = derived.summary.fingerprint
    }
}
