package import Diagnosis
package import Model

/// A day that was worked out, whether by this process or by units of a fleet: what its reports are made from.
package struct WorkedDay: Sendable {
    package let day: ReportDay
    package var facts: DayFacts
    package var counts: DayCounts
    package var diagnosis: DayDiagnosis
    /// What is kept of the days that the report looks back at, in any order.
    package var history: [DaySummary]

    /// All parts are of that day, and of the same hubs.
    package init(
        day: ReportDay, facts: DayFacts, counts: DayCounts, diagnosis: DayDiagnosis, history: [DaySummary]
    ) {
        self.day = day
        self.facts = facts
        self.counts = counts
        self.diagnosis = diagnosis
        self.history = history
    }

    /// The report of all hubs.
    package func report(_ options: ReportOptions, toolVersion: String, revision: Int) -> DayReport {
        DayReport.build(
            day: day, facts: facts, counts: counts, diagnosis: diagnosis, history: history, options: options,
            toolVersion: toolVersion, revision: revision)
    }

    /// The report of each hub alone, where a report has several.
    package func hubReports(of fleet: DayReport, _ options: ReportOptions) -> [DayReport] {
        guard fleet.hubVerdicts.count > 1 else { return [] }
        var options = options
        options.isOneOfMany = true
        let (connected, events) = (options.connectedMetric, options.connectionEvents)
        return fleet.hubVerdicts.map(\.hub).map { hub in
            options.connectedMetric = connected.filter { $0.hub == hub }
            options.connectionEvents = events.filter { $0.hub == hub }
            let counts = counts.part(of: hub)
            return DayReport.build(
                day: day, facts: facts(of: hub, counts), counts: counts, diagnosis: diagnosis.part(of: hub),
                history: history.compactMap { $0.part(of: hub) }, options: options,
                toolVersion: fleet.tool.version, revision: fleet.revision)
        }
    }

    /// What is known of the input behind one hub: files and rejected records name none, and are those of all hubs.
    private func facts(of hub: String, _ counts: DayCounts) -> DayFacts {
        var facts = facts
        // So few that they leave the day comparable are said on the page of all hubs alone.
        if facts.rejected * 1000 <= facts.events { facts.rejected = 0 }
        facts.events = Int64(counts.records)
        // A hub whose devices were all quiet has no record, and is known all the same.
        if counts.records == 0, !diagnosis.hubsWithoutData.contains(hub) { facts.events = 1 }
        return facts
    }
}
