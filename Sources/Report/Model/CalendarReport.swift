/// The days whose reports stand in a folder; written as its `index.json`, and `index.html` is made from it.
package struct CalendarReport: Sendable, Equatable, Codable {
    package var schema = 1
    package var tool: DayReport.Tool
    package var timeZone: String
    /// In order of date.
    package var days: [Day]
    /// Names of the weeks and months that have a report, in order.
    package var periods: [String]

    package init(tool: DayReport.Tool, timeZone: String, days: [Day], periods: [String]) {
        self.tool = tool
        self.timeZone = timeZone
        self.days = days
        self.periods = periods
    }

    package struct Day: Sendable, Equatable, Codable {
        package var date: String
        /// Absent where the folder holds a report that the database knows nothing of.
        package var verdict: Verdict.Word?
        package var headline: String
        package var sentence: String
        package var hubs: [String]
        package var isComplete: Bool
        package var revision: Int
        package var devicesThatDropped: Int?
        package var downtimeSeconds: Int64?
        package var stillDown: Int?
        package var availability: Double?
        package var incidents: Int
        package var alerts: Int
        /// Whether the page of the day stands in the folder.
        package var hasPage: Bool
        /// What the entry was made from: one with the fingerprint of the database need not be read again.
        package var fingerprint: String

        package init(_ summary: DaySummary, revision: Int, fingerprint: String, hasPage: Bool) {
            date = summary.date
            verdict = summary.verdict
            headline = summary.headline
            sentence = summary.sentence ?? ""
            hubs = summary.hubs
            isComplete = summary.isComplete
            self.revision = revision
            let hasRecords = summary.records > 0
            devicesThatDropped = hasRecords ? summary.devicesThatDropped : nil
            downtimeSeconds = hasRecords ? summary.downtimeSeconds : nil
            stillDown = hasRecords ? summary.stillDown : nil
            availability = summary.availability
            incidents = summary.incidents
            alerts = summary.alerts
            self.hasPage = hasPage
            self.fingerprint = fingerprint
        }

        /// A day of which nothing but its page is known.
        package init(pageOf date: String) {
            self.date = date
            headline = "A report"
            sentence = ""
            hubs = []
            isComplete = false
            revision = 0
            incidents = 0
            alerts = 0
            hasPage = true
            fingerprint = ""
        }
    }
}
