import Model
import Testing

@testable import Azure

@Suite struct BlobHoursTests {
    private func window(_ start: String, _ end: String) throws -> TimeWindow {
        TimeWindow(from: try #require(Instant(iso8601: start)), to: try #require(Instant(iso8601: end)))
    }

    private func path(_ day: String, _ hour: String) -> String {
        let parts = day.split(separator: "-")
        return "resourceId=/A/IOTHUBS/H/y=\(parts[0])/m=\(parts[1])/d=\(parts[2])/h=\(hour)/m=00/PT1H.json"
    }

    @Test func anHourIsWantedWhereItTouchesTheTime() throws {
        let hours = BlobHours([try window("2026-03-09T21:00:00Z", "2026-03-10T01:30:00Z")])
        #expect(hours.contains(path("2026-03-09", "21")))
        #expect(!hours.contains(path("2026-03-09", "20")))
        #expect(hours.contains(path("2026-03-10", "01")))
        #expect(!hours.contains(path("2026-03-10", "02")))
    }

    @Test(arguments: [
        "export.json", "y=2026/m=13/d=01/h=00/m=00/a.json", "y=2026/m=03/a.json", "y=x/m=03/d=10/h=00/a.json",
    ])
    func whatHasNoHourInItsPathIsAlwaysWanted(name: String) throws {
        #expect(BlobHours([try window("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z")]).contains(name))
    }

    @Test func lettersOfThePathMayBeLarge() throws {
        let hours = BlobHours([try window("2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z")])
        #expect(!hours.contains("A/Y=2026/M=03/D=10/H=05/M=00/PT1H.json"))
    }

    /// Two hours around midnight of New Year's Eve.
    @Test(arguments: [
        ("H/", true), ("H/y=2024/", false), ("H/y=2025/", true), ("H/y=2026/", true), ("H/y=2024/m=12/", false),
        ("H/y=2026/m=01/", true), ("H/y=2025/m=11/", false), ("H/y=2025/m=12/", true),
        ("H/y=2025/m=12/d=30/", false), ("H/y=2025/m=12/d=31/", true), ("H/Y=2026/M=1/D=1/", true),
        ("H/y=2026/m=01/d=02/", false), ("H/y=2026/m=02/", false), ("H/y=2027/", false), ("H/y=2024/x/", true),
        ("H/y=2024/m=13/", true), ("H/y=2024/m=02/d=30/", true),
    ])
    func onlyAFolderOfOtherDatesHoldsNothing(folder: String, may: Bool) throws {
        let hours = BlobHours([try window("2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z")])
        #expect(hours.mayHold(folder) == may)
    }

    @Test func timesThatTouchAreOne() throws {
        let hours = BlobHours([
            try window("2026-03-10T05:00:00Z", "2026-03-10T06:00:00Z"),
            try window("2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z"),
            try window("2026-03-10T06:00:00Z", "2026-03-10T09:00:00Z"),
        ])
        #expect(hours.ranges.map(\.count) == [1, 4])
    }
}
