import Diagnosis
import Model
import Report
import Settings
import Store

/// What pages of devices need beside the report of their day.
struct DevicePages {
    let job: DayJob
    let day: ReportDay

    /// Timelines of identities, each with its row and the days before, in the order of hub, device and module.
    ///
    /// - Parameters:
    ///   - identities: devices by number: a device and its modules have a number each.
    ///   - drops: those of the whole day's analysis; a cause may rest on other devices.
    func reports(of identities: Set<DeviceID>, drops: [Drop], rows: [Diagnosis.DeviceDay]) throws -> [DeviceReport] {
        let context = try job.context(of: day)
        var events: [Event] = []
        let clients = job.vocabulary.clients
        let isWanted = clients.map { identities.contains($0.device) }
        try job.store.forEachBatch(in: context.dataSpan) { batch in
            for event in batch where isWanted[Int(event.client)] { events.append(event) }
        }
        let timelines = DeviceTimeline.make(
            events: events, context: context, settings: job.settings.analysisSettings, drops: drops)
        let past = try self.past(of: identities)
        let rowOf = Dictionary(rows.map { (Key($0.hub, $0.device, $0.module), $0) }) { first, _ in first }
        return timelines.map { timeline in
            let key = Key(timeline.hub, timeline.device, timeline.module)
            return DeviceReport(timeline: timeline, row: rowOf[key], past: past.map { $0(key) })
        }
    }

    struct Key: Hashable {
        let hub: String
        let device: String
        let module: String

        init(_ hub: String, _ device: String, _ module: String) {
            self.hub = hub
            self.device = device
            self.module = module
        }
    }

    /// For each of the fourteen days before, oldest first, what is stored of a device.
    private func past(of identities: Set<DeviceID>) throws -> [(Key) -> DeviceReport.Past] {
        let vocabulary = job.vocabulary
        return try (1...14).reversed().map { back in
            let date = day.date.advanced(byDays: -back)
            guard try job.store.daySummary(of: date, timeZone: day.timeZone) != nil else {
                return { _ in DeviceReport.Past(date: date.description) }
            }
            var known: [Key: StoredDeviceDay] = [:]
            for row in try job.store.deviceDays(of: identities, on: date, timeZone: day.timeZone) {
                let device = vocabulary.devices[Int(row.device)]
                known[Key(vocabulary.text(row.hub), device.name, device.module)] = row
            }
            return { key in
                let row = known[key]
                return DeviceReport.Past(
                    date: date.description, drops: Int(row?.drops ?? 0), renewals: Int(row?.renewals ?? 0),
                    downtimeSeconds: row?.downtimeSeconds ?? 0, isOpen: row?.isOpen ?? false)
            }
        }
    }
}
