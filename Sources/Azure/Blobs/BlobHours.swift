package import Model

/// The hours whose blobs are wanted, by the hour that is in their path.
///
/// Diagnostic settings file what they receive under `y=2026/m=03/d=10/h=06/m=00/`, in UTC (Azure Monitor, "Resource logs
/// in Azure Storage"). A blob without such a path is always wanted.
package struct BlobHours: Hashable, Sendable {
    /// Hours since 1970, in order and apart.
    let ranges: [Range<Int>]

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

    package func contains(_ name: String) -> Bool {
        BlobHours.hour(of: name).map { hour in ranges.contains { $0.contains(hour) } } ?? true
    }

    /// How the paths of all these hours begin, from the year on: one for each month.
    var prefixes: [String] {
        var months: [String: [String]] = [:]
        for range in ranges {
            for day in stride(from: range.lowerBound / 24, through: (range.upperBound - 1) / 24, by: 1) {
                let parts = CivilDate(daysSince1970: day).description.split(separator: "-")
                months["y=\(parts[0])/m=\(parts[1])/", default: []].append("d=\(parts[2])/")
            }
        }
        return months.map { month, days in
            month + days.reduce(days[0]) { $0.commonPrefix(with: $1) }
        }.sorted()
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

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
