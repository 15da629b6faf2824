package import Model

/// Daily numbers of earlier days, to tell "as usual" from "worse".
///
/// Robust on purpose: one bad day among ten must not make the next bad day look normal, so the middle is the median and
/// the scatter the median absolute deviation.
package struct Baseline: Sendable, Equatable {
    /// A code of a hub as a key.
    package struct Code: Hashable, Sendable {
        package var hub: String
        package var code: String

        package init(hub: String, code: String) {
            self.hub = hub
            self.code = code
        }
    }

    /// Unexpected drops a day, by hub.
    package var drops: [String: History] = [:]
    /// Records with a code a day, by hub and code.
    ///
    /// A code that is absent here is new, when there is enough history.
    package var codes: [Code: History] = [:]
    /// Unexpected drops a day, by identity, oldest day first.
    ///
    /// An identity that is absent here had no drop. Of a large fleet this is most of what is held.
    package var devices: [Identity: [UInt32]] = [:]
    /// How many days ago each of the days was that the histories count, oldest first, by hub.
    package var dayNumbers: [String: [Int]] = [:]
    /// Those of them of which records are missing.
    package var incompleteDays: [String: Set<Int>] = [:]
    /// Identities met before the day; nil where that was not asked for.
    package var known: KnownIdentities?
    /// Starts of unexpected drops on the earlier days, by identity, oldest first; left out may be days on which the
    /// identity dropped often, and identities that dropped on fewer days than a pattern needs.
    package var dropTimes: [Identity: [Instant]] = [:]
    /// Records of each earlier day that had some, by hub.
    package var dailyRecords: [String: [DayRecords]] = [:]
    /// How many days ago each earlier day was that is known.
    package var daysBack: Set<Int> = []
    /// Identities that were down at the end of the day before.
    package var downBefore: Set<Identity> = []
    /// Earlier days with data, by hub.
    package var days: [String: Int] = [:]
    /// The same days, oldest first.
    package var dates: [String: [Day]] = [:]

    /// An earlier day and when it began.
    package struct Day: Hashable, Sendable {
        package var date: CivilDate
        package var start: Instant

        package init(date: CivilDate, start: Instant) {
            self.date = date
            self.start = start
        }
    }

    package init() {}
}

/// What a hub wrote on an earlier day.
package struct DayRecords: Sendable, Equatable {
    package let daysBack: Int
    /// By hour of the day of UTC, 24 numbers.
    package let perHour: [Double]
    /// Identities of which the first record is of the day: that they came is no usual record.
    package var newIdentities = 0

    package init(daysBack: Int, perHour: [Double], newIdentities: Int = 0) {
        self.daysBack = daysBack
        self.perHour = perHour
        self.newIdentities = newIdentities
    }

    /// Those of the day that its identities go on to write.
    package var records: Double { perHour.reduce(0, +) - Double(newIdentities) }
    /// Hours with records.
    package var hours: Int { perHour.count { $0 > 0 } }
}

/// One number per earlier day, days without it counting as zero.
package struct History: Sendable, Equatable {
    package var values: [Double]

    package init(_ values: [Double]) {
        self.values = values
    }

    package var median: Double { Robust.median(values) }

    /// Median absolute deviation from the median.
    package var deviation: Double {
        let middle = median
        return Robust.median(values.map { abs($0 - middle) })
    }
}

/// Middle values that a few wild numbers cannot move.
enum Robust {
    /// The mean of the two middle values for an even count; 0 for none.
    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    static func median(_ counts: [Int]) -> Double {
        median(counts.map(Double.init))
    }

    /// The value that `share` of a sorted list does not exceed, by the nearest rank.
    static func quantile<Number>(_ share: Double, ofSorted values: [Number]) -> Number? {
        guard !values.isEmpty else { return nil }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values[min(max(rank - 1, 0), values.count - 1)]
    }
}
