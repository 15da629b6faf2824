package import Model

/// A day for programs: chat, pager, ticket systems and dashboards.
///
/// It is written as `notify.json`, and every body that is sent is made from it. Unlike `report.json` it stays small, and
/// its matters have keys that last as long as the matter does.
package struct Notice: Sendable, Equatable, Codable {
    /// Raised whenever a field changes its meaning or goes away; new fields do not raise it.
    package static let schemaVersion = 1
    package static let mostMatters = 50
    package static let mostDevices = 10

    package var schema = Notice.schemaVersion
    package var tool: DayReport.Tool
    package var revision: Int
    package var day: Day
    /// By name.
    package var hubs: [Hub]
    package var verdict: Verdict
    /// In the order of "Do this first".
    package var matters: [Matter]
    package var mattersNotListed: Int
    package var alerts: [AlertMark]
    /// Matters of the day before that are over.
    package var over: [Over]
    /// Keys of matters of the day before of which the input cannot tell whether they are over.
    package var unclear: [String]
    /// Messages of earlier runs that did not arrive, a sentence each.
    package var undelivered: [String]?
    package var links: Links?

    package struct Day: Sendable, Equatable, Codable {
        package var date: String
        package var timeZone: String
        /// Included.
        package var start: Instant
        /// Excluded.
        package var end: Instant
    }

    package struct Hub: Sendable, Equatable, Codable {
        package var hub: String
        package var word: Verdict.Word
        /// Whether the input of the hub is whole enough for the absence of a matter to mean that it is over.
        package var isComplete: Bool
    }

    package struct Matter: Sendable, Equatable, Codable {
        /// Stable from day to day for as long as the matter lasts.
        package var key: String
        package var kind: String
        package var hub: String
        package var urgency: Action.Urgency
        /// As in `report.json`; absent without a day to compare with.
        package var state: FindingState?
        package var since: String?
        package var headline: String
        package var steps: [String]
        package var confidence: String
        /// At most ten of `deviceCount`.
        package var devices: [String]
        package var deviceCount: Int
        package var codes: [String]
        package var runbook: String?
        package var link: String?
        /// Keys of all findings that it consists of.
        package var findings: [String]
    }

    package struct AlertMark: Sendable, Equatable, Codable {
        package var key: String
        package var rule: String
        package var hub: String
        package var message: String
    }

    package struct Over: Sendable, Equatable, Codable {
        package var key: String
        package var kind: String
        package var hub: String
        package var headline: String
        package var since: String
    }

    package struct Links: Sendable, Equatable, Codable {
        package var report: String
        package var json: String
        package var drops: String
        package var index: String

        package init(report: String, json: String, drops: String, index: String) {
            self.report = report
            self.json = json
            self.drops = drops
            self.index = index
        }
    }

    /// The hub or hubs, the day and the headline in a line.
    package var title: String {
        let names = hubs.count == 1 ? hubs[0].hub : hubs.isEmpty ? "no hub" : "\(hubs.count) hubs"
        return "\(names) \(day.date): \(verdict.headline)" + (revision > 1 ? " (revision \(revision))" : "")
    }
}
