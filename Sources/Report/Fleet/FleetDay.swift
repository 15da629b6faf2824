import Diagnosis
package import Model

/// The day of a fleet, put together from units.
package struct FleetDay: Sendable {
    /// A hub that no unit has, and why.
    package struct Absence: Sendable, Equatable {
        package var hub: String
        /// A clause: `no unit of it is among the files`.
        package var reason: String

        package init(hub: String, reason: String) {
            self.hub = hub
            self.reason = reason
        }
    }

    private let day: ReportDay
    private var facts: [DayFacts] = []
    private var counts: [DayCounts] = []
    private var diagnoses: [DayDiagnosis] = []
    private var history: [String: [DaySummary]] = [:]
    /// How many units know a day, by date.
    private var tellers: [String: Int] = [:]
    private var units = 0
    private var editions: [UnitDay.Edition] = []
    private var surroundings = UnitDay.Surroundings()
    /// Of the worst devices of each unit.
    package private(set) var pages: [DeviceReport] = []
    package private(set) var incidentDevices: [String: [IncidentDevice]] = [:]

    /// So many units are gathered before they are made one, so that a thousand need little more memory than their rows.
    private static let batch = 16

    /// Without a unit.
    package init(day: ReportDay) {
        self.day = day
    }

    /// Takes a unit of the day, of hubs that no other has.
    package mutating func add(_ unit: UnitDay) {
        units += 1
        if !facts.contains(unit.facts) { facts.append(unit.facts) }
        counts.append(unit.counts)
        diagnoses.append(unit.diagnosis)
        if counts.count >= FleetDay.batch { fold() }
        for summary in unit.history where summary.timeZone == day.timeZone {
            tellers[summary.date, default: 0] += 1
            if history[summary.date]?.contains(summary) != true { history[summary.date, default: []].append(summary) }
        }
        if !editions.contains(unit.edition) { editions.append(unit.edition) }
        surroundings.connected += unit.surroundings.connected
        surroundings.connectionEvents += unit.surroundings.connectionEvents
        surroundings.resources.merge(unit.surroundings.resources) { first, _ in first }
        for event in unit.surroundings.health where !surroundings.health.contains(event) {
            surroundings.health.append(event)
        }
        pages += unit.pages
        incidentDevices.merge(unit.incidentDevices) { first, _ in first }
    }

    /// Names hubs without a unit, as a hub without a record of the day is named.
    package mutating func add(_ absences: [Absence]) {
        var diagnosis = DayDiagnosis()
        for absence in absences {
            diagnosis.missing[absence.hub] = [day.span]
            diagnosis.unknown[absence.hub] = [day.span]
            diagnosis.hubsWithoutData.append(absence.hub)
            diagnosis.parts[absence.hub] = HubPart(limits: [
                "\(absence.hub): \(absence.reason). This is missing data, not a quiet day: the state of its devices is "
                    + "unknown, and no number here includes them."
            ])
        }
        diagnoses.append(diagnosis)
    }

    private mutating func fold() {
        counts = [DayCounts.merged(counts)]
        diagnoses = [DayDiagnosis.merged(diagnoses)]
    }

    /// What the reports are made from.
    package func worked() -> WorkedDay {
        WorkedDay(
            day: day, facts: DayFacts.merged(facts), counts: DayCounts.merged(counts),
            diagnosis: DayDiagnosis.merged(diagnoses),
            history: history.sorted { $0.key > $1.key }.compactMap { DaySummary.merged($0.value) })
    }

    /// What an index says of the days before, of those that all units know by one summary: what several databases keep of a
    /// day has no common words.
    package var calendarDays: [CalendarReport.Day] {
        guard editions.count == 1 else { return [] }
        return history.values.compactMap { summaries in
            guard summaries.count == 1, let summary = summaries.first, tellers[summary.date] == units
            else { return nil }
            let kept = kept(on: summary.date)
            return CalendarReport.Day(
                summary, revision: kept.revision, fingerprint: kept.fingerprint, hasPage: false)
        }
    }

    /// What the one database of all units keeps of a day; without a fingerprint where it keeps nothing, or there are several.
    package func kept(on date: String) -> UnitDay.Edition.Kept {
        let only = editions.count == 1 ? editions.first?.kept[date] : nil
        return only ?? UnitDay.Edition.Kept(revision: 1, fingerprint: "")
    }

    /// The revision of the fleet: one more for each revision of any database.
    package var revision: Int { 1 + editions.reduce(0) { $0 + max(0, $1.revision - 1) } }

    /// When the last of the units' editions was made.
    package var issued: Instant { editions.map(\.issued).max() ?? day.span.end }

    /// What earlier runs could not deliver.
    package var undelivered: [String]? {
        let all = editions.compactMap(\.undelivered).flatMap(\.self)
        return all.isEmpty ? nil : all
    }

    /// The resource ids of hubs, where records said them.
    package var resources: [String: String] { surroundings.resources }

    /// Adds to the options of a report what units say of their surroundings.
    package func complete(_ options: inout ReportOptions) {
        options.connectedMetric = surroundings.connected.sorted { $0.hub < $1.hub }
        options.connectionEvents = surroundings.connectionEvents.sorted { $0.hub < $1.hub }
        options.health = surroundings.health
        // Revisions of several databases have no common one before.
        guard editions.count == 1, let edition = editions.first else { return }
        options.revisionChanges = edition.changes
        if let before = edition.before, let revision = edition.revisionBefore {
            options.revisionBefore = (revision, before)
        }
    }
}
