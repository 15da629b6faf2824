import Model
import Testing

@testable import Azure

@Suite struct BlobLogsTests {
    private let base = "https://acct.blob.core.windows.net/logs/"

    private func isSettled(_ path: String, hours: BlobHours?) -> Bool {
        BlobLogs(sources: [], listed: [(base, hours)]).isSettled(base + path)
    }

    /// What a list had no more is gone; of hours that were not listed nobody knows.
    @Test func aBlobIsGoneOnlyIfAListOfItsHourLacksIt() throws {
        let day = ReportDay(utc: try #require(CivilDate("2026-03-10"))).span
        let tenth = "y=2026/m=03/d=10/h=06/m=00/PT1H.json"
        let ninth = "y=2026/m=03/d=09/h=06/m=00/PT1H.json"
        #expect(isSettled(tenth, hours: BlobHours([day])))
        #expect(!isSettled(ninth, hours: BlobHours([day])))
        #expect(isSettled(ninth, hours: nil))
    }
}
