/// What is known of the input behind one report day.
///
/// A report says this first: no number is better than its input.
package struct DayFacts: Sendable, Equatable {
    /// Files that hold at least one event of the day.
    package var files: [FileFacts] = []
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

    package static let mostUnreadable = 20
    package static let mostRejections = 200

    package init() {}

    /// Exact duplicates that collapsed.
    package var duplicates: Int64 { max(0, eventsRead - events) }
}

/// One file of the ledger.
package struct FileFacts: Sendable, Equatable {
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

/// A rejected record with the file it stands in.
package struct RejectedRecord: Sendable, Equatable {
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
