import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct PeriodTests {
    /// From ISO 8601's own rule, as Python's date.isocalendar has them.
    @Test(arguments: [
        ("2026-11-16", "2026-W47"), ("2026-11-22", "2026-W47"), ("2026-01-01", "2026-W01"), ("2027-01-01", "2026-W53"),
        ("2024-12-30", "2025-W01"), ("2023-01-01", "2022-W52"), ("2020-12-31", "2020-W53"),
    ])
    func aWeekBelongsToTheYearOfItsThursday(date: String, name: String) throws {
        let week = Period.week(of: try #require(CivilDate(date)))
        #expect(week.name == name)
        #expect(week.first.weekday == 1)
        #expect(week.days.count == 7)
        #expect(Period(name) == week)
    }

    @Test(arguments: [
        "2026-W54", "2025-W53", "2026-W00", "2026-W7", "2026-13", "2026-1", "2026-W47 ", "x", "2026-02-01",
    ])
    func whatIsNoPeriodIsRefused(text: String) {
        #expect(Period(text) == nil)
    }

    @Test func aMonthHasAllItsDays() throws {
        let month = try #require(Period("2024-02"))
        #expect(month.days.count == 29)
        #expect(month.before.name == "2024-01")
    }

    private static func day(_ date: String, dropped: Int, isComplete: Bool = true, records: Int = 100) -> DaySummary {
        var summary = SmallDay.history(dropped: [dropped])[0]
        summary.date = date
        summary.isComplete = isComplete
        summary.records = records
        summary.drops = dropped
        summary.devicesThatDropped = dropped
        return summary
    }

    private static func report(_ days: [DaySummary], before: [DaySummary] = []) throws -> PeriodReport {
        PeriodReport.build(
            period: try #require(Period("2026-W10")), timeZone: "UTC", days: days, before: before, devices: [],
            devicesThatDropped: 3, toolVersion: "1")
    }

    @Test func meansAreOfCompleteDaysAndSumsOfAll() throws {
        let report = try Self.report([
            Self.day("2026-03-02", dropped: 10), Self.day("2026-03-03", dropped: 20),
            Self.day("2026-03-04", dropped: 90, isComplete: false),
        ])
        #expect(report.numbers[0].value == 15)
        #expect(report.drops == 120)
    }

    /// The later day was worked out before the earlier one was known.
    @Test func aFindingIsNoYoungerThanItsFirstDay() throws {
        let days = [("2026-03-03", "2026-03-03"), ("2026-03-04", "2026-03-04")].map { date, since in
            var day = Self.day(date, dropped: 1)
            day.findings = [
                DaySummary.FindingMark(
                    key: "flapping/pumps/", kind: .flapping, hub: "pumps", headline: "h", needsAction: true,
                    deviceCount: 1, drops: 1, downtimeSeconds: 1, since: since, state: .known)
            ]
            return day
        }
        let finding = try #require(try Self.report(days).findings.first)
        #expect(finding.days == 2)
        #expect(finding.since == "2026-03-03")
    }

    private static func found(_ date: String, _ kinds: [Finding.Kind]) -> DaySummary {
        var day = day(date, dropped: 1)
        day.findings = kinds.map {
            DaySummary.FindingMark(
                key: $0.rawValue, kind: $0, hub: "hub", headline: "h", needsAction: true, deviceCount: 1, drops: 1,
                downtimeSeconds: 1, since: date, state: .new)
        }
        return day
    }

    @Test func onlyFindingsThatLastedAreListed() throws {
        let report = try Self.report([
            Self.found("2026-03-02", [.notBack, .flapping]), Self.found("2026-03-03", [.flapping]),
            Self.found("2026-03-04", [.oldSDK, .newCode]),
        ])
        #expect(report.findings.map(\.kind) == [.flapping, .oldSDK])
        #expect(report.findingsOfOneDay == 2)
    }

    @Test func howManyDaysAreCompleteIsSaidWhereSomeAreNot() throws {
        let week = (2...8).map { Self.day("2026-03-0\($0)", dropped: 1, isComplete: $0 < 6) }
        #expect(try Self.report(week).sentence.hasPrefix("4 of 7 days complete. Of 7 days with records:"))
        let whole = (2...8).map { Self.day("2026-03-0\($0)", dropped: 1) }
        #expect(try Self.report(whole).sentence.hasPrefix("Of 7 days with records:"))
    }

    @Test func everyDayThatIsMissingIsNamedAsSuch() throws {
        let report = try Self.report([
            Self.day("2026-03-02", dropped: 10), Self.day("2026-03-03", dropped: 0, isComplete: false, records: 0),
            Self.day("2026-03-04", dropped: 9, isComplete: false),
        ])
        #expect(report.missing.count == 3)
        #expect(report.missing[0].hasPrefix("Thu 5 Mar, Fri 6 Mar, Sat 7 Mar and Sun 8 Mar: no report"))
        #expect(report.missing[1].hasPrefix("Tue 3 Mar: no records"))
        #expect(report.missing[2].hasPrefix("Wed 4 Mar: incomplete"))
        #expect(report.days[3].verdict == nil)
        #expect(report.days[1].drops == nil, "no records are not zero drops")
    }

    @Test func aPeriodWithoutRecordsIsNoGoodNews() throws {
        #expect(try Self.report([]).headline == "No data")
        #expect(try Self.report([Self.day("2026-03-03", dropped: 1, isComplete: false)]).headline == "Incomplete data")
    }

    @Test(arguments: [(2, "A week with little to compare with"), (3, "Worse than the week before")])
    func threeCompleteDaysOfBothAreNeededForAWord(days: Int, headline: String) throws {
        let now = (2...4).map { Self.day("2026-03-0\($0)", dropped: 100) }
        let before = (0..<days).map { Self.day("2026-02-2\(3 + $0)", dropped: 10) }
        #expect(try Self.report(now, before: before).headline == headline)
    }
}
