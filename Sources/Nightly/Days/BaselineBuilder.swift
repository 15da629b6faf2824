import Diagnosis
import Model
import Report
import Settings
import Store

/// Gathers the numbers of earlier days that a day is compared with, from what the database keeps of them.
struct BaselineBuilder {
    /// Days that a baseline reaches back.
    static let days = 14

    let history: DayHistory
    let vocabulary: Vocabulary
    let settings: Configuration
    private var store: Store { history.store }

    /// The earlier days that were worked out already; nil where there are none.
    func baseline(before day: ReportDay) throws -> Baseline? {
        let clock = try settings.clock()
        var baseline = Baseline()
        var drops: [String: [Double]] = [:]
        var codes: [Baseline.Code: [Double]] = [:]
        var dates: [CivilDate] = []
        var spans: [(daysBack: Int, span: TimeWindow)] = []
        for back in (1...BaselineBuilder.days).reversed() {
            let date = day.date.advanced(byDays: -back)
            guard try history.isKnown(date),
                let earlier = try? clock.reportDay(of: date)
            else { continue }
            dates.append(date)
            spans.append((back, earlier.span))
            var dropsOfHub: [String: Double] = [:]
            let totals = try store.hourTotals(in: earlier.span)
            baseline.daysBack.insert(back)
            for (hub, counts) in hourly(totals) {
                baseline.dailyRecords[hub, default: []].append(DayRecords(daysBack: back, perHour: counts))
            }
            for (code, records) in recordsByCode(totals) {
                codes[code, default: []].append(records)
                dropsOfHub[code.hub] = 0
            }
            try store.forEachDeviceDay(on: [date], timeZone: day.timeZone, of: history.states.part()) { _, row in
                if back == 1, row.isOpen { baseline.downBefore.insert(Identity(hub: row.hub, device: row.device)) }
                // What is left of a drop of the day before says nothing about this one.
                guard row.drops + row.renewals + row.failedConnects > 0 else { return }
                let hub = vocabulary.text(row.hub)
                dropsOfHub[hub, default: 0] += Double(row.drops)
                if row.drops > 0 {
                    let identity = Identity(hub: row.hub, device: row.device)
                    baseline.devices[identity, default: []].append(
                        UInt32(clamping: row.drops), at: baseline.days[hub] ?? 0)
                }
            }
            for (hub, sum) in dropsOfHub {
                drops[hub, default: []].append(sum)
                baseline.days[hub, default: 0] += 1
                baseline.dates[hub, default: []].append(Baseline.Day(date: date, start: earlier.span.start))
                baseline.dayNumbers[hub, default: []].append(back)
            }
            for hub in try incompleteHubs(of: date, among: dropsOfHub.keys) {
                baseline.incompleteDays[hub, default: []].insert(back)
            }
        }
        guard !baseline.days.isEmpty else { return nil }
        baseline.drops = drops.mapValues(History.init)
        // A day without a drop of the device, or a record of the code, counts as zero.
        for place in baseline.devices.indices {
            let days = baseline.days[vocabulary.text(baseline.devices[place].key.hub)] ?? 0
            baseline.devices.values[place].pad(to: days)
        }
        baseline.codes = Dictionary(
            uniqueKeysWithValues: codes.map { code, values in
                let missing = max(0, (baseline.days[code.hub] ?? 0) - values.count)
                return (code, History(values + Array(repeating: 0, count: missing)))
            })
        try addTimes(of: dates, zone: day.timeZone, to: &baseline)
        baseline.known = try known(before: day) { hub, moment in
            guard let first = spans.first, moment >= first.span.start,
                let found = spans.first(where: { $0.span.contains(moment) }),
                let index = baseline.dailyRecords[hub]?.firstIndex(where: { $0.daysBack == found.daysBack })
            else { return }
            baseline.dailyRecords[hub]?[index].newIdentities += 1
        }
        return baseline
    }

    /// Hubs of which a day lacked records.
    private func incompleteHubs(of date: CivilDate, among hubs: some Sequence<String>) throws -> [String] {
        guard let summary = try history[date]?.summary else { return Array(hubs) }
        return hubs.filter { hub in
            !(summary.mark(of: hub)?.isComplete ?? summary.isComplete)
        }
    }

    /// The spans of earlier days in which records were missing, by hub, oldest first.
    func missing(before day: ReportDay) throws -> [String: [TimeWindow]] {
        var result: [String: [TimeWindow]] = [:]
        for back in (1...BaselineBuilder.days).reversed() {
            for span in try history[day.date.advanced(byDays: -back)]?.summary?.missingSpans ?? [] {
                result[span.hub, default: []].append(TimeWindow(from: span.start, to: span.end))
            }
        }
        return result
    }

    /// The records of a day, by hub with any.
    func records(of day: ReportDay) throws -> [String: Int] {
        hourly(try store.hourTotals(in: day.span)).mapValues { Int($0.reduce(0, +)) }
    }

    private func addTimes(of dates: [CivilDate], zone: String, to baseline: inout Baseline) throws {
        let least = Int(settings.analysisSettings[.fixedTimeDays])
        try store.forEachRecurringDrop(on: dates, timeZone: zone, days: least, of: history.states.part()) { drops in
            guard let drop = drops.first else { return }
            let identity = Identity(hub: drop.hub, device: drop.device)
            baseline.dropTimes[identity] = drops.map { Instant(seconds: $0.start) }
        }
    }

    /// - Parameter first: is given the hub and the moment of each identity's first record.
    private func known(before day: ReportDay, first: (String, Instant) -> Void) throws -> KnownIdentities {
        var known = KnownIdentities()
        try store.forEachKnownDevice(before: day.span.start, of: history.states.part()) { device in
            let (hub, moment) = (vocabulary.text(device.hub), Instant(seconds: device.time))
            known.insert(hub: hub, device: device.device, firstSeen: moment)
            first(hub, moment)
        }
        return known
    }

    private func recordsByCode(_ totals: [StoredHourTotal]) -> [Baseline.Code: Double] {
        var records: [Baseline.Code: Double] = [:]
        for total in totals {
            let eventType = vocabulary.eventTypes[Int(total.eventType)]
            let code = Baseline.Code(hub: vocabulary.text(eventType.hub), code: vocabulary.text(eventType.code))
            records[code, default: 0] += Double(total.records)
        }
        return records
    }

    /// The records of a day by hub and hour of the day; only of hubs that are wanted, as of others no silence is told.
    private func hourly(_ totals: [StoredHourTotal]) -> [String: [Double]] {
        var ofDay: [String: [Double]] = [:]
        for total in totals {
            let hub = vocabulary.text(vocabulary.eventTypes[Int(total.eventType)].hub)
            guard settings.hubs.isEmpty || settings.hubs.contains(hub) else { continue }
            ofDay[hub, default: Array(repeating: 0, count: 24)][(total.hour % 24 + 24) % 24] += Double(total.records)
        }
        return ofDay
    }
}

extension [UInt32] {
    /// Puts a number at a position that nothing was put at, with zeros between.
    fileprivate mutating func append(_ value: UInt32, at position: Int) {
        pad(to: position)
        append(value)
    }

    fileprivate mutating func pad(to count: Int) {
        while self.count < count { append(0) }
    }
}
