import Diagnosis
import Model

extension TrendDay {
    /// The last days, oldest first, the day itself at the end.
    ///
    /// - Parameters:
    ///   - numbers: of the day itself.
    ///   - history: what is kept of the days before, in any order.
    static func build(
        day: ReportDay, numbers: [Measure], isComplete: Bool, history: [DaySummary]
    ) -> [TrendDay] {
        let known = Dictionary(
            history.filter { $0.timeZone == day.timeZone && $0.records > 0 && $0.verdict != .noData }.map {
                ($0.date, $0)
            }
        ) { first, _ in first }
        let before = (1..<TrendDay.days).reversed().map { back in
            let date = day.date.advanced(byDays: -back).description
            return known[date].map { TrendDay($0) } ?? TrendDay(date: date)
        }
        return before + [TrendDay(day: day, numbers, isComplete: isComplete)]
    }

    private init(day: ReportDay, _ numbers: [Measure], isComplete: Bool) {
        self.init(date: day.date.description)
        func value(_ kind: Measure.Kind) -> Double? { numbers.first { $0.kind == kind }?.value }
        self.isComplete = isComplete
        devicesThatDropped = value(.devicesThatDropped).map { Int($0) }
        downtimeSeconds = value(.downtimeSeconds).map { Int64($0) }
        stillDown = value(.stillDown).map { Int($0) }
        availability = value(.availability)
    }

    private init(_ summary: DaySummary) {
        self.init(date: summary.date)
        isComplete = summary.isComplete
        devicesThatDropped = summary.devicesThatDropped
        downtimeSeconds = summary.downtimeSeconds
        stillDown = summary.stillDown
        availability = summary.availability
    }
}
