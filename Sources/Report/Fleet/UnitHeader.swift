package import Model

/// What a unit says of itself: which hubs of which day it has worked out, and by which rules.
package struct UnitHeader: Sendable, Hashable, Codable {
    /// Raised whenever a field changes its meaning or goes away.
    package static let form = 2

    package var form = UnitHeader.form
    /// The version of the program; units of two versions need not agree.
    package var program: String
    /// By name.
    package var hubs: [String]
    /// `2026-03-10`.
    package var date: String
    package var timeZone: String
    package var start: Instant
    package var end: Instant
    /// A digest of the settings that a diagnosis depends on.
    package var rules: String
    /// Whether the unit has the rows of renewals and clean closes as well.
    package var listsRenewals: Bool

    /// - Parameters:
    ///   - program: the version that worked it out; units of several are not merged.
    ///   - hubs: sorted by name.
    ///   - rules: a digest of the settings that decide how a day is judged.
    package init(program: String, hubs: [String], day: ReportDay, rules: String, listsRenewals: Bool = false) {
        self.listsRenewals = listsRenewals
        self.program = program
        self.hubs = hubs
        date = day.date.description
        timeZone = day.timeZone
        start = day.span.start
        end = day.span.end
        self.rules = rules
    }

    /// The day, where its words are some.
    package var day: ReportDay? {
        CivilDate(date).map { ReportDay(date: $0, timeZone: timeZone, span: TimeWindow(from: start, to: end)) }
    }

    /// Why a unit cannot stand in one report with those of another header, in one clause; nil where it can.
    package func disagreement(with fleet: UnitHeader) -> String? {
        if date != fleet.date { return "is of \(date), not of \(fleet.date)" }
        if timeZone != fleet.timeZone || start != fleet.start || end != fleet.end {
            return "is of a day of \(timeZone), not of \(fleet.timeZone)"
        }
        if program != fleet.program { return "was made by hubdrops \(program), not \(fleet.program)" }
        if rules != fleet.rules { return "was made with other thresholds or alerts than the others" }
        if listsRenewals != fleet.listsRenewals {
            return listsRenewals ? "lists renewals, which the others do not" : "lists no renewals, as the others do"
        }
        return nil
    }

    /// The same but for the hubs.
    package func isLike(_ other: UnitHeader) -> Bool { common == other.common }

    /// What units of one report agree on: all but the hubs.
    package var common: UnitHeader {
        var common = self
        common.hubs = []
        return common
    }
}
