package import Model

/// A week or a month of report days.
package struct Period: Hashable, Sendable {
    package enum Kind: String, Sendable, Codable {
        case week, month
    }

    package let kind: Kind
    /// `2026-W47` (ISO 8601) or `2026-11`: also the name of its folder.
    package let name: String
    package let first: CivilDate
    package let last: CivilDate

    package var days: [CivilDate] {
        (first.daysSince1970...last.daysSince1970).map(CivilDate.init(daysSince1970:))
    }

    /// The week of a date: Monday to Sunday, numbered so that the week with the fourth of January is the first.
    package static func week(of date: CivilDate) -> Period {
        let first = date.advanced(byDays: 1 - date.weekday)
        // A week belongs to the year of its Thursday.
        let year = first.advanced(byDays: 3).year
        let number = (first.daysSince1970 - firstMonday(of: year).daysSince1970) / 7 + 1
        return Period(
            kind: .week, name: padded(year, 4) + "-W" + padded(number, 2), first: first,
            last: first.advanced(byDays: 6))
    }

    package static func month(of date: CivilDate) -> Period {
        let first = date.advanced(byDays: 1 - date.day)
        return Period(
            kind: .month, name: String(date.description.prefix(7)), first: first,
            last: first.advanced(byDays: CivilDate.daysInMonth(date.month, ofYear: date.year) - 1))
    }

    /// The period of the same kind that ends where this one begins.
    package var before: Period {
        let date = first.advanced(byDays: -1)
        return kind == .week ? .week(of: date) : .month(of: date)
    }
}

extension Period {
    /// Reads `2026-W47` or `2026-11`, and nothing else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        let found: Period
        if bytes.count == 7, let date = CivilDate(text + "-01") {
            found = .month(of: date)
        } else if bytes.count == 8, bytes[5] == UInt8(ascii: "W"),
            let year = CivilDate(text.prefix(4) + "-01-01")?.year,
            let week = Int(text.suffix(2)), (1...53).contains(week)
        {
            found = .week(of: Period.firstMonday(of: year).advanced(byDays: 7 * (week - 1)))
        } else {
            return nil
        }
        guard found.name == text else { return nil }
        self = found
    }

    private static func firstMonday(of year: Int) -> CivilDate {
        let fourth = CivilDate(padded(year, 4) + "-01-04") ?? CivilDate(daysSince1970: 3)
        return fourth.advanced(byDays: 1 - fourth.weekday)
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
