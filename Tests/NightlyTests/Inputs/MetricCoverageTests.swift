import Diagnosis
import Model
import Settings
import Testing

@testable import Nightly

@Suite struct MetricCoverageTests {
    private func point(_ time: String, _ hub: String = "a") throws -> ConnectedMetric {
        ConnectedMetric(hub: hub, time: try #require(Instant(iso8601: time)), value: 1)
    }

    private func coverage(_ points: [ConnectedMetric], hubs: Set<String> = ["a"]) throws -> MetricCoverage {
        MetricCoverage(points, on: ReportDay(utc: try #require(CivilDate("2026-03-10"))), hubs: hubs)
    }

    @Test func ofSeveralDaysThoseOfTheDayCount() throws {
        let points = [try point("2026-03-09T23:59:00Z"), try point("2026-03-10T00:00:00Z")]
        let coverage = try coverage(points)
        #expect(coverage.metrics == [points[1]])
        #expect(coverage.problems == [])
    }

    @Test func thoseOfAnotherDayAreNamedWithWhatWasExpected() throws {
        let coverage = try coverage([try point("2026-03-09T00:00:00Z"), try point("2026-03-09T23:59:00Z")])
        #expect(coverage.metrics == [])
        #expect(
            coverage.problems == [
                "The metrics are of 2026-03-09T00:00:00Z to 2026-03-09T23:59:00Z, and the report is of 2026-03-10: nothing "
                    + "is concluded from them. Export them with --start-time 2026-03-10T00:00:00Z --end-time "
                    + "2026-03-11T00:00:00Z."
            ])
    }

    @Test func thoseOfAnotherHubAreNamedAndLeftOut() throws {
        let coverage = try coverage([try point("2026-03-10T06:00:00Z", "b")], hubs: ["a", "c", "d", "e"])
        #expect(coverage.metrics == [])
        #expect(
            coverage.problems == [
                "The metrics are of b, and the log is of a, c, d and 1 other hub: nothing is concluded from them. Export "
                    + "those of the hub that the log is of."
            ])
    }

    @Test(arguments: [["a"], ["a", "b"], [""], []] as [Set<String>])
    func thoseOfAHubOfTheLogAndOfOthersAreUsed(hubs: Set<String>) throws {
        let points = [try point("2026-03-10T06:00:00Z"), try point("2026-03-10T06:00:00Z", "x")]
        #expect(try coverage(points, hubs: hubs).metrics == points)
        #expect(try coverage(points, hubs: hubs).problems == [])
    }

    @Test func noneAtAllIsNoNews() throws {
        #expect(try coverage([]).problems == [])
    }
}
