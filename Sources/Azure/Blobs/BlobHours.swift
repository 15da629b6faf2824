package import Model

/// The hours whose blobs are wanted, by the hour that is in their path.
///
/// Diagnostic settings file what they receive under `y=2026/m=03/d=10/h=06/m=00/`, in UTC (Azure Monitor, "Resource logs
/// in Azure Storage"). A blob without such a path is always wanted.
package struct BlobHours: Hashable, Sendable {
    /// Hours since 1970, in order and apart.
    let ranges: [Range<Int>]

    /// The hours that touch one of some times.
    package init(_ windows: [TimeWindow]) {
        let all = windows.map { window in
            Int(window.start.seconds / 3600)..<Int((window.end.seconds + 3599) / 3600)
        }
        ranges = all.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { ranges, next in
            if let last = ranges.last, next.lowerBound <= last.upperBound {
                ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, next.upperBound)
            } else {
                ranges.append(next)
            }
        }
    }

    /// Whether a blob of this name or address is wanted.
    package func contains(_ name: String) -> Bool {
        BlobHours.hour(of: name).map { hour in ranges.contains { $0.contains(hour) } } ?? true
    }

    /// Whether something that is wanted may be below a folder; where no date is in its path, everything may.
    func mayHold(_ folder: String) -> Bool {
        guard let date = BlobHours.date(of: folder), let hours = BlobHours.hours(of: date) else { return true }
        return ranges.contains { $0.overlaps(hours) }
    }

    /// How many of year, month and day the folder that a name begins with has in its path.
    static func depth(of name: String) -> Int {
        let folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
        return date(of: folder)?.count ?? 0
    }

    /// Year, month and day as far as a path has them; nil where something else is in the place of one.
    private static func date(of folder: String) -> [Int]? {
        let parts = folder.split(separator: "/")
        guard let year = parts.lastIndex(where: { number($0, behind: "y") != nil }) else { return [] }
        let numbers = zip(parts[year...], "ymd").map { number($0, behind: $1) }
        return numbers.contains(nil) ? nil : numbers.compactMap { $0 }
    }

    /// The hours since 1970 of a year, a month or a day; nil for what is none.
    private static func hours(of date: [Int]) -> Range<Int>? {
        guard let year = date.first else { return nil }
        let month = date.dropFirst().first
        let first = CivilDate(year: year, month: month ?? 1, day: date.dropFirst(2).first ?? 1)
        let next =
            switch date.count {
            case 1: CivilDate(year: year + 1, month: 1, day: 1)
            case 2: month.flatMap { CivilDate(year: year + $0 / 12, month: $0 % 12 + 1, day: 1) }
            default: first?.advanced(byDays: 1)
            }
        guard let first, let next, first < next else { return nil }
        return first.daysSince1970 * 24..<next.daysSince1970 * 24
    }

    /// The hour since 1970 that a path names; nil where it names none.
    package static func hour(of name: String) -> Int? {
        let parts = name.split(separator: "/")
        guard let year = parts.lastIndex(where: { number($0, behind: "y") != nil }), parts.count > year + 3,
            let years = number(parts[year], behind: "y"), let months = number(parts[year + 1], behind: "m"),
            let days = number(parts[year + 2], behind: "d"), let hours = number(parts[year + 3], behind: "h"),
            hours < 24, let date = CivilDate(year: years, month: months, day: days)
        else { return nil }
        return date.daysSince1970 * 24 + hours
    }

    private static func number(_ part: Substring, behind letter: Character) -> Int? {
        guard part.count > 2, part.count < 7, part.first?.lowercased() == String(letter), part.dropFirst().first == "="
        else { return nil }
        return Int(part.dropFirst(2))
    }
}
