import Foundation
package import Model

/// Writes moments as people of one time zone read them off a clock.
package struct LocalClock: Sendable {
    private let zone: TimeZone

    /// The IANA name, `Europe/Berlin`.
    package let name: String

    /// A clock of a zone that Foundation knows; of UTC where it does not.
    package init(zone name: String) {
        zone = TimeZone(identifier: name) ?? .gmt
        self.name = TimeZone(identifier: name) == nil ? "UTC" : name
    }

    /// Seconds east of Greenwich at that moment.
    package func offset(at instant: Instant) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds))))
    }

    /// `13:07`; `02:07 UTC+02:00` in an hour that the clocks show twice.
    package func minute(_ instant: Instant) -> String {
        hoursAndMinutes(instant) + doubled(instant)
    }

    /// `13:07:40`; `02:07:40 UTC+02:00` in an hour that the clocks show twice.
    package func second(_ instant: Instant) -> String {
        hoursAndMinutes(instant) + ":" + pair(secondOfDay(instant) % 60) + doubled(instant)
    }

    private func hoursAndMinutes(_ instant: Instant) -> String {
        let second = secondOfDay(instant)
        return pair(second / 3600) + ":" + pair(second / 60 % 60)
    }

    /// The offset where the clocks show this time twice, since they go back; nothing otherwise.
    private func doubled(_ instant: Instant) -> String {
        let offset = offset(at: instant)
        let isTwice = [Int64(-1), 1].contains { side in
            let change = offset - self.offset(at: instant.advanced(bySeconds: side * LocalClock.mostBack))
            return change != 0 && self.offset(at: instant.advanced(bySeconds: change)) == offset - change
                && change * side > 0
        }
        return isTwice ? " " + offsetName(at: instant) : ""
    }

    /// Seconds; clocks go back by half an hour or an hour, rarely by more.
    private static let mostBack: Int64 = 10_800

    /// The local date of a moment.
    package func date(_ instant: Instant) -> CivilDate {
        let local = instant.seconds + offset(at: instant)
        return CivilDate(daysSince1970: Int((local >= 0 ? local : local - 86_399) / 86_400))
    }

    /// `13:07:40`, or `9 Mar 13:07:40` where the date is another than the report's.
    package func moment(_ instant: Instant, on day: CivilDate) -> String {
        let date = date(instant)
        return date == day ? second(instant) : "\(date.day) \(DateWords.shortMonth(date.month)) " + second(instant)
    }

    /// The same to the minute.
    package func momentToMinute(_ instant: Instant, on day: CivilDate) -> String {
        let date = date(instant)
        return date == day ? minute(instant) : "\(date.day) \(DateWords.shortMonth(date.month)) " + minute(instant)
    }

    /// `UTC+01:00`, or `UTC`.
    package func offsetName(at instant: Instant) -> String {
        let offset = Int(offset(at: instant))
        guard offset != 0 else { return "UTC" }
        return "UTC" + (offset < 0 ? "−" : "+") + pair(abs(offset) / 3600) + ":" + pair(abs(offset) / 60 % 60)
    }

    /// The offsets of a day: `UTC+01:00`, or `UTC+02:00, later UTC+01:00` where the clocks change in it.
    package func offsetNames(of span: TimeWindow) -> String {
        let (start, end) = (offsetName(at: span.start), offsetName(at: span.end))
        return start == end ? start : start + ", later " + end
    }

    private func secondOfDay(_ instant: Instant) -> Int {
        let local = (instant.seconds + offset(at: instant)) % 86_400
        return Int(local < 0 ? local + 86_400 : local)
    }

    private func pair(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}

/// English names of months and weekdays: reports are in English whatever the locale of the machine.
package enum DateWords {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    package static func month(_ month: Int) -> String { months[month - 1] }
    package static func shortMonth(_ month: Int) -> String { String(months[month - 1].prefix(3)) }
    package static func weekday(_ date: CivilDate) -> String { weekdays[date.weekday - 1] }

    /// `Tuesday 10 March 2026`.
    package static func long(_ date: CivilDate) -> String {
        "\(weekday(date)) \(date.day) \(month(date.month)) \(date.year)"
    }
}
