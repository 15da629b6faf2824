package import Model

/// How a hub stands to a day, where that is not simply that it has records of it.
package enum HubPresence: Sendable, Equatable {
    /// The database knew other hubs before the day, and of this one the first record is of this moment.
    case new(since: Instant)
    /// Not one record of the day, though the hub had some on every day up to its last record, the day before.
    case noData(since: Instant)
    /// So few records of the day, where so many are usual, that they say nothing of the rest.
    case hardlyAny(records: Int, usual: Double)
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
        switch self {
        case .noData, .hardlyAny: true
        case .new, .gone, .retired: false
        }
    }
}

extension HubPresence {
    /// How a hub without a record of a day stands to it; nil where its silence is nothing out of the ordinary.
    ///
    /// A hub that usually has records in many hours of a day has some on each. One with few devices, or with devices
    /// that stay connected for weeks, may well have none; and so may one that had none on the same weekday before. Of its
    /// first Saturday and Sunday nothing is known but what works around the clock.
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
        let weekBefore = day.advanced(byDays: -7)
        let isFirstWeekend = day.isWeekend && weekBefore < first
        guard usual >= max(settings[.steadyHours], isFirstWeekend ? 24 - Double([DayRecords].night) : 0) else {
            return nil
        }
        if weekBefore >= first, weekBefore < last.date, hours[weekBefore] == nil { return nil }
        return day.daysSince1970 - last.date.daysSince1970 > 1 ? .gone(since: last.moment) : .noData(since: last.moment)
    }

    /// Days up to the last record that say what is usual.
    package static let daysLookedBack = 14
}

extension HubPresence {
    /// How a hub with a few records of a day stands to it; nil where they are not too few.
    ///
    /// One earlier day is enough to know what is usual. Days of which little came do not count for it, and a weekday that
    /// was as quiet a week ago, with days as usual between, is a pattern. A hub whose devices may rest on Saturdays and
    /// Sundays is missed on its first by what its calmest hours let expect: by the devices that never rest.
    package static func ofQuiet(
        _ hub: String, _ records: Int, on day: CivilDate, _ baseline: Baseline, _ settings: AnalysisSettings
    ) -> HubPresence? {
        let all = baseline.dailyRecords[hub] ?? []
        let days = all.usualDays
        let usual = Robust.median(days.map(\.records))
        let weekBefore = baseline.weekBefore(hub)
        let isFirstWeekend = day.isWeekend && weekBefore == nil && !all.contains { $0.daysBack % 7 == 0 }
        let least = isFirstWeekend ? min(usual, days.aroundTheClock) : usual
        let few = least * settings[.emptyHour] / 100
        guard Robust.median(days.map { Double($0.hours) }) >= settings[.steadyHours],
            least >= settings[.usualRecordsPerHour], Double(records) < few
        else { return nil }
        if let weekBefore, weekBefore.records < few { return nil }
        return .hardlyAny(records: records, usual: usual)
    }
}

extension DayRecords {
    fileprivate static let halfDay = 12

    /// The longest run of hours without records, midnight being no end.
    fileprivate var longestSilence: Int {
        var run = 0
        var longest = 0
        for hour in perHour + perHour {
            run = hour > 0 ? 0 : run + 1
            longest = max(longest, run)
        }
        return min(longest, perHour.count)
    }
}

extension [DayRecords] {
    /// So many hours in a row show what goes on while others rest.
    static var night: Int { 4 }

    /// The records of a day on which every hour is as the calmest stretch of the usual one.
    var aroundTheClock: Double {
        let usual = (0..<24).map { hour in Robust.median(map { $0.perHour[hour] }) }
        let nights = usual.indices.map { start in
            (0..<Self.night).reduce(0) { $0 + usual[(start + $1) % 24] } / Double(Self.night)
        }
        return 24 * (nights.min() ?? 0)
    }

    /// Those with about as many hours of records as the fullest.
    var usualDays: [DayRecords] {
        let fullest = map(\.hours).max() ?? 0
        return filter { $0.hours * 3 >= fullest }
    }
}

extension Baseline {
    /// The earlier days of a hub that say what it writes at which hour: those that lack no records, and of which the hub did
    /// not just begin to be exported.
    func wholeDays(_ hub: String) -> [DayRecords] {
        let days = dailyRecords[hub] ?? []
        let oldest = days.map(\.daysBack).max() ?? 0
        return days.filter { day in
            incompleteDays[hub]?.contains(day.daysBack) != true
                && (day.daysBack < oldest || day.longestSilence < DayRecords.halfDay)
        }
    }

    /// What a hub wrote on the same weekday a week before, where days as usual lie between; nil where that is not known.
    func weekBefore(_ hub: String) -> DayRecords? {
        guard daysBack.contains(7), let days = dailyRecords[hub] else { return nil }
        guard days.usualDays.count(where: { $0.daysBack < 7 }) >= 3 else { return nil }
        return days.first { $0.daysBack == 7 } ?? DayRecords(daysBack: 7, perHour: Array(repeating: 0, count: 24))
    }
}

extension CivilDate {
    /// Saturday or Sunday.
    fileprivate var isWeekend: Bool { weekday >= 6 }
}
