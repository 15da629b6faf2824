import Diagnosis
import Model

extension DaySummary {
    /// What was kept of one hub of the day, as a report of that hub alone compares with it; nil where nothing is known.
    ///
    /// The outlines of charts, the renewals and the words of the day are kept of all hubs together, and are left out.
    package func part(of hub: String) -> DaySummary? {
        guard let hubDays else { return hubs == [hub] ? self : nil }
        guard let mark = hubDays.first(where: { $0.hub == hub }) else { return nil }
        var part = DaySummary(
            date: date, timeZone: timeZone, hubs: [hub], verdict: verdict, headline: "", isComplete: mark.isComplete,
            records: mark.codes.reduce(0) { $0 + $1.records }, activeDevices: mark.activeDevices, drops: 0,
            renewals: 0, devicesThatDropped: mark.devicesThatDropped, downtimeSeconds: mark.downtimeSeconds,
            stillDown: mark.stillDown, availability: mark.availability, incidents: 0, alerts: 0, codes: mark.codes,
            missingHours: [], dropsPerWindow: [], disconnectsPerWindow: [],
            devices: devices.filter { $0.hub == hub }, listsAllDevices: listsAllDevices)
        // A hub whose devices were all quiet has no record, and is known all the same.
        part.records = max(part.records, 1)
        part.hubDays = [mark]
        part.findings = findings?.filter { $0.hub == hub }
        part.incidentMarks = incidentMarks?.filter { $0.hub == hub }
        part.cohorts = cohorts?.filter { $0.hub == hub }
        part.missingSpans = missingSpans?.filter { $0.hub == hub }
        return part
    }
}
