@testable import Diagnosis
import Model
import Testing

@testable import Report

@Suite struct WordsTests {
    @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "−1,000")])
    func thousandsAreSetApart(number: Int, text: String) {
        #expect(Words.count(number) == text)
    }

    @Test(arguments: [
        (Int64(0), "0 s"), (59, "59 s"), (60, "1 min"), (725, "12 min 05 s"), (3600, "1 h"), (12_000, "3 h 20 min"),
        (187_200, "2 d 4 h"),
    ])
    func durationsHaveAtMostTwoUnits(seconds: Int64, text: String) {
        #expect(Words.duration(seconds) == text)
    }

    @Test(arguments: [
        (Int64(0), "0 device-hours"), (100, "under 0.1 device-hours"), (3600, "1 device-hour"),
        (21_960, "6.1 device-hours"), (334_800, "93 device-hours"),
    ])
    func lostTimeIsCountedInDeviceHours(seconds: Int64, text: String) {
        #expect(Words.deviceHours(seconds) == text)
    }

    @Test(arguments: [(1.0, "100 %"), (0.99999, "99.99 %"), (0.9981, "99.81 %"), (0, "0.00 %")])
    func availabilityIsRoundedDown(value: Double, text: String) {
        #expect(Words.availability(value) == text)
    }

    @Test(arguments: [(0.342, "34 %"), (0.009, "0.9 %"), (0.0001, "under 0.1 %"), (0, "0 %"), (0.0996, "10 %")])
    func sharesHaveOneDecimalBelowTen(share: Double, text: String) {
        #expect(Words.share(share) == text)
    }

    @Test func theDayOfTheClockChangeHasTwentyThreeHours() throws {
        // 2026-03-29 in Berlin: from 23:00 UTC, 23 hours long.
        let start = try #require(Instant(iso8601: "2026-03-28T23:00:00Z"))
        let end = try #require(Instant(iso8601: "2026-03-29T22:00:00Z"))
        let day = ReportDay(
            date: try #require(CivilDate("2026-03-29")), timeZone: "Europe/Berlin",
            span: TimeWindow(from: start, to: end))
        let report = DayReport.build(
            day: day, facts: DayFacts(), counts: DayCounts(windows: 92), diagnosis: .init(), toolVersion: "1")
        let clock = LocalClock(zone: "Europe/Berlin")
        #expect(report.day.hours == 23)
        #expect(report.input.hours.map { clock.minute($0.start) }.prefix(4) == ["00:00", "01:00", "03:00", "04:00"])
        #expect(clock.offsetName(at: start) == "UTC+01:00")
        #expect(clock.offsetName(at: end) == "UTC+02:00")
        #expect(clock.moment(start.advanced(bySeconds: -1), on: day.date) == "28 Mar 23:59:59")
    }

    /// 2026-10-25 in Berlin: at 01:00 UTC the clocks go back from 03:00 to 02:00.
    @Test(arguments: [
        ("2026-10-24T23:59:59Z", "01:59:59"), ("2026-10-25T00:00:00Z", "02:00:00 UTC+02:00"),
        ("2026-10-25T00:59:59Z", "02:59:59 UTC+02:00"), ("2026-10-25T01:00:00Z", "02:00:00 UTC+01:00"),
        ("2026-10-25T01:59:59Z", "02:59:59 UTC+01:00"), ("2026-10-25T02:00:00Z", "03:00:00"),
        ("2026-03-29T00:59:59Z", "01:59:59"), ("2026-03-29T01:00:00Z", "03:00:00"),
    ])
    func aTimeThatTheClocksShowTwiceHasItsOffset(time: String, words: String) throws {
        #expect(LocalClock(zone: "Europe/Berlin").second(try #require(Instant(iso8601: time))) == words)
    }

    /// Lord Howe Island goes back by half an hour: 2026-04-04T15:00Z, from 02:00 (UTC+11) to 01:30 (UTC+10:30).
    @Test(arguments: [
        ("2026-04-04T14:29:00Z", "01:29"), ("2026-04-04T14:30:00Z", "01:30 UTC+11:00"),
        ("2026-04-04T15:00:00Z", "01:30 UTC+10:30"), ("2026-04-04T15:30:00Z", "02:00"),
    ])
    func halfAnHourTwiceIsHalfAnHour(time: String, words: String) throws {
        #expect(LocalClock(zone: "Australia/Lord_Howe").minute(try #require(Instant(iso8601: time))) == words)
    }
}
