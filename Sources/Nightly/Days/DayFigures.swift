import Diagnosis
import Model
import Report
import Store

/// What of a day that was worked out is kept for later days to compare with, beside its report.
struct DayFigures {
    let day: ReportDay
    let openDrops: [OpenDrop]
    let cohorts: [CohortDay]
    let inputs: [KeptInput]
    /// Of the whole day, or nothing where it is in parts.
    let rows: DerivedRows
    let parts: [() throws -> DerivedRows]
    /// Hubs that could not be worked out.
    let failures: [FleetDay.Absence]

    /// Of a day that was worked out at once.
    init(_ result: DayResult, _ job: DayJob) throws {
        day = result.day
        openDrops = result.diagnosis.openDrops
        cohorts = result.diagnosis.cohorts
        inputs = try job.keptInputs(result.inputs, result.connectionEvents)
        rows = DerivedRows(
            devices: result.diagnosis.identities.map(StoredDeviceDay.init),
            dropTimes: result.diagnosis.identityDrops.map(DropTime.init), firstSeen: result.firstSeen,
            states: result.states)
        parts = []
        failures = []
    }

    /// Of hubs that were worked out side by side.
    init(_ hubs: HubsSideBySide, _ diagnosis: DayDiagnosis, _ day: ReportDay, _ job: DayJob) throws {
        self.day = day
        openDrops = hubs.openDrops
        cohorts = diagnosis.cohorts
        inputs = try job.keptInputs(hubs.inputs, hubs.connectionEvents)
        rows = DerivedRows()
        parts = hubs.derived
        failures = hubs.failures
    }
}
