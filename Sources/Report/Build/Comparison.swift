import Diagnosis
import Model

/// The days that a day is compared with: the one before, and the median of the seven before.
///
/// Days with missing input are left out: they look better than they were.
struct Comparison {
    /// Fewest complete days within the seven that make a median worth the name.
    static let fewestDays = 3
    static let days = 7

    /// The day before, complete or not: what was still down then, and its outline in the charts.
    let dayBefore: DaySummary?
    /// Complete days of the seven before, oldest first.
    let complete: [DaySummary]
    /// All of the seven before that have records, oldest first.
    let withRecords: [DaySummary]

    init(day: ReportDay, hubs: [String], history: [DaySummary]) {
        let wanted = (1...Comparison.days).map { day.date.advanced(byDays: -$0).description }
        let same = history.filter {
            wanted.contains($0.date) && $0.timeZone == day.timeZone && (hubs.isEmpty || $0.hubs == hubs)
        }.sorted { $0.date < $1.date }
        dayBefore = same.last { $0.date == wanted[0] }
        complete = same.filter(\.isComplete)
        withRecords = same.filter { $0.records > 0 }
    }

    var hasMedian: Bool { complete.count >= Comparison.fewestDays }

    /// The same number on the day before and its median; nil where there is none.
    func past(_ value: (DaySummary) -> Double?) -> (previous: Double?, usual: Double?) {
        let before = complete.last.flatMap { $0.date == dayBefore?.date ? value($0) : nil }
        let values = complete.compactMap(value)
        return (before, values.count >= Comparison.fewestDays ? Comparison.median(values) : nil)
    }

    func records(of code: String, operation: String, level: String) -> (previous: Double?, usual: Double?) {
        past { day in
            Double(
                day.codes.first { $0.code == code && $0.operation == operation && $0.level == level }?.records ?? 0)
        }
    }

    /// What the verdict may say it compared with.
    var words: String {
        if hasMedian { return "the median of \(complete.count) complete days of the seven before" }
        if let day = complete.last, day.date == dayBefore?.date { return "the day before" }
        return ""
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
        ThresholdValue(rule: "verdict", name: "better", value: "20 %", source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "verdict", name: "rejected records that leave a day comparable", value: "1 in 1,000",
            source: ThresholdValue.setByHubdrops),
        ThresholdValue(
            rule: "verdict", name: "compared with", value: "median of 3 to 7 complete days, else the day before",
            source: ThresholdValue.setByHubdrops),
    ]

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
