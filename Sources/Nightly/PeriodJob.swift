package import Delivery
import Foundation
import Model
import Rendering
package import Report
import Settings
import Store

extension ReportJob {
    /// Writes the report of a week or a month from the summaries of its days.
    ///
    /// Days that the database holds and that were never worked out are worked out first.
    ///
    /// - Parameter deliver: is given the mail of the period once all files stand, where this revision was not mailed yet,
    ///   and says whether it was put on its way; only then does the period count as mailed.
    package func write(
        _ period: Period, to output: OutputFolder, mail: MailJob, deliver: (MailMessage) throws -> Bool
    ) throws {
        try workOut(period.days)
        let days = try summaries(of: period.days)
        let devices = try self.devices(of: period, known: Set(days.map(\.date)))
        var report = PeriodReport.build(
            period: period, timeZone: settings.timeZone, days: days, before: try summaries(of: period.before.days),
            devices: devices.worst, devicesThatDropped: devices.count, toolVersion: Version.text)
        var kept = try summary(of: report, period)
        report.revision = Int(kept.revision)
        let pages = Set(period.days.map(\.description).filter { ReportFolders.hasPage($0, in: output.path) })
        let texts = try renderer.period(report, pages: pages)
        let folder = try output.folder(period.name)
        try folder.write(try renderer.json(report), to: "report.json")
        try folder.write(texts.markdown, to: "report.md")
        let message = try mail.message(report, renderer: renderer, page: texts.html, date: kept.created)
        try folder.write(message.encoded(), to: "summary.eml")
        try folder.write(texts.html, to: "report.html")
        try store.keep(kept, of: period.name, timeZone: settings.timeZone)
        if kept.mailed < kept.revision, try deliver(message) {
            kept.mailed = kept.revision
            try store.keep(kept, of: period.name, timeZone: settings.timeZone)
        }
    }

    /// What the database is to keep of a report: the next revision where late records gave it other numbers.
    private func summary(of report: PeriodReport, _ period: Period) throws -> PeriodSummary {
        var parts: [String] = []
        for date in period.days {
            let stored = try store.daySummary(of: date, timeZone: settings.timeZone)
            guard let known = stored.flatMap({ ReportFingerprint($0.fingerprint) }) else { continue }
            // What follows is the version of the program, which changes no record.
            parts.append("\(date) \(known.data.prefix { $0 != "-" })")
        }
        let data = ReportFingerprint.digest(parts.joined(separator: ","))
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

    /// The latest week and month that are over, where their report or its mail is missing.
    static func unmailedPeriods(
        newest: CivilDate, in output: String, store: Store, settings: Configuration, mail: MailJob
    ) throws -> [Period] {
        let known = Set(try store.summarisedDays(timeZone: settings.timeZone))
        return try [Period.week(of: newest), Period.month(of: newest)].compactMap { present in
            let latest = present.last <= newest ? present : present.before
            guard latest.days.contains(where: known.contains) else { return nil }
            guard ReportFolders.hasPage(latest.name, in: output) else { return latest }
            guard mail.wants(latest) else { return nil }
            let kept = try store.periodSummary(of: latest.name, timeZone: settings.timeZone)
            return kept.map { $0.mailed < $0.revision } ?? true ? latest : nil
        }
    }

    /// Weeks and months that hold one of the days that were written, and are over when the newest of them is.
    static func reopenedPeriods(written: [CivilDate], newest: CivilDate) -> Set<Period> {
        let kinds: [(CivilDate) -> Period] = [Period.week(of:), Period.month(of:)]
        return Set(kinds.flatMap { period in written.map(period) }.filter { $0.last <= newest })
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
            let wasAway = row.drops > 0 || row.isOpen || row.downtimeSeconds > 0
            // A renewal proves that a device which was away is back; a refused attempt proves nothing.
            guard wasAway || (row.renewals > 0 && sums[key(row)] != nil) else { return }
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
