import Model
import Settings
import Testing

/// Expected moments are those of the zone database, read with Python's zoneinfo.
@Suite struct ReportDayTests {
    private static func day(_ date: String, in zone: String) throws -> ReportDay {
        let clock = try #require(ZoneClock(zone))
        return try clock.reportDay(of: try #require(CivilDate(date)))
    }

    @Test(arguments: [
        ("UTC", "2026-03-10", "2026-03-10T00:00:00Z", 24),
        ("Europe/Berlin", "2026-03-28", "2026-03-27T23:00:00Z", 24),
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25),
        ("Asia/Kolkata", "2026-03-10", "2026-03-09T18:30:00Z", 24),
        ("Asia/Kathmandu", "2026-03-10", "2026-03-09T18:15:00Z", 24),
        ("Pacific/Kiritimati", "2026-03-10", "2026-03-09T10:00:00Z", 24),
        ("Etc/GMT+12", "2026-03-10", "2026-03-10T12:00:00Z", 24),
    ])
    func aDayBeginsAtLocalMidnightAndHas23To25Hours(zone: String, date: String, start: String, hours: Int64) throws {
        let day = try ReportDayTests.day(date, in: zone)
        #expect(day.span.start.description == start)
        #expect(day.span.seconds == hours * 3600)
        #expect(day.timeZone == zone)
    }

    @Test func aHalfHourChangeMakesAHalfHourDay() throws {
        #expect(try ReportDayTests.day("2026-10-04", in: "Australia/Lord_Howe").span.seconds == 23 * 3600 + 1800)
        #expect(try ReportDayTests.day("2026-04-05", in: "Australia/Lord_Howe").span.seconds == 24 * 3600 + 1800)
    }

    @Test(arguments: [
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z"),
        ("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"),
    ])
    func whereMidnightDoesNotExistTheDayBeginsJustAfter(zone: String, date: String, start: String) throws {
        let day = try ReportDayTests.day(date, in: zone)
        #expect(day.span.start.description == start)
        #expect(day.span.seconds == 23 * 3600)
        #expect(minutes(on: try #require(ZoneClock(zone)), at: day.span.start) == 60)
    }

    @Test func whereTheClockFallsBackOverMidnightTheDayBeforeHas25Hours() throws {
        let day = try ReportDayTests.day("2023-10-26", in: "Africa/Cairo")
        #expect(day.span.seconds == 25 * 3600)
        #expect(try ReportDayTests.day("2023-10-27", in: "Africa/Cairo").span.start == day.span.end)
    }

    @Test func aDateThatAZoneSkippedIsAnError() throws {
        #expect(throws: DayError.self) { try ReportDayTests.day("2011-12-30", in: "Pacific/Apia") }
        #expect(try ReportDayTests.day("2011-12-29", in: "Pacific/Apia").span.seconds == 86_400)
        let after = try ReportDayTests.day("2011-12-31", in: "Pacific/Apia")
        #expect(after.span.start.description == "2011-12-30T10:00:00Z")
    }

    @Test func yesterdayIsTheDayBeforeTheOneOnTheWall() throws {
        let now = try #require(Instant(iso8601: "2026-03-10T23:30:00Z"))
        #expect(try ZoneClock.utc.reportDay(.yesterday, now: now).date.description == "2026-03-09")
        let berlin = try #require(ZoneClock("Europe/Berlin"))
        #expect(try berlin.reportDay(.yesterday, now: now).date.description == "2026-03-10")
    }

    @Test func yesterdayAfterASkippedDateIsTheDateBeforeIt() throws {
        let now = try #require(Instant(iso8601: "2011-12-30T12:00:00Z"))
        let apia = try #require(ZoneClock("Pacific/Apia"))
        #expect(try apia.reportDay(.yesterday, now: now).date.description == "2011-12-29")
    }

    @Test func aDayThatHasNotBegunIsAnError() throws {
        let now = try #require(Instant(iso8601: "2026-03-10T23:30:00Z"))
        let tomorrow = try #require(CivilDate("2026-03-11"))
        #expect(throws: DayError.inTheFuture(tomorrow, zone: "UTC")) {
            try ZoneClock.utc.reportDay(.date(tomorrow), now: now)
        }
        let berlin = try #require(ZoneClock("Europe/Berlin"))
        #expect(try berlin.reportDay(.date(tomorrow), now: now).date == tomorrow)
    }

    @Test(arguments: ["", "PST", "GMT+0530", "Mars/Olympus", "europe/berlin", "../etc/passwd", " UTC"])
    func whatIsNoRegionOfTheZoneDatabaseIsRefused(name: String) {
        #expect(ZoneClock(name) == nil)
    }

    /// Whole minutes since midnight that a clock shows.
    private func minutes(on clock: ZoneClock, at moment: Instant) -> Int64 {
        (moment.seconds + Int64(clock.offsetSeconds(at: moment))) % 86_400 / 60
    }

    @Test func theWallShowsTheOffsetOfTheMoment() throws {
        let clock = try #require(ZoneClock("Europe/Berlin"))
        let winter = try #require(Instant(iso8601: "2026-03-29T00:59:59Z"))
        #expect(minutes(on: clock, at: winter) == 119)
        #expect(minutes(on: clock, at: winter.advanced(bySeconds: 1)) == 180)
        #expect(clock.offsetSeconds(at: winter) == 3600)
        #expect(clock.offsetSeconds(at: winter.advanced(bySeconds: 1)) == 7200)
    }
}
