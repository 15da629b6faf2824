import Delivery
import Diagnosis
import Foundation
package import Model
import Rendering
import Report
package import Settings
package import Store

/// Gathers all that is known of one incident into an archive that a support request can take.
package struct BundleJob {
    /// Records before the first drop that are handed over, so that one sees what was usual.
    private static let secondsBefore: Int64 = 900
    /// Records after the last drop.
    private static let secondsAfter: Int64 = 3600

    private let store: Store
    private let settings: Configuration
    private let job: ReportJob
    private var days: DayJob { job.days }

    package init(store: Store, settings: Configuration) throws {
        self.store = store
        self.settings = settings
        job = try ReportJob(store: store, settings: settings)
    }

    /// The day that the key of an incident names: `pumps-weu-20260310T0641Z-site-outage` began at that minute in UTC.
    package static func day(of key: String, clock: ZoneClock) throws -> ReportDay? {
        for part in key.split(separator: "-") {
            let digits = part.utf8.filter { $0 >= 48 && $0 <= 57 }
            guard part.count == 14, part.hasSuffix("Z"), digits.count == 12,
                let numbers = Int(String(decoding: digits, as: UTF8.self)),
                let date = CivilDate(
                    year: numbers / 100_000_000, month: numbers / 1_000_000 % 100, day: numbers / 10_000 % 100)
            else { continue }
            let minutes = Int64(numbers / 100 % 100 * 60 + numbers % 100)
            let start = Instant(seconds: Int64(date.daysSince1970) * 86_400 + minutes * 60)
            return try clock.reportDay(of: clock.date(at: start))
        }
        return nil
    }

    /// The files of an incident by name; throws where the day has no such incident.
    package func files(of key: String, on day: ReportDay) throws -> [(name: String, bytes: [UInt8])] {
        try days.requireHubs()
        let (result, (drops, devices)) = try days.drops(of: day) { [vocabulary = days.vocabulary] drops in
            var csv = DropsCSV(drops, vocabulary: vocabulary)
            var devices: Set<DeviceID> = []
            let number = drops.incidents.firstIndex(of: key).map { $0 + 1 }
            try drops.forEachBatch { batch in
                let own = batch.filter { Int($0.incident) == number }
                csv.add(own)
                devices.formUnion(own.map(\.device))
            }
            var rows: [UInt8] = []
            csv.pour { rows = $0 }
            return (rows, devices)
        }
        let report = try job.report(of: result)
        guard let incident = report.incidents.first(where: { $0.key == key }) else {
            let known = report.incidents.map(\.key).prefix(20).joined(separator: ", ")
            throw Failure(
                .inputMissing,
                "\(key): no incident of \(day.date)" + (known.isEmpty ? ", which has none" : "; it has \(known)"))
        }
        var files: [(name: String, bytes: [UInt8])] = [("request.txt", Array((incident.text + "\n").utf8))]
        var alone = report
        alone.incidents = [incident]
        for page in try job.incidentPages(alone) {
            files.append(("incident." + (page.name as NSString).pathExtension, Array(page.text.utf8)))
        }
        files.append(("incident.json", try json(incident, report)))
        files.append(("drops.csv", drops))
        files.append(("records.csv", try records(of: devices, incident)))
        files.append(("versions.txt", Array((Version.parts + "\n").utf8)))
        let sums = files.map { "\(SHA256.hex(of: $0.bytes))  \($0.name)\n" }.joined()
        return files + [("SHA256SUMS", Array(sums.utf8))]
    }

    /// The part of `report.json` that is of the incident, and what it was worked out from.
    private func json(_ incident: IncidentReport, _ report: DayReport) throws -> [UInt8] {
        struct Part: Encodable {
            let schema: Int
            let tool: DayReport.Tool
            let revision: Int
            let day: DayReport.Day
            let incident: IncidentReport
            let input: InputReport
            let method: Method
        }
        let part = Part(
            schema: report.schema, tool: report.tool, revision: report.revision, day: report.day, incident: incident,
            input: report.input, method: report.method)
        return Array(try job.renderer.json(part).utf8)
    }

    /// The records of the devices around the incident.
    private func records(of devices: Set<DeviceID>, _ incident: IncidentReport) throws -> [UInt8] {
        let words = days.vocabulary
        var csv = CSVText()
        csv.row([
            "time", "hub", "device", "module", "operation", "level", "code", "description", "protocol", "sdk",
            "address",
        ])
        let span = TimeWindow(
            from: incident.start.advanced(bySeconds: -BundleJob.secondsBefore),
            to: incident.end.advanced(bySeconds: BundleJob.secondsAfter))
        try store.forEachBatch(in: span) { batch in
            for event in batch {
                let client = words.clients[Int(event.client)]
                let eventType = words.eventTypes[Int(event.eventType)]
                guard devices.contains(client.device), words.text(eventType.hub) == incident.hub else { continue }
                let device = words.devices[Int(client.device)]
                csv.row([
                    "\(event.time)", words.text(eventType.hub), device.name, device.module, eventType.operation.name,
                    eventType.level.name, words.text(eventType.code), words.text(eventType.description),
                    words.text(client.transport),
                    words.text(client.sdk), words.text(client.address),
                ])
            }
        }
        return csv.bytes
    }
}
