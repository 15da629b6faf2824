package import Model

/// The records of one identity and one event type in a quarter of an hour.
package struct WindowCount: Hashable, Sendable, BitwiseCopyable {
    /// Start of the window, whole seconds since 1970, a multiple of 900.
    package let window: Int64
    package let device: DeviceID
    package let eventType: EventTypeID
    package let records: Int64
}

/// Events of one hour of UTC, ready for the database.
package struct HourBatch: Sendable {
    /// Hours since 1970-01-01T00:00:00Z, rounded down.
    package let hour: Int
    /// Strictly ascending, all of them in the hour.
    package let events: [Event]
    /// What `WindowCount.counting` makes of the events.
    package let counts: [WindowCount]

    package init(hour: Int, events: [Event], counts: [WindowCount]) {
        self.hour = hour
        self.events = events
        self.counts = counts
    }

    /// The hour that a moment belongs to.
    package static func hour(of time: Instant) -> Int {
        let seconds = time.seconds
        return Int(seconds >= 0 ? seconds / 3600 : (seconds - 3599) / 3600)
    }

    /// The span of an hour.
    package static func span(ofHour hour: Int) -> TimeWindow {
        TimeWindow(from: Instant(seconds: Int64(hour) * 3600), to: Instant(seconds: Int64(hour + 1) * 3600))
    }
}

/// What became of a batch: every event is in exactly one of the three.
package struct MergeResult: Equatable, Sendable {
    /// Events that the database did not have.
    package var added: Int64 = 0
    /// Events that it had.
    package var duplicates: Int64 = 0
    /// Events older than what is kept, see `Store.prune`.
    package var expired: Int64 = 0

    package static func += (left: inout MergeResult, right: MergeResult) {
        left.added += right.added
        left.duplicates += right.duplicates
        left.expired += right.expired
    }
}
