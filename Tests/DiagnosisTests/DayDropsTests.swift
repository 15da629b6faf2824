import Testing

@testable import Diagnosis

/// The report day is 2026-03-10.
@Suite struct DayDropsTests {
    /// Seconds of the downtime and those of the day, drop by drop.
    private func seconds(_ text: String) -> [[Int64?]] {
        log(text).analysed().drops.map { [$0.downtimeSeconds, $0.downtimeInDaySeconds] }
    }

    @Test func theDowntimeOfTheDayEndsAtMidnight() {
        #expect(
            seconds(
                """
                06:00:00 pump-1 connect
                23:59:00 pump-1 disconnect 404104
                +1 00:10:00 pump-1 connect
                """) == [[660, 60]])
    }

    @Test func theDowntimeOfADropThatIsOpenCountsUpToMidnight() {
        #expect(
            seconds(
                """
                06:00:00 pump-1 connect
                22:30:00 pump-1 disconnect 404104
                """) == [[nil, 5400]])
    }

    /// The connect between the two is not in the log.
    @Test func noSecondOfTheDayIsCountedTwice() {
        let found = seconds(
            """
            06:00:00 pump-1 connect
            10:00:00 pump-1 disconnect 404104
            10:20:00 pump-1 disconnect 404104
            10:30:00 pump-1 connect
            """)
        #expect(found.map { $0[1] } == [1200, 600])
    }

    @Test func whereNoReturnCanBeSeenThereIsNoDowntime() {
        #expect(
            seconds(
                """
                10:00:00 pump-1 disconnect 404104
                11:00:00 pump-2 disconnect 404104
                """) == [[nil, nil], [nil, nil]])
    }
}
