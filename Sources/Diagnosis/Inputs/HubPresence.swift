package import Model

/// How a hub stands to a day, where that is not simply that it has records of it.
package enum HubPresence: Sendable, Equatable {
    /// The database knew other hubs before the day, and of this one the first record is of this moment.
    case new(since: Instant)
    /// Not one record of the day, though the hub had some on every day up to its last record, the day before.
    case noData(since: Instant)
    /// Not one record of the day nor of the day before: the day after its last record told of it.
    case gone(since: Instant)
    /// The operator says that it is retired, and it has no record of the day.
    case retired

    /// Whether nothing can be said of its devices: neither that they are connected nor that they are down.
    package var isAbsent: Bool {
        if case .new = self { return false }
        return true
    }

    /// Whether records of the whole day are missing.
    var lacksTheDay: Bool {
        if case .noData = self { return true }
        return false
    }
}

extension HubPresence {
    /// How a hub without a record of a day stands to it; nil where its silence is nothing out of the ordinary.
    ///
    /// A hub that usually has records in many hours of a day has some on each. One with few devices, or with devices
    /// that stay connected for weeks, may well have none; and so may one that had none on the same weekday before.
    ///
    /// - Parameters:
    ///   - hours: hours with records by date, up to the day of the last record.
    ///   - first: the date of the hub's first record.
    ///   - last: its last record before the day, and that one's date.
    package static func ofSilent(
        on day: CivilDate, hours: [CivilDate: Int], first: CivilDate, last: (moment: Instant, date: CivilDate),
        settings: AnalysisSettings
    ) -> HubPresence? {
        let days = (0..<daysLookedBack).map { last.date.advanced(byDays: -$0) }.filter { $0 >= first }
        let usual = Robust.median(days.map { Double(hours[$0] ?? 0) })
        guard usual >= settings[.steadyHours] else { return nil }
        let weekBefore = day.advanced(byDays: -7)
        if weekBefore >= first, weekBefore < last.date, hours[weekBefore] == nil { return nil }
        return day.daysSince1970 - last.date.daysSince1970 > 1 ? .gone(since: last.moment) : .noData(since: last.moment)
    }

    /// Days up to the last record that say what is usual.
    package static let daysLookedBack = 14
}
