import Delivery
import Diagnosis
import Model
import Rendering
import Report
import Settings
import Store

/// What pages of devices need beside the report of their day.
struct DevicePages: Sendable {
    /// Those that get a page each, worst first.
    let rows: [DeviceDay]
    private let source: Source

    private enum Source: Sendable {
        case database(DeviceTimelines)
        case units([DeviceReport])
    }

    /// So many of the worst devices get a page each.
    static let most = 25

    /// The names of the files of the pages.
    var names: [PageLinks.Place: String] {
        Dictionary(
            rows.map { row in
                (PageLinks.Place(hub: row.hub, device: row.device, module: row.module), DevicePages.name(of: row))
            }
        ) { first, _ in first }
    }

    static func name(of row: DeviceDay) -> String {
        let parts = [row.hub, row.device] + (row.module.isEmpty ? [] : [row.module])
        return SafeFileName(parts: parts, extension: "html").description
    }

    /// For the pages of the first rows of a report.
    init(of worst: [DeviceDay], _ result: DayResult, drops: DayDrops, job: DayJob) throws {
        let identities = Set(result.diagnosis.deviceNumbers.prefix(worst.count))
        try self.init(of: identities, result, drops: try drops.drops(of: identities), rows: worst, job: job)
    }

    /// - Parameters:
    ///   - drops: those of the whole day's analysis; a cause may rest on other devices.
    ///   - rows: those of the report.
    init(of identities: Set<DeviceID>, _ result: DayResult, drops: [Drop], rows: [DeviceDay], job: DayJob)
        throws
    {
        self.rows = rows
        source = .database(try DeviceTimelines(of: identities, result, drops: drops, rows: rows, job: job))
    }

    /// For pages that units of a fleet have gathered.
    init(of worst: [DeviceDay], gathered: [DeviceReport]) {
        rows = worst
        source = .units(gathered)
    }

    /// Timelines of the identities, each with its row and the days before, in the order of hub, device and module.
    func reports() throws -> [DeviceReport] {
        switch source {
        case .database(let timelines): try timelines.reports()
        case .units(let gathered): gathered
        }
    }
}

/// What the timelines of devices are made from; gathered where the database is in use, worked out on whatever thread has
/// the time.
struct DeviceTimelines: Sendable {
    /// Devices by number: a device and its modules have a number each.
    private let identities: Set<DeviceID>
    private let rowsByName: [Key: DeviceDay]
    private let drops: [Drop]
    private let context: AnalysisContext
    private let settings: AnalysisSettings
    private let database: String
    private let part: [TextID]?
    private let past: [PastDay]

    /// - Parameters:
    ///   - drops: those of the whole day's analysis; a cause may rest on other devices.
    ///   - rows: those of the report.
    init(of identities: Set<DeviceID>, _ result: DayResult, drops: [Drop], rows: [DeviceDay], job: DayJob)
        throws
    {
        self.identities = identities
        rowsByName = Dictionary(rows.map { (Key(hub: $0.hub, device: $0.device, module: $0.module), $0) }) { first, _ in
            first
        }
        self.drops = drops
        context = result.context
        settings = job.settings.analysisSettings
        database = job.store.path
        part = job.part
        past = try PastDay.all(before: result.day, of: identities, job)
    }

    /// Timelines of the identities, each with its row and the days before, in the order of hub, device and module.
    ///
    /// Their events stand among all others, so this is a pass over the day, on a connection of its own.
    func reports() throws -> [DeviceReport] {
        guard !identities.isEmpty else { return [] }
        let store = try Store.open(database, mode: .readOnly)
        try store.setCache(.passing)
        let events = try store.events(
            ofClients: context.vocabulary.clients(of: identities), in: context.dataSpan, of: part)
        let timelines = DeviceTimeline.make(
            events: events, of: identities, context: context, settings: settings, drops: drops)
        return timelines.map { timeline in
            let key = Key(hub: timeline.hub, device: timeline.device, module: timeline.module)
            return DeviceReport(timeline: timeline, row: rowsByName[key], past: past.map { $0[key] })
        }
    }

    fileprivate struct Key: Hashable {
        let hub: String
        let device: String
        let module: String
    }
}

/// What is stored of some devices on a day before.
private struct PastDay: Sendable {
    private let date: CivilDate
    /// Nil where nothing is known of the day.
    private let known: [DeviceTimelines.Key: StoredDeviceDay]?

    /// The fourteen days before one, oldest first.
    static func all(before day: ReportDay, of identities: Set<DeviceID>, _ job: DayJob) throws -> [PastDay] {
        try (1...14).reversed().map { back in
            let date = day.date.advanced(byDays: -back)
            guard try job.history.isKnown(date) else {
                return PastDay(date: date, known: nil)
            }
            var known: [DeviceTimelines.Key: StoredDeviceDay] = [:]
            for row in try job.store.deviceDays(of: identities, on: date, timeZone: day.timeZone) {
                let device = job.vocabulary.devices[Int(row.device)]
                let hub = job.vocabulary.text(row.hub)
                known[DeviceTimelines.Key(hub: hub, device: device.name, module: device.module)] = row
            }
            return PastDay(date: date, known: known)
        }
    }

    subscript(key: DeviceTimelines.Key) -> DeviceReport.Past {
        guard let known else { return DeviceReport.Past(date: date.description) }
        let row = known[key]
        return DeviceReport.Past(
            date: date.description, drops: Int(row?.drops ?? 0), renewals: Int(row?.renewals ?? 0),
            downtimeSeconds: row?.downtimeSeconds ?? 0, isOpen: row?.isOpen ?? false)
    }
}
