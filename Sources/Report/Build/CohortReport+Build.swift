import Diagnosis
import Model

extension CohortReport {
    static let most = 40
    private static let fewestDays = 3
    /// Standard deviations: the odds against chance are more than a hundred thousand to one, with up to some hundred
    /// groups a day.
    fileprivate static let deviations = 4.5
    fileprivate static let fewestDropped = 5
    fileprivate static let leastRatio = 1.5
    /// Of the devices: a group as large is listed although nothing about it is remarkable.
    private static let largeShare = 0.1

    static let thresholds = [
        ThresholdValue(
            rule: "groups of devices", name: "worse",
            value: "1.5 times as many devices dropped, 5 at least, and 4.5 standard deviations more",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "groups of devices", name: "listed all the same",
            value: "a tenth of the devices, where there is another group", source: ThresholdValue.setByHubdrops),
    ]

    private struct Key: Hashable {
        let dimension: String
        let value: String
    }

    /// - Parameter history: what is kept of the days before, in any order.
    static func build(
        _ today: [CohortDay], day: ReportDay, comparison: Comparison, history: [DaySummary]
    ) -> [CohortReport] {
        let groups = sums(today)
        let wanted = Set((1..<TrendDay.days).map { day.date.advanced(byDays: -$0).description })
        let past = history.filter { wanted.contains($0.date) && $0.timeZone == day.timeZone }.map { summary in
            sums(
                (summary.cohorts ?? []).filter { cohort in
                    comparison.hubs[cohort.hub] != nil && summary.mark(of: cohort.hub)?.isComplete == true
                })
        }
        let ofDimensions = Dictionary(grouping: groups.values, by: \.dimension).mapValues { cohorts in
            (count: cohorts.count, sum: cohorts.dropFirst().reduce(cohorts[0], together))
        }
        let devices = ofDimensions.values.map(\.sum.devices).max() ?? 0
        let reports = groups.compactMap { key, cohort -> CohortReport? in
            guard let dimension = ofDimensions[key.dimension] else { return nil }
            let report = CohortReport(
                cohort, others: dimension.count > 1 ? without(cohort, in: dimension.sum) : nil,
                days: past.compactMap { $0[key] })
            let isLarge = dimension.count > 1 && Double(cohort.devices) >= Double(devices) * largeShare
            return isLarge || !report.worseThan.isEmpty ? report : nil
        }
        return Array(reports.sorted(by: isBefore).prefix(most))
    }

    private static func isBefore(_ left: CohortReport, _ right: CohortReport) -> Bool {
        if left.worseThan.isEmpty != right.worseThan.isEmpty { return right.worseThan.isEmpty }
        if !left.worseThan.isEmpty, left.devicesThatDropped != right.devicesThatDropped {
            return left.devicesThatDropped > right.devicesThatDropped
        }
        if left.dimension != right.dimension { return left.dimension < right.dimension }
        let (one, other) = ((right.devices, left.value), (left.devices, right.value))
        return one == other ? left.value.hasBytes(before: right.value) : one < other
    }

    /// The groups of all hubs together.
    private static func sums(_ cohorts: [CohortDay]) -> [Key: CohortDay] {
        Dictionary(
            cohorts.map { (Key(dimension: $0.dimension, value: $0.value), $0) }, uniquingKeysWith: together)
    }

    private static func together(_ one: CohortDay, _ other: CohortDay) -> CohortDay {
        var sum = one
        sum.devices += other.devices
        sum.devicesThatDropped += other.devicesThatDropped
        sum.drops += other.drops
        sum.downtimeSeconds = one.downtimeSeconds.flatMap { own in other.downtimeSeconds.map { own + $0 } }
        sum.activeSeconds = one.activeSeconds.flatMap { own in other.activeSeconds.map { own + $0 } }
        return sum
    }

    private static func without(_ cohort: CohortDay, in sum: CohortDay) -> CohortDay? {
        var rest = sum
        rest.devices -= cohort.devices
        rest.devicesThatDropped -= cohort.devicesThatDropped
        rest.drops -= cohort.drops
        rest.downtimeSeconds = sum.downtimeSeconds.flatMap { all in cohort.downtimeSeconds.map { all - $0 } }
        rest.activeSeconds = sum.activeSeconds.flatMap { all in cohort.activeSeconds.map { all - $0 } }
        return rest.devices >= CohortDay.fewestDevices ? rest : nil
    }

    private init(_ cohort: CohortDay, others: CohortDay?, days: [CohortDay]) {
        self.init(
            dimension: cohort.dimension, value: cohort.value, devices: cohort.devices,
            devicesThatDropped: cohort.devicesThatDropped, drops: cohort.drops, availability: cohort.availability,
            othersDropsPerDevice: others?.dropsPerDevice, othersAvailability: others?.availability)
        if let others, cohort.isWorse(than: others.shareThatDropped, scatter: 0, of: others.devices) {
            worseThan.append(.others)
        }
        guard days.count >= CohortReport.fewestDays else { return }
        usualDropsPerDevice = Comparison.median(days.map(\.dropsPerDevice))
        let availabilities = days.compactMap(\.availability)
        if availabilities.count >= CohortReport.fewestDays { usualAvailability = Comparison.median(availabilities) }
        let shares = days.map(\.shareThatDropped)
        let usual = Comparison.median(shares)
        let scatter = 1.4826 * Comparison.median(shares.map { abs($0 - usual) })
        if cohort.isWorse(than: usual, scatter: scatter, of: days.reduce(0) { $0 + $1.devices }) {
            worseThan.append(.usual)
        }
    }
}

extension CohortDay {
    fileprivate var dropsPerDevice: Double { devices > 0 ? Double(drops) / Double(devices) : 0 }
    fileprivate var shareThatDropped: Double { devices > 0 ? Double(devicesThatDropped) / Double(devices) : 0 }
    fileprivate var availability: Double? {
        guard let down = downtimeSeconds, let active = activeSeconds, active > 0 else { return nil }
        return max(0, 1 - Double(down) / Double(active))
    }

    /// Whether more of its devices dropped than a share, by more than chance and scatter.
    ///
    /// Devices are counted and not drops, which come in rows: one bad device would make its whole group stand out.
    fileprivate func isWorse(than share: Double, scatter: Double, of others: Int) -> Bool {
        guard devicesThatDropped >= CohortReport.fewestDropped, others > 0 else { return false }
        let expected = share * Double(devices)
        let pooled = (Double(devicesThatDropped) + share * Double(others)) / Double(devices + others)
        let chance = (pooled * (1 - pooled) * (1 / Double(devices) + 1 / Double(others))).squareRoot()
        return Double(devicesThatDropped) >= expected * CohortReport.leastRatio
            && shareThatDropped - share > max(CohortReport.deviations * chance, 3 * scatter)
    }
}
