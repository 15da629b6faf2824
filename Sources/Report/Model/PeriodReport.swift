package import Diagnosis
import Model

/// Everything that the report of a week or a month says; written as its `report.json`.
///
/// It is made from the summaries of its days. Days that are missing are named, and means are of complete days only.
package struct PeriodReport: Sendable, Equatable, Codable {
    package static let schemaVersion = 1
    package static let mostDevices = 50
    package static let mostFindings = 50
    package static let mostIncidents = 100

    package var schema = PeriodReport.schemaVersion
    package var tool: DayReport.Tool
    package var kind: Period.Kind
    /// `2026-W47` or `2026-11`.
    package var name: String
    package var first: String
    package var last: String
    package var timeZone: String
    /// 1 for the first report; one more for each that late records gave other numbers.
    package var revision = 1
    package var hubs: [String]
    package var headline: String
    package var sentence: String
    /// What is missing, one sentence each; said before anything else.
    package var missing: [String]
    /// What it was compared with, in words; empty where with nothing.
    package var comparedWith: String
    /// A mean day of the complete ones; `previous` is that of the period before.
    package var numbers: [Measure]
    /// Every day of the period, in order.
    package var days: [Day]
    package var drops: Int
    package var renewals: Int
    package var downtimeSeconds: Int64
    /// Distinct devices with a drop that is not expected.
    package var devicesThatDropped: Int
    /// Worst first, at most `mostDevices`.
    package var devices: [Device]
    package var causes: [DaySummary.CauseMark]
    package var codes: [Code]
    package var incidents: [DaySummary.IncidentMark]
    package var incidentsNotListed: Int
    /// Findings that lasted, by the days that had them, most first, at most `mostFindings`.
    package var findings: [PeriodFinding]
    package var findingsNotListed: Int
    /// Findings of a single day that were over with it.
    package var findingsOfOneDay: Int

    package struct Day: Sendable, Equatable, Codable {
        package var date: String
        /// Absent where no report was made.
        package var verdict: Verdict.Word?
        package var headline: String
        package var sentence: String
        package var isComplete: Bool
        package var missingHours: Int
        package var activeDevices: Int?
        package var devicesThatDropped: Int?
        package var drops: Int?
        package var downtimeSeconds: Int64?
        package var stillDown: Int?
        package var availability: Double?
        package var incidents: Int?
        package var alerts: Int?
    }

    package struct Device: Sendable, Equatable, Codable {
        package var hub: String
        package var device: String
        package var module: String
        package var drops: Int
        package var downtimeSeconds: Int64
        package var daysWithDrops: Int
        /// Whether it was still down when its latest day ended.
        package var isOpen: Bool
        /// Drops on each day of the period, absent (null) where there is no report of the day.
        package var dropsPerDay: [Int?]

        package init(
            hub: String, device: String, module: String, drops: Int = 0, downtimeSeconds: Int64 = 0,
            daysWithDrops: Int = 0, isOpen: Bool = false, dropsPerDay: [Int?]
        ) {
            self.hub = hub
            self.device = device
            self.module = module
            self.drops = drops
            self.downtimeSeconds = downtimeSeconds
            self.daysWithDrops = daysWithDrops
            self.isOpen = isOpen
            self.dropsPerDay = dropsPerDay
        }
    }

    package struct Code: Sendable, Equatable, Codable {
        package var operation: String
        package var level: String
        package var code: String
        package var records: Int
    }

    package struct PeriodFinding: Sendable, Equatable, Codable {
        package var key: String
        package var kind: Finding.Kind
        package var hub: String
        /// As the latest day said it.
        package var headline: String
        package var days: Int
        package var since: String
        package var lastSeen: String
        /// On the latest day that had it.
        package var state: FindingState?
    }
}
