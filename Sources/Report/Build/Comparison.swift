import Diagnosis
import Model

/// What a day is compared with: each of its hubs with that hub's own days before, and then put together.
///
/// A hub that was added, removed or is idle, or that lacks a day, changes nothing for the others.
struct Comparison {
    /// Fewest complete days within the seven that make a median worth the name.
    static let fewestDays = 3
    static let days = 7

    /// The day before, where it had the same hubs: its outline in the charts.
    let dayBefore: DaySummary?
    /// Of the seven days before, those with records of any hub, oldest first.
    let withRecords: [DaySummary]
    /// The days of each hub.
    let hubs: [String: HubComparison]

    init(day: ReportDay, hubs: [String], history: [DaySummary]) {
        let wanted = (1...Comparison.days).map { day.date.advanced(byDays: -$0).description }
        let same = history.filter { wanted.contains($0.date) && $0.timeZone == day.timeZone }
            .sorted { $0.date < $1.date }
        dayBefore = same.last { $0.date == wanted[0] && (hubs.isEmpty || $0.hubs == hubs) }
        withRecords = same.filter { $0.records > 0 }
        self.hubs = Dictionary(
            uniqueKeysWithValues: Set(hubs).map { hub in
                (hub, HubComparison(hub: hub, dayBefore: wanted[0], days: same))
            })
    }

    var hasMedian: Bool { hubs.values.contains(where: \.hasMedian) }

    /// Days that were complete for a hub, oldest first.
    func completeDays(of hub: String) -> [DaySummary] {
        withRecords.filter { $0.mark(of: hub)?.isComplete == true }
    }

    /// The days that any hub is compared with, oldest first.
    var dates: [String] {
        withRecords.filter { day in hubs.keys.contains { day.mark(of: $0)?.isComplete == true } }.map(\.date)
    }

    /// The sum of a number over the hubs on the day before, and of their medians; nil where no hub has any.
    func past(_ value: (DaySummary.HubMark) -> Double?) -> (previous: Double?, usual: Double?) {
        // In order of name, as sums of fractions depend on it.
        let all = hubs.sorted { $0.key < $1.key }.map { $0.value.past(value) }
        func sum(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) }
        return (sum(all.compactMap(\.previous)), sum(all.compactMap(\.usual)))
    }

    func records(of code: String, operation: String, level: String) -> (previous: Double?, usual: Double?) {
        past { $0.records(of: code, operation: operation, level: level) }
    }

    /// What the verdict may say it compared with.
    var words: String {
        let ofHubs = hubs.sorted { $0.key < $1.key }.map { (name: $0.key, words: $0.value.words) }
        let compared = ofHubs.filter { !$0.words.isEmpty }
        guard let first = compared.first else { return "" }
        let isSame = compared.allSatisfy { $0.words == first.words }
        let what =
            isSame ? first.words : "the median of each hub's complete days of the seven before, or its day before"
        let without = ofHubs.filter(\.words.isEmpty).map(\.name)
        guard !without.isEmpty else { return what }
        let names = without.count > 3 ? ["\(without.count) hubs"] : without
        return what + "; nothing yet to compare \(Words.list(names)) with"
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static let thresholds = [
        ThresholdValue(
            rule: "verdict", name: "worse", value: "25 % and at least 5 devices, 1 device-hour or 3 devices still down",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "verdict", name: "worse availability", value: "0.1 percentage points",
            source: ThresholdValue.setByHubdrops
        ),
        ThresholdValue(
            rule: "verdict", name: "worse, of several hubs",
            value: "also beyond three times the scatter of the hub's own days", source: ThresholdValue.setByHubdrops),
        ThresholdValue(rule: "verdict", name: "better", value: "20 %", source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "verdict", name: "rejected records that leave a day comparable", value: "1 in 1,000",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "verdict", name: "compared with", value: "median of 3 to 7 complete days, else the day before",
            source: ThresholdValue.setByHubdrops),
    ]

    /// Whether a number is worse by more than it scatters: a count by its root, or by that of both where it is held
    /// against a single day.
    static func beatsChance(
        _ kind: Measure.Kind, value: Double, reference: Double, scatter: Double, isMedian: Bool
    ) -> Bool {
        switch kind {
        case .devicesThatDropped, .stillDown:
            let root = (isMedian ? reference : reference + value).squareRoot()
            return value - reference > 3 * max(scatter, root)
        case .downtimeSeconds: return value - reference > max(3 * scatter, reference / 2)
        case .availability: return reference - value > max(3 * scatter, (1 - reference) / 2)
        }
    }

    /// How a number of the day stands to what it is compared with.
    static func tendency(_ kind: Measure.Kind, value: Double, reference: Double) -> Measure.Tendency {
        if kind == .availability {
            if value < reference - 0.001 { return .worse }
            return value > reference + 0.001 ? .better : .same
        }
        let least: Double =
            switch kind {
            case .devicesThatDropped: 5
            case .downtimeSeconds: 3600
            case .stillDown: 3
            case .availability: 0
            }
        if value > reference * 1.25, value - reference >= least { return .worse }
        if value < reference * 0.8, reference - value >= least { return .better }
        return .same
    }
}
