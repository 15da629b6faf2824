import Model
import Report

extension Page {
    /// The last days of a number as a list of one picture, or none where no day before is known.
    static func trend(_ days: [TrendDay], of measure: Measure) -> [[String: Any]] {
        let kind = measure.kind
        return trend(
            measure.label, days.map { ($0.date, $0.value(kind)) }, isComplete: days.map(\.isComplete),
            hangs: kind == .availability,
            words: measure.words)
    }

    /// - Parameter days: oldest first; nil where nothing is known.
    static func trend(
        _ title: String, _ days: [(date: String, value: Double?)], isComplete: [Bool]? = nil, hangs: Bool,
        words: (Double) -> String
    ) -> [[String: Any]] {
        guard
            let chart = TrendChart(
                days.map(\.value), isComplete: isComplete ?? days.map { _ in true }, hangs: hangs)
        else { return [] }
        return [
            [
                "width": chart.width, "height": TrendChart.height, "words": title + ", " + trendWords(days, words),
                "complete": chart.complete, "partial": chart.partial, "last": chart.last, "unknown": chart.unknown,
            ]
        ]
    }

    /// `the last 30 days: lowest 3 on 4 March, highest 1,386 on 10 March; 2 days not known`.
    private static func trendWords(_ days: [(date: String, value: Double?)], _ words: (Double) -> String) -> String {
        let known = days.compactMap { day in day.value.map { (date: day.date, value: $0) } }
        guard let first = known.first, let low = known.min(by: { $0.value < $1.value }),
            let high = known.max(by: { $0.value < $1.value })
        else { return "" }
        let span = days.drop { $0.date != first.date }
        let unknown = span.count - known.count
        return "the last \(Words.counted(span.count, "day")): "
            + (low.value == high.value
                ? "always \(words(low.value))"
                : "lowest \(words(low.value)) on \(DateWords.short(low.date)), "
                    + "highest \(words(high.value)) on \(DateWords.short(high.date))")
            + (unknown > 0 ? "; \(Words.counted(unknown, "day")) not known" : "")
    }
}
