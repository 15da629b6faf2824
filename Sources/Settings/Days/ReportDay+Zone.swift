package import Model

/// A day that cannot be reported on.
package enum DayError: Error, Equatable, CustomStringConvertible {
    /// The zone never had this date: it moved across the date line.
    case skipped(CivilDate, zone: String)
    /// The day has not begun.
    case inTheFuture(CivilDate, zone: String)

    package var description: String {
        switch self {
        case .skipped(let date, let zone): "\(date) does not exist in \(zone): the clocks skipped that day"
        case .inTheFuture(let date, let zone): "\(date) has not begun in \(zone); name an earlier day"
        }
    }
}

extension ZoneClock {
    /// The day of a date: from the first moment at which the wall shows it to the first that shows a later one.
    ///
    /// So days follow one another without a gap, a day is 23 to 25 hours long where clocks change, and where
    /// midnight does not exist it begins at the first moment after. Throws for a date that the zone skipped.
    package func reportDay(of date: CivilDate) throws(DayError) -> ReportDay {
        let span = TimeWindow(from: start(of: date), to: start(of: date.advanced(byDays: 1)))
        guard span.seconds > 0 else { throw .skipped(date, zone: name) }
        return ReportDay(date: date, timeZone: name, span: span)
    }

    /// The day that a choice means at a moment; `yesterday` is the latest day that has ended.
    package func reportDay(_ choice: DayChoice, now: Instant) throws(DayError) -> ReportDay {
        let today = date(at: now)
        switch choice {
        case .date(let date):
            guard date <= today else { throw .inTheFuture(date, zone: name) }
            return try reportDay(of: date)
        case .yesterday:
            let yesterday = today.advanced(byDays: -1)
            if let day = try? reportDay(of: yesterday) { return day }
            return try reportDay(of: today.advanced(byDays: -2))
        }
    }

    /// The first moment at which the wall shows a date or a later one.
    ///
    /// No zone has ever been more than 16 hours from UTC, and clocks change on a multiple of 15 minutes of UTC in
    /// every zone since 1972 but for a few that fell back just after midnight; those show the new date at such a
    /// multiple too, so looking at each of them, and between two of them by halves, finds the moment.
    private func start(of date: CivilDate) -> Instant {
        let midnight = Int64(date.daysSince1970) * 86_400
        func hasBegun(_ second: Int64) -> Bool {
            second + Int64(offsetSeconds(at: Instant(seconds: second))) >= midnight
        }
        var early = midnight - 16 * 3600
        var late = early + 900
        while !hasBegun(late) && late < midnight + 16 * 3600 {
            early = late
            late += 900
        }
        while late - early > 1 {
            let middle = early + (late - early) / 2
            if hasBegun(middle) { late = middle } else { early = middle }
        }
        return Instant(seconds: late)
    }
}
