import Azure
import Model
import Settings
import Testing

@testable import Nightly

/// Which hours of a container a day needs.
@Suite struct LogPlacesTests {
    private static let places = LogPlaces(Configuration())

    private func path(_ date: String, _ hour: String) -> String {
        let parts = date.split(separator: "-")
        return
            "https://a.blob.core.windows.net/logs/H/y=\(parts[0])/m=\(parts[1])/d=\(parts[2])/h=\(hour)/m=00/PT1H.json"
    }

    private func wants(
        _ date: String, _ hour: String, read: [String] = [], unreadable: [String] = []
    ) throws -> Bool {
        let day = ReportDay(utc: try #require(CivilDate("2026-03-10")))
        return Self.places.hours(for: day, read, unreadable).contains(path(date, hour))
    }

    /// Three hours before the two days that late records may reopen, and 48 hours after the day.
    @Test(arguments: [
        ("2026-03-07", "20", false), ("2026-03-07", "21", true), ("2026-03-10", "06", true), ("2026-03-12", "23", true),
        ("2026-03-13", "00", false),
    ])
    func aDayNeedsTheHoursInWhichItsRecordsMayHaveArrived(date: String, hour: String, isWanted: Bool) throws {
        #expect(try wants(date, hour) == isWanted)
    }

    @Test func nothingIsLeftOutSinceTheNewestHourThatWasRead() throws {
        let read = [path("2026-02-20", "05"), path("2026-03-01", "05")]
        #expect(try !wants("2026-03-01", "04", read: read))
        #expect(try wants("2026-03-01", "05", read: read))
        #expect(try wants("2026-03-04", "00", read: read))
    }

    @Test func theWayBackIsAMonthAtMost() throws {
        let read = [path("2025-11-01", "05")]
        #expect(try !wants("2026-02-06", "23", read: read))
        #expect(try wants("2026-02-07", "00", read: read))
    }

    @Test func anHourThatCouldNotBeReadIsAskedForAgain() throws {
        let unreadable = [path("2026-01-05", "07")]
        #expect(try wants("2026-01-05", "07", unreadable: unreadable))
        #expect(try !wants("2026-01-05", "08", unreadable: unreadable))
    }
}
