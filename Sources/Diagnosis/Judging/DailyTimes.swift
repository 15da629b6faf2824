import Model

/// What is known of the times of day at which identities drop, day after day.
struct DailyTimes {
    /// The days of a pattern.
    enum Pattern {
        case everyDay, workingDays, weekends

        var words: String {
            switch self {
            case .everyDay: "every day"
            case .workingDays: "every working day"
            case .weekends: "every weekend"
            }
        }
    }

    private let baseline: Baseline
    private let day: ReportDay
    private let reach: Int64
    private let leastDays: Int
    private let isWeekend: Bool

    /// Nil where no identity has dropped on enough earlier days.
    init?(_ context: AnalysisContext, _ settings: AnalysisSettings) {
        guard let baseline = context.baseline, !baseline.dropTimes.isEmpty else { return nil }
        self.baseline = baseline
        day = context.day
        reach = Int64(settings[.fixedTime])
        leastDays = Int(settings[.fixedTimeDays])
        isWeekend = day.date.isWeekend
    }

    /// On how many earlier days an identity dropped at the time of day of a drop, and in which pattern; nil where that
    /// is no more than chance.
    func earlierDays(at start: Instant, of identity: Identity, hub: String) -> (days: Int, pattern: Pattern)? {
        guard let earlier = baseline.dropTimes[identity], earlier.count >= leastDays else { return nil }
        let known = baseline.dates[hub] ?? []
        var days: Set<Int64> = []
        var ofKind = 0
        for other in earlier where other < start {
            guard let number = dayNumber(of: other, at: start, among: known) else { continue }
            if days.insert(number.day).inserted, number.isWeekend == isWeekend { ofKind += 1 }
        }
        // More drops a day than days would meet any time of day by chance.
        guard days.count >= leastDays, earlier.count <= days.count * 6 else { return nil }
        if days.count * 2 > baseline.days[hub] ?? 0 {
            let others = known.count { $0.date.isWeekend != isWeekend }
            let isEveryDay = ofKind < days.count || others == 0
            return (days.count, isEveryDay ? .everyDay : isWeekend ? .weekends : .workingDays)
        }
        let alike = known.count { $0.date.isWeekend == isWeekend }
        guard ofKind >= leastDays, ofKind * 2 > alike else { return nil }
        return (ofKind, isWeekend ? .weekends : .workingDays)
    }

    /// The day of an earlier drop, where that was at the same time of day: by the clock of the zone, which a change of
    /// the clocks moves, or by that of UTC.
    private func dayNumber(of other: Instant, at start: Instant, among known: [Baseline.Day]) -> (
        day: Int64, isWeekend: Bool
    )? {
        let apart = start.seconds(since: other)
        let date = known.last { $0.start <= other }
        let byUTC = (apart + reach) % 86_400 <= 2 * reach
        if let date {
            let local = other.seconds(since: date.start) - start.seconds(since: day.span.start)
            guard byUTC || abs(local) <= reach else { return nil }
            return (Int64(date.date.daysSince1970), date.date.isWeekend)
        }
        return byUTC ? ((apart + reach) / 86_400, isWeekend) : nil
    }
}

extension DayEvidence {
    /// Whether an identity drops at this time of day as a rule.
    func isDaily(_ drop: DropRecord) -> Bool {
        guard let dailyTimes else { return false }
        let state = analysis.identities[Int(drop.identity)]
        return dailyTimes.earlierDays(
            at: clock.instant(drop.start), of: identity(of: state), hub: hubName(state)) != nil
    }
}

extension CivilDate {
    /// Saturday or Sunday.
    fileprivate var isWeekend: Bool { weekday > 5 }
}
