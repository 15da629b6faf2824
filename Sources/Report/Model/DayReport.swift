package import Diagnosis
package import Model

/// Everything that the report of one day says.
///
/// It is written as `report.json`, and every other form of the report is made from it and from nothing else.
///
/// Moments are UTC; windows and hours are counted from the start of the day. A value that cannot be known is absent,
/// never zero.
package struct DayReport: Sendable, Equatable, Codable {
    /// Raised whenever a field changes its meaning or goes away; new fields do not raise it.
    package static let schemaVersion = 2
    package static let mostActions = 100
    package static let mostFindings = 500

    package var schema = DayReport.schemaVersion
    package var tool: Tool
    /// 1 for the first report of the day, one more each time late data changed it.
    package var revision: Int
    package var hubs: [String]
    package var day: Day
    package var verdict: Verdict
    package var input: InputReport
    package var alerts: [Alert] = []
    /// Messages of earlier runs that did not get where they should, a sentence each; absent where there are none.
    package var undelivered: [String]?
    /// What to do, in the order of what it saves.
    package var actions: [Action] = []
    package var actionsNotListed = 0
    package var incidents: [IncidentReport] = []
    package var findings: [FindingReport] = []
    package var findingsNotListed = 0
    /// Findings of the day before that this day has not; none where missing input could hide them.
    package var recovered: [RecoveredFinding] = []
    /// Findings of the day before of which the input cannot tell whether they are over.
    package var findingsCarried: [DaySummary.FindingMark] = []
    /// Every entry of the file of silences, expired ones included.
    package var silences: [SilenceReport] = []
    /// What is different from the revision before; absent in the first.
    package var revisionChanges: RevisionChanges?
    package var totals: Totals
    package var hubDays: [HubDay] = []
    /// Each hub on its own, by name; empty where the day is that of one hub.
    package var hubVerdicts: [HubVerdict] = []
    /// The last days, oldest first, and the day itself.
    package var trend: [TrendDay] = []
    /// Drops by cause, per quarter of an hour.
    package var causes: [CauseTotal] = []
    /// Records by operation, level and code.
    package var codes: [CodeTotal] = []
    package var devices: [DeviceDay] = []
    /// Devices with drops or open connections that `devices` has no room for.
    package var devicesNotListed: Int = 0
    /// Devices by their records: what a query that counts records would put first.
    package var devicesByRecords: [DeviceRecordTotal] = []
    package var renewals: [RenewalGroup] = []
    package var sdks: [SDKTotal] = []
    /// Devices by what they have in common, those that stand out first.
    package var cohorts: [CohortReport] = []
    package var changes: Changes?
    /// What the catalogue says of each code that occurred.
    package var advice: [CodeAdvice] = []
    package var method: Method
    /// The day before, for the outlines in the charts.
    package var dayBefore: DayBefore?
    /// `connectedDeviceCount` as Azure Monitor measured it, per hub, where an export was given.
    package var connectedMetric: [MetricSeries] = []
    /// What Azure says of its own health, where a file of it was given.
    package var health: [HealthReport] = []

    package struct Tool: Sendable, Equatable, Codable {
        package var name = "hubdrops"
        package var version: String

        package init(version: String) {
            self.version = version
        }
    }

    package struct Day: Sendable, Equatable, Codable {
        /// `2026-03-10`.
        package var date: String
        /// IANA name.
        package var timeZone: String
        /// Included.
        package var start: Instant
        /// Excluded.
        package var end: Instant
        /// 24, or 23 or 25 where the clocks change.
        package var hours: Int
        /// Length in seconds of the windows in `codes` and `causes`.
        package var windowSeconds: Int64

        package var span: TimeWindow { TimeWindow(from: start, to: end) }
        package var civil: CivilDate { CivilDate(date) ?? CivilDate(daysSince1970: 0) }
    }
}

/// The shape of the day before.
package struct DayBefore: Sendable, Equatable, Codable {
    package var date: String
    /// Hours without any record, counted from the start of that day: nothing is known of their windows.
    package var missingHours: [Int]
    package var dropsPerWindow: [Int]
    package var disconnectsPerWindow: [Int]
}

/// One measure of the connected devices of a hub.
package struct MetricSeries: Sendable, Equatable, Codable {
    package var hub: String
    package var points: [ConnectedPoint]
}

extension MetricSeries {
    /// The points of a span by hub, in order of time.
    package static func gathered(_ metrics: [ConnectedMetric], in span: TimeWindow) -> [MetricSeries] {
        Dictionary(grouping: metrics.filter { span.contains($0.time) }, by: \.hub).sorted { $0.key < $1.key }
            .map { hub, points in
                MetricSeries(
                    hub: hub,
                    points: points.sorted { $0.time < $1.time }.map { point in
                        ConnectedPoint(start: point.time, least: Int(point.value), most: Int(point.value))
                    })
            }
    }
}
