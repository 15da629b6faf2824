package import Model

/// Everything that the diagnosis of a day is made from, apart from the events themselves.
package struct AnalysisContext: Sendable {
    package var day: ReportDay
    /// The day and the context around it: events outside it are ignored.
    ///
    /// By default 3 hours before (two cycles of a renewal would be 140 minutes) and 1 hour after (a device that drops
    /// at midnight gets time to come back).
    package var dataSpan: TimeWindow
    package var vocabulary: Vocabulary
    package var registry: Registry?
    package var metrics: [ConnectedMetric] = []
    package var health: [HealthEvent] = []
    package var baseline: Baseline?
    /// Spans of which the caller says that nothing may be claimed, by hub name; the analysis adds those in which it finds
    /// records to be missing.
    package var hoursWithoutRecords: [String: [TimeWindow]] = [:]
    /// Spans of earlier days in which records were missing, by hub name: what was down before may have come back in them.
    package var earlierMissing: [String: [TimeWindow]] = [:]

    /// What the day before told of as open.
    package var openBefore: [Identity: OpenDrop] = [:]

    /// Devices that are known to have left for a hub that is judged elsewhere.
    package var moves: [Identity: DeviceMove] = [:]

    /// Hubs that are not simply there with records of the day, by name.
    package var presence: [String: HubPresence] = [:]

    /// What was known of each hub's identities when the data begins; nil where the caller carries nothing over.
    package var carried: CarriedState?
    /// The moment at which the analysis is to take the state for a later one, within the data.
    package var boundary: Instant?

    /// How sentences write a moment: by the clock of the report's zone, where the caller gives one; else in UTC.
    package var momentWords: @Sendable (Instant) -> String = { $0.description }

    package static let secondsBefore: Int64 = 3 * 3600
    package static let secondsAfter: Int64 = 3600

    package init(day: ReportDay, dataSpan: TimeWindow? = nil, vocabulary: Vocabulary) {
        self.day = day
        self.dataSpan = dataSpan ?? AnalysisContext.span(around: day)
        self.vocabulary = vocabulary
    }

    /// The day with the default context.
    package static func span(around day: ReportDay) -> TimeWindow {
        TimeWindow(
            from: day.span.start.advanced(bySeconds: -secondsBefore), to: day.span.end.advanced(bySeconds: secondsAfter)
        )
    }
}
