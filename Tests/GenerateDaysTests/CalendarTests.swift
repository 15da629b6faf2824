import Testing

@testable import generate_days

@Suite struct CalendarTests {
    @Test(arguments: [("2026-03-10", 1_773_100_800), ("2024-02-29", 1_709_164_800), ("1999-12-31", 946_598_400)])
    func aDayBeginsAtItsSecondOfUTC(day: String, second: Int) {
        #expect(firstSecond(ofDay: day) == second)
        #expect(isoTime(second) == day + "T00:00:00Z")
    }

    @Test(arguments: ["2026-02-29", "2026-13-01", "2026-3-10", "2026-03-00", "yesterday", "2026-03-10T00", ""])
    func whatIsNoDayOfTheCalendarIsRefused(text: String) {
        #expect(firstSecond(ofDay: text) == nil)
    }

    @Test(arguments: [
        (0, "3/10/2026, 12:00:00.000 AM"), (25_961, "3/10/2026, 7:12:41.000 AM"),
        (43_200, "3/10/2026, 12:00:00.000 PM"),
        (86_399, "3/10/2026, 11:59:59.000 PM"),
    ])
    func thePortalCountsTheHoursOfTheDayTwice(second: Int, expected: String) {
        var text: [UInt8] = []
        text.appendPortalTime(1_773_100_800 + second)
        #expect(String(decoding: text, as: UTF8.self) == expected)
    }
}

@Suite struct SeededRandomTests {
    @Test func theSameSeedAndPathGiveTheSameDraws() {
        var one = SeededRandom(seed: 7, 1, 2)
        var other = SeededRandom(seed: 7, 1, 2)
        #expect((0..<20).map { _ in one.bits() } == (0..<20).map { _ in other.bits() })
    }

    @Test func anotherPathGivesOtherDraws() {
        var one = SeededRandom(seed: 7, 1, 2)
        var other = SeededRandom(seed: 7, 2, 1)
        #expect(one.bits() != other.bits())
    }

    @Test func waitingTimesHaveTheirMean() {
        var random = SeededRandom(seed: 1)
        let sum = (0..<20_000).reduce(0) { total, _ in total + random.wait(mean: 1_000) }
        #expect((980...1_020).contains(sum / 20_000))
    }

    @Test func aWholeNumberReachesBothEndsOfItsRange() {
        var random = SeededRandom(seed: 1)
        let draws = Set((0..<200).map { _ in random.whole(3, 6) })
        #expect(draws == [3, 4, 5, 6])
    }
}
