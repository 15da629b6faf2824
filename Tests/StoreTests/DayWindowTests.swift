import Model
import Testing

@testable import Store

@Suite struct DayWindowTests {
    /// 29 March 2026 has 23 hours in Berlin: it begins at 23:00 UTC of the 28th and ends at 22:00 UTC.
    @Test func windowsBeginAnewWithEachDay() throws {
        let starts = [1_774_652_400, 1_774_738_800, 1_774_821_600, 1_774_908_000].map { Instant(seconds: $0) }
        let days = zip(starts, starts.dropFirst()).map { TimeWindow(from: $0, to: $1) }
        #expect(days.map(\.seconds) == [86_400, 82_800, 86_400])
        let daily = CountSource(days: days, length: try #require(WindowLength("1d")), deviceOfClient: nil)
        #expect((0..<3).map { daily.start(ofWindow: $0) } == Array(starts.prefix(3)))
        let sixHours = CountSource(days: days, length: try #require(WindowLength("6h")), deviceOfClient: nil)
        // Four windows a day, the last of the short day one hour shorter.
        #expect(sixHours.start(ofWindow: 7) == starts[1].advanced(bySeconds: 18 * 3600))
        #expect(sixHours.start(ofWindow: 8) == starts[2])
    }
}
