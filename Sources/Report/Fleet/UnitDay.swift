package import Diagnosis
package import Model

/// Hubs of one database on one day, worked out: all that the report of a fleet needs of them but the rows of their drops.
///
/// It holds names and no numbers of the database, so that units may come from any number of them.
package struct UnitDay: Sendable {
    package var header: UnitHeader
    /// What units of other hubs need to know.
    package var traffic = UnitTraffic()
    /// Of all that the database took in: files name no hub.
    package var facts = DayFacts()
    package var counts = DayCounts(windows: 0)
    package var diagnosis = DayDiagnosis()
    /// The days that the report looks back at, 30 at most.
    package var history: [DaySummary] = []
    package var surroundings = Surroundings()
    package var edition = Edition(revision: 1, issued: Instant(seconds: 0))
    /// The pages of its worst devices: the worst of the fleet are among them.
    package var pages: [DeviceReport] = []
    /// The devices of each incident, by its key.
    package var incidentDevices: [String: [IncidentDevice]] = [:]

    /// Without a record of the day.
    package init(header: UnitHeader) {
        self.header = header
    }

    /// What was measured around the hubs.
    package struct Surroundings: Sendable, Equatable, Codable {
        /// `connectedDeviceCount` per hub.
        package var connected: [MetricSeries] = []
        package var connectionEvents: [ConnectionEventCoverage] = []
        package var health: [HealthEvent] = []
        /// The resource ids of hubs, where records said them.
        package var resources: [String: String] = [:]

        /// Nothing measured.
        package init() {}
    }

    /// Which edition of the day the database's report is.
    package struct Edition: Sendable, Equatable, Codable {
        /// 1 for the first report of the day.
        package var revision: Int
        /// When it was first made.
        package var issued: Instant
        /// What the revision before came to, where this one is new.
        package var before: DaySummary?
        /// The number of that revision.
        package var revisionBefore: Int?
        /// What the present revision changed, where it was worked out before.
        package var changes: RevisionChanges?
        /// What earlier runs could not deliver.
        package var undelivered: [String]?
        /// What the database keeps of this day and of those that the report looks back at, by date.
        package var kept: [String: Kept] = [:]

        /// What is kept of a day besides its summary.
        package struct Kept: Sendable, Equatable, Codable {
            package var revision: Int
            /// What it was made from.
            package var fingerprint: String

            package init(revision: Int, fingerprint: String) {
                self.revision = revision
                self.fingerprint = fingerprint
            }
        }

        /// An edition of which no earlier one is known.
        package init(revision: Int, issued: Instant) {
            self.revision = revision
            self.issued = issued
        }
    }

    /// Devices are compared with those of a week; the rest of a month needs no names.
    package static func lean(_ history: [DaySummary], before day: CivilDate) -> [DaySummary] {
        let week = day.advanced(byDays: -7).description
        return history.map { summary in
            var summary = summary
            // As the database numbers them.
            summary.openDrops = nil
            if summary.date < week { summary.devices = [] }
            return summary
        }
    }
}
