import Testing

@testable import Model

@Suite struct InstantTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00Z"),
        (17_730_943_610_000_000, "2026-03-09T22:12:41Z"),
        (17_730_943_615_000_000, "2026-03-09T22:12:41.5Z"),
        (17_730_943_610_000_001, "2026-03-09T22:12:41.0000001Z"),
        (-10_000_000, "1969-12-31T23:59:59Z"),
    ])
    func isWrittenInISO8601WithAFractionOnlyWhereThereIsOne(ticks: Int64, expected: String) {
        #expect(Instant(ticks: ticks).description == expected)
    }
}

@Suite struct CivilDateTests {
    @Test func refusesDatesThatDoNotExist() {
        #expect(CivilDate(year: 2026, month: 2, day: 29) == nil)
        #expect(CivilDate(year: 2024, month: 2, day: 29) != nil)
        #expect(CivilDate("2026-3-10") == nil)
        #expect(CivilDate("2026-03-10x") == nil)
    }

    @Test(arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("2026-03-10", 20_522), ("1969-12-31", -1)])
    func knowsItsDistanceFrom1970(text: String, days: Int) throws {
        let date = try #require(CivilDate(text))
        #expect(date.daysSince1970 == days)
        #expect(CivilDate(daysSince1970: days) == date)
    }

    @Test func knowsItsWeekday() {
        #expect(CivilDate("2026-03-10")?.weekday == 2)  // a Tuesday
        #expect(CivilDate("2026-11-22")?.weekday == 7)  // a Sunday
    }
}

@Suite struct TimeWindowTests {
    private let window = TimeWindow(from: Instant(seconds: 10), to: Instant(seconds: 20))

    @Test(arguments: [(9, false), (10, true), (19, true), (20, false)])
    func holdsItsStartButNotItsEnd(seconds: Int64, expected: Bool) {
        #expect(window.contains(Instant(seconds: seconds)) == expected)
    }

    @Test func isDividedFromItsStartAndTheLastPartMayBeShorter() throws {
        let parts = window.divided(by: try #require(WindowLength("4s")))
        #expect(parts.map(\.seconds) == [4, 4, 2])
    }
}

@Suite struct WindowLengthTests {
    @Test(arguments: ["7m", "0m", "15", "15x", "", "2d", "-5m"])
    func isADivisorOfADay(text: String) {
        #expect(WindowLength(text) == nil)
    }

    @Test(arguments: [("15m", 900), ("1h", 3600), ("90s", 90), ("1d", 86_400)])
    func isReadWithItsUnit(text: String, seconds: Int) {
        #expect(WindowLength(text)?.seconds == seconds)
    }
}
