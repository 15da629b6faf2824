import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings
import Store

extension ReportJob {
    private var store: Store { days.store }

    /// A week or a month whose files are complete.
    struct WrittenPeriod {
        /// What the database keeps of it.
        let kept: PeriodSummary
        let message: MailMessage
    }

    /// Writes the report of a week or a month from what is kept of its days, and keeps its revision.
    func write(_ period: Period, to output: OutputFolder, mail: MailJob) throws -> WrittenPeriod {
        let days = try summaries(of: period.days)
        let devices = try self.devices(of: period, days: days)
        var report = PeriodReport.build(
            period: period, timeZone: settings.timeZone, days: days, before: try summaries(of: period.before.days),
            devices: devices.worst, devicesThatDropped: devices.count, toolVersion: Version.text)
        let kept = try summary(of: report, period)
        report.revision = Int(kept.revision)
        let pages = Set(period.days.map(\.description).filter { ReportFolders.hasPage($0, in: output.path) })
        let texts = try renderer.period(report, pages: pages)
        let message = try mail.message(report, renderer: renderer, page: texts.html, date: kept.created)
        let files = FileGroup()
        defer { files.discard() }
        let folder = try output.gathering(in: files).folder(period.name)
        try folder.write(try renderer.json(report), to: "report.json")
        try folder.write(texts.markdown, to: "report.md")
        try folder.write(message.encoded(), to: "summary.eml")
        try folder.write(texts.html, to: "report.html")
        try files.commit(keepingBack: 1)
        try files.commit()
        try store.keep(kept, of: period.name, timeZone: settings.timeZone)
        return WrittenPeriod(kept: kept, message: message)
    }

    /// What the database is to keep of a report: the next revision where late records gave it other numbers.
    private func summary(of report: PeriodReport, _ period: Period) throws -> PeriodSummary {
        let data = try history.data(of: period)
        let numbers = ReportFingerprint.digest(report.numbersText)
        guard var kept = try store.periodSummary(of: period.name, timeZone: settings.timeZone) else {
            return PeriodSummary(revision: 1, data: data, numbers: numbers, created: .now(), mailed: 0)
        }
        if kept.data != data, kept.numbers != numbers {
            kept.revision += 1
            kept.created = .now()
        }
        kept.data = data
        kept.numbers = numbers
        return kept
    }

    /// The devices of a period, worst first and cut, and how many dropped unexpectedly.
    private func devices(of period: Period, days: [DaySummary]) throws -> (worst: [PeriodReport.Device], count: Int) {
        let known = Set(days.map(\.date))
        // What was down on a hub's last day with records is down at the end of the data.
        let lastDates = Dictionary(
            days.flatMap { day in day.knownHubs.map { ($0, day.date) } }, uniquingKeysWith: { max($0, $1) })
        var vocabulary = self.days.vocabulary
        struct Sum {
            var drops: Int64 = 0
            var downtime: Int64 = 0
            var days = 0
            var isOpen = false
        }
        var sums: [UInt64: Sum] = [:]
        func key(_ row: StoredDeviceDay) -> UInt64 { UInt64(row.hub) << 32 | UInt64(row.device) }
        try store.forEachDeviceDay(on: period.days, timeZone: settings.timeZone) { date, row in
            let wasAway = row.drops > 0 || row.isOpen || row.downtimeSeconds > 0
            // A renewal proves that a device which was away is back; a refused attempt proves nothing.
            guard wasAway || (row.renewals > 0 && sums[key(row)] != nil) else { return }
            var sum = sums[key(row)] ?? Sum()
            sum.drops += row.drops
            sum.downtime += row.downtimeSeconds
            sum.days += row.drops > 0 ? 1 : 0
            sum.isOpen = row.isOpen && lastDates[vocabulary.text(row.hub)] == date.description
            sums[key(row)] = sum
        }
        if !vocabulary.devices.isWhole {
            var devices = NumberSet()
            for key in sums.keys { devices.insert(DeviceID(truncatingIfNeeded: key)) }
            vocabulary = try store.vocabulary(clients: NumberSet(), devices: devices)
        }
        func name(_ key: UInt64) -> (String, String, String) {
            let device = vocabulary.devices[Int(key & 0xFFFF_FFFF)]
            return (vocabulary.text(TextID(key >> 32)), device.name, device.module)
        }
        let ranked = sums.sorted { left, right in
            let (one, other) = (left.value, right.value)
            if one.downtime != other.downtime { return one.downtime > other.downtime }
            if one.drops != other.drops { return one.drops > other.drops }
            return name(left.key) < name(right.key)
        }
        var worst = ranked.prefix(PeriodReport.mostDevices).map { key, sum in
            let (hub, device, module) = name(key)
            return PeriodReport.Device(
                hub: hub, device: device, module: module, drops: Int(sum.drops), downtimeSeconds: sum.downtime,
                daysWithDrops: sum.days, isOpen: sum.isOpen,
                dropsPerDay: period.days.map { known.contains($0.description) ? 0 : nil })
        }
        let positions = Dictionary(uniqueKeysWithValues: ranked.prefix(worst.count).enumerated().map { ($1.key, $0) })
        try store.forEachDeviceDay(on: period.days, timeZone: settings.timeZone) { date, row in
            guard let position = positions[key(row)] else { return }
            worst[position].dropsPerDay[date.daysSince1970 - period.first.daysSince1970] = Int(row.drops)
        }
        return (worst, sums.values.count { $0.drops > 0 })
    }
}

extension PeriodReport {
    /// All counts of the report, and none of its words.
    fileprivate var numbersText: String {
        let ofDays = days.map { day in
            "\(day.date) \(day.isComplete) \(day.missingHours) \(day.activeDevices ?? -1) "
                + "\(day.devicesThatDropped ?? -1) \(day.drops ?? -1) \(day.downtimeSeconds ?? -1) "
                + "\(day.stillDown ?? -1) \(day.incidents ?? -1) \(day.alerts ?? -1)"
        }
        let ofCauses = causes.map { "\($0.cause) \($0.drops) \($0.downtimeSeconds)" }
        let ofCodes = codes.map { "\($0.operation) \($0.level) \($0.code) \($0.records)" }
        let sums = "\(drops) \(renewals) \(downtimeSeconds) \(devicesThatDropped)"
        return (ofDays + ofCauses + ofCodes + [sums]).joined(separator: "\n")
    }
}
