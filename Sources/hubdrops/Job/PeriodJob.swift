import Delivery
import Foundation
import Model
import Rendering
import Report
import Settings
import Store

extension ReportJob {
    /// Writes the report of a week or a month from the summaries of its days.
    ///
    /// Days that the database holds and that were never worked out are worked out first.
    func write(_ period: Period, to output: OutputFolder) throws {
        try workOut(period.days)
        let days = try summaries(of: period.days)
        let devices = try self.devices(of: period, known: Set(days.map(\.date)))
        let report = PeriodReport.build(
            period: period, timeZone: settings.timeZone, days: days, before: try summaries(of: period.before.days),
            devices: devices.worst, devicesThatDropped: devices.count, toolVersion: Version.text)
        let pages = Set(period.days.map(\.description).filter { ReportFolders.hasPage($0, in: output.path) })
        let texts = try renderer.period(report, pages: pages)
        let folder = try output.folder(period.name)
        try folder.write(try renderer.json(report), to: "report.json")
        try folder.write(texts.markdown, to: "report.md")
        try folder.write(texts.html, to: "report.html")
    }

    /// Weeks and months whose report is due when some days were written, the newest of them the day of the run: those
    /// that are over and hold one of the days, and the latest one that is over where it has no report yet.
    static func duePeriods(written: [CivilDate], newest: CivilDate, in output: String) -> [Period] {
        let kinds: [(CivilDate) -> Period] = [Period.week(of:), Period.month(of:)]
        return kinds.flatMap { period -> [Period] in
            let present = period(newest)
            let latest = present.last <= newest ? present : present.before
            var due = Set(written.map(period).filter { $0.last <= newest })
            if !ReportFolders.hasPage(latest.name, in: output) { due.insert(latest) }
            return due.sorted { $0.first < $1.first }
        }
    }

    /// The devices of a period, worst first and cut, and how many dropped unexpectedly.
    private func devices(of period: Period, known: Set<String>) throws -> (worst: [PeriodReport.Device], count: Int) {
        struct Sum {
            var drops: Int64 = 0
            var downtime: Int64 = 0
            var days = 0
            var isOpen = false
        }
        var sums: [UInt64: Sum] = [:]
        func key(_ row: StoredDeviceDay) -> UInt64 { UInt64(row.hub) << 32 | UInt64(row.device) }
        try store.forEachDeviceDay(on: period.days, timeZone: settings.timeZone) { _, row in
            guard row.drops > 0 || row.isOpen else { return }
            var sum = sums[key(row)] ?? Sum()
            sum.drops += row.drops
            sum.downtime += row.downtimeSeconds
            sum.days += row.drops > 0 ? 1 : 0
            sum.isOpen = row.isOpen
            sums[key(row)] = sum
        }
        let vocabulary = days.vocabulary
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

/// The folders of reports in the folder of the output.
enum ReportFolders {
    static func hasPage(_ name: String, in output: String) -> Bool {
        FileManager.default.fileExists(atPath: output + "/" + name + "/report.html")
    }

    /// Names of folders with a page: days and periods.
    static func names(in output: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
        return names.filter { (CivilDate($0) != nil || Period($0) != nil) && hasPage($0, in: output) }.sorted()
    }
}
