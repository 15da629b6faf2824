/// What a revision of a day's report says otherwise than the one before.
package struct RevisionChanges: Sendable, Equatable, Codable {
    package struct Number: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable, CaseIterable {
            case records, drops, renewals
            case devicesThatDropped = "devices-that-dropped"
            case downtimeSeconds = "downtime-seconds"
            case stillDown = "still-down"
            case availability, incidents, alerts
            case hoursWithoutRecords = "hours-without-records"
        }

        package var kind: Kind
        /// Absent where it was not known.
        package var before: Double?
        package var after: Double?
    }

    /// The revision compared with.
    package var against: Int
    /// Numbers that differ.
    package var numbers: [Number]
    /// Its headline, where that is another.
    package var headlineBefore: String?
    /// Files that are new or have grown since, at most `mostFiles`.
    package var lateFiles: [String]
    package var lateFilesNotListed: Int

    package static let mostFiles = 20

    /// Compares a report with the summary of the revision before.
    init(_ report: DayReport, against before: DaySummary, revision: Int) {
        let now = DaySummary(report)
        func number(_ kind: Number.Kind, _ value: (DaySummary) -> Double?) -> Number? {
            let (old, new) = (value(before), value(now))
            return old == new ? nil : Number(kind: kind, before: old, after: new)
        }
        against = revision
        numbers = [
            number(.records) { Double($0.records) },
            number(.drops) { Double($0.drops) },
            number(.renewals) { Double($0.renewals) },
            number(.devicesThatDropped) { Double($0.devicesThatDropped) },
            number(.downtimeSeconds) { $0.downtimeSeconds.map(Double.init) },
            number(.stillDown) { $0.stillDown.map(Double.init) },
            number(.availability) { $0.availability },
            number(.incidents) { Double($0.incidents) },
            number(.alerts) { Double($0.alerts) },
            number(.hoursWithoutRecords) { Double($0.missingHours.count) },
        ].compactMap { $0 }
        headlineBefore = before.headline == now.headline ? nil : before.headline
        var late: [String] = []
        if let files = before.files {
            // An earlier version kept the path behind the fingerprint.
            let known = Set(files.map { $0.prefix { $0 != " " } })
            late = report.input.files.filter { !known.contains($0.fingerprint[...]) }.map(\.path)
        }
        lateFiles = Array(late.prefix(RevisionChanges.mostFiles))
        lateFilesNotListed = late.count - lateFiles.count
    }
}
