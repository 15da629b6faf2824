package import Diagnosis
package import Model

/// What the report was made from, and what was missing.
package struct InputReport: Sendable, Equatable, Codable {
    package var files: [File]
    /// Files that `files` has no room for.
    package var filesNotListed: Int
    package var fileCount: Int
    /// Events of the day as read, duplicates included.
    package var eventsRead: Int64
    /// Distinct events of the day.
    package var events: Int64
    package var duplicates: Int64
    /// Events of those files that belong to other days.
    package var eventsOfOtherDays: Int64
    package var otherCategories: Int64
    package var rejected: Int64
    /// The first rejected records.
    package var rejections: [Rejected]
    package var firstEvent: Instant?
    package var lastEvent: Instant?
    /// One entry per hour of the day, in order.
    package var hours: [Hour]
    package var hoursWithRecords: Int
    /// Spans of the day in which records of a hub are missing, by hub and time.
    package var missingSpans: [MissingSpan] = []
    /// True where no record of level Information was met.
    package var errorOnly: Bool
    /// Suspicions of the readers: truncation, partial answers, incomplete downloads.
    package var warnings: [String]
    /// What the diagnosis says cannot be known.
    package var limits: [String]
    /// What of the optional inputs could not be used; the rest of the report is as without them.
    package var sideProblems: [String] = []
    /// What stood among the logs and is none, and records of no known meaning; nothing is missing for it.
    package var notes: [String] = []
    /// How the log agrees with Event Grid's events, per hub, where a file of them was given.
    package var connectionEvents: [ConnectionEventCoverage] = []

    /// Whether anything is known to be missing.
    package var isComplete: Bool {
        hasAllHours && rejected == 0 && !errorOnly && warnings.isEmpty && !lacksRecords
    }

    /// Whether all that was given could be used, the optional inputs included.
    package var isWhole: Bool { isComplete && sideProblems.isEmpty }

    /// Most rejected records, of a thousand, that leave the numbers of a day comparable.
    static let mostRejectedPerThousand: Int64 = 1

    /// Whether so little is missing that the day can be compared with others: no hour of any hub is missing, and next to
    /// no record was rejected.
    package var isComparable: Bool {
        hasAllHours && !errorOnly && warnings.isEmpty && !lacksRecords
            && rejected * 1000 <= events * InputReport.mostRejectedPerThousand
    }

    /// The same for one hub: what another one lacks is not missing here.
    func isComparable(hub: String, missing: [String: [TimeWindow]]) -> Bool {
        guard let start = hours.first?.start, let last = hours.last?.start else { return false }
        let end = last.advanced(bySeconds: 3600)
        let hasAllHours = !(missing[hub] ?? []).contains { $0.start < end && start < $0.end }
        return hasAllHours && !errorOnly && warnings.isEmpty
            && !connectionEvents.contains { $0.hub == hub && $0.isLossy }
            && rejected * 1000 <= events * InputReport.mostRejectedPerThousand
    }

    /// Whether Event Grid proves that more is missing than an export loses as a rule.
    private var lacksRecords: Bool { connectionEvents.contains(where: \.isLossy) }

    /// Whether no hour of any hub is missing.
    private var hasAllHours: Bool { hours.allSatisfy { !$0.missing && $0.hubsWithout.isEmpty } }

    package struct Hour: Sendable, Equatable, Codable {
        package var start: Instant
        /// Distinct records.
        package var records: Int
        /// Hubs whose records of this hour are missing: none or hardly any, where more were to be expected.
        package var hubsWithout: [String]
        /// Whether there is no record although some were to be expected: missing data, not a quiet hour.
        package var missing: Bool
    }

    /// Whether records of a hub are missing for half of a day or more: what is known of it is no verdict on it.
    func misses(half day: TimeWindow, of hub: String) -> Bool {
        let missing = missingSpans.filter { $0.hub == hub }.reduce(Int64(0)) { sum, span in
            sum + max(0, min(span.end, day.end).seconds(since: max(span.start, day.start)))
        }
        return missing * 2 >= day.end.seconds(since: day.start)
    }

    package struct MissingSpan: Sendable, Equatable, Codable {
        package var hub: String
        /// The last record before it, or the day's start.
        package var start: Instant
        /// The first record after it, or the day's end.
        package var end: Instant
    }

    package struct File: Sendable, Equatable, Codable {
        package var path: String
        package var bytes: Int64
        package var fingerprint: String
        package var format: String
        package var compressed: Bool
        package var records: Int64
        package var eventsOfDay: Int64
        package var otherCategories: Int64
        package var rejected: Int64
        package var warnings: [String]
    }

    package struct Rejected: Sendable, Equatable, Codable {
        package var file: String
        package var line: Int
        package var reason: String
        package var text: String
    }
}
