/// What is known of the input behind one report day.
///
/// A report says this first: no number is better than its input.
package struct DayFacts: Sendable, Equatable, Codable {
    /// Most warnings of files that are not listed that a report names.
    package static let mostWarnings = 1000

    /// Files that hold at least one event of the day.
    package var files: [FileFacts] = []
    /// Files with events of the day that `files` has no room for.
    package var filesBeyond: Int64 = 0
    /// Their warnings, each with the file's path; one more than `mostWarnings` where there are more.
    package var warningsBeyond: [FileWarning] = []
    /// Events read for the day, before exact duplicates collapsed.
    package var eventsRead: Int64 = 0
    /// Distinct events of the day.
    package var events: Int64 = 0
    /// Events that those files hold for other days.
    package var eventsOfOtherDays: Int64 = 0
    /// Rejected records of those files, and of files that hold no event at all: their day cannot be known.
    package var rejected: Int64 = 0
    /// The first rejections by file and line, at most `mostRejections`.
    package var rejections: [RejectedRecord] = []
    /// Records of other categories in those files.
    package var otherCategories: Int64 = 0
    package var firstEvent: Instant?
    package var lastEvent: Instant?
    /// Hourly totals of the day, by hour start and event type.
    package var hours: [HourTotal] = []

    /// Why files could not be read, each with its name, at most `mostUnreadable`.
    ///
    /// What they hold is missing, of days that nobody knows.
    package var unreadable: [String] = []
    /// All of them.
    package var unreadableCount = 0

    /// What of the optional inputs could not be used, each a sentence: the rest of the report is as without it.
    package var sideProblems: [String] = []
    /// Files that stood among the logs at the last import and are none; nothing is missing for them.
    package var strangers: [StrangerFile] = []
    /// All of them.
    package var strangerCount = 0
    /// Records of operations that are not known here, by name, in those files.
    package var otherOperations: [OtherOperation] = []

    package static let mostUnreadable = 20
    package static let mostRejections = 200

    package init() {}

    /// Exact duplicates that collapsed.
    package var duplicates: Int64 { max(0, eventsRead - events) }
}

extension DayFacts {
    // Without the hours, whose event types are numbers of a database.
    private enum CodingKeys: String, CodingKey {
        case files, filesBeyond, warningsBeyond, eventsRead, events, eventsOfOtherDays, rejected, rejections
        case otherCategories, firstEvent, lastEvent, unreadable, unreadableCount, sideProblems, strangers
        case strangerCount, otherOperations
    }
}

/// One file of the ledger.
package struct FileFacts: Sendable, Equatable, Codable {
    package var path: String
    package var size: Int64
    /// Fingerprint of its content, hexadecimal.
    package var fingerprint: String
    package var format: LogFormat
    package var isCompressed: Bool
    package var records: Int64
    /// Events of the day in this file, duplicates included.
    package var eventsOfDay: Int64
    package var otherCategories: Int64
    package var rejected: Int64
    package var warnings: [String]

    package init(
        path: String, size: Int64, fingerprint: String, format: LogFormat, isCompressed: Bool, records: Int64,
        eventsOfDay: Int64, otherCategories: Int64, rejected: Int64, warnings: [String]
    ) {
        self.path = path
        self.size = size
        self.fingerprint = fingerprint
        self.format = format
        self.isCompressed = isCompressed
        self.records = records
        self.eventsOfDay = eventsOfDay
        self.otherCategories = otherCategories
        self.rejected = rejected
        self.warnings = warnings
    }
}

/// A suspicion about a file.
package struct FileWarning: Sendable, Equatable, Codable {
    package var path: String
    package let text: String

    package init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}

/// A file that stands among the logs and is none.
package struct StrangerFile: Sendable, Equatable, Codable {
    package var path: String
    /// What it is and what to do with it, in one clause.
    package let what: String

    package init(path: String, what: String) {
        self.path = path
        self.what = what
    }
}

/// Records of category Connections with an operation that is not known here.
package struct OtherOperation: Sendable, Equatable, Codable {
    package let name: String
    package let records: Int64

    package init(name: String, records: Int64) {
        self.name = name
        self.records = records
    }
}

/// A rejected record with the file it stands in.
package struct RejectedRecord: Sendable, Equatable, Codable {
    package var file: String
    package var rejection: Rejection

    package init(file: String, rejection: Rejection) {
        self.file = file
        self.rejection = rejection
    }
}

/// Distinct events of one event type in one hour.
package struct HourTotal: Sendable, Equatable {
    /// Start of the hour, UTC.
    package var start: Instant
    package var eventType: EventTypeID
    package var records: Int64

    package init(start: Instant, eventType: EventTypeID, records: Int64) {
        self.start = start
        self.eventType = eventType
        self.records = records
    }
}
