import Model

/// What a hub wrote at which hour of the day (of UTC) on earlier days.
struct UsualHours {
    /// Records by hour of the day; nil without an earlier day.
    ///
    /// The least of each hour and its neighbors, as a change of the clocks moves what a fleet does by an hour; and of the
    /// same weekday a week before, where that is known.
    private let least: [Double]?
    private let usual: [Double]
    private let clock: MillisClock

    init(hub: String, _ analysis: DayAnalysis) {
        clock = analysis.clock
        let baseline = analysis.context.baseline
        let days = baseline?.wholeDays(hub) ?? []
        usual = (0..<24).map { hour in Robust.median(days.map { $0.perHour[hour] }) }
        guard !days.isEmpty else {
            least = nil
            return
        }
        let hours = UsualHours.least(of: usual)
        let weekBefore = baseline?.weekBefore(hub).map { UsualHours.least(of: $0.perHour) }
        least = weekBefore.map { zip(hours, $0).map(min) } ?? hours
    }

    private static func least(of hours: [Double]) -> [Double] {
        hours.indices.map { hour in [23, 0, 1].map { hours[(hour + $0) % 24] }.min() ?? 0 }
    }

    /// Records that earlier days let expect in a span; nil without any.
    func records(in span: MillisRange) -> Double? {
        least.map { hours in sum(hours, over: span) }
    }

    /// How busy the hub usually is in a span, 1 for as busy as on the average of some other spans; nil where not known.
    func share(of span: MillisRange, amid others: [MillisRange]) -> Double? {
        guard let least else { return nil }
        let length = others.reduce(0) { $0 + Double($1.end - $1.start) }
        let rest = others.reduce(0) { $0 + sum(usual, over: $1) }
        guard rest > 0, length > 0, span.end > span.start else { return nil }
        return sum(least, over: span) / Double(span.end - span.start) / (rest / length)
    }

    private func sum(_ hours: [Double], over span: MillisRange) -> Double {
        var sum = 0.0
        var start = span.start
        while start < span.end {
            let end = min(span.end, (start / 3_600_000 + 1) * 3_600_000)
            let instant = clock.instant(start)
            sum += hours[Int((instant.seconds / 3600) % 24 + 24) % 24] * Double(end - start) / 3_600_000
            start = end
        }
        return sum
    }
}
