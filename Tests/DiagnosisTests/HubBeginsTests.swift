import Model
import Testing

@testable import Diagnosis

/// From when a hub without a past is known on its first day.
@Suite struct HubBeginsTests {
    /// Two devices in turn, a record each `minutes` from a moment to the end of the data.
    private func hub(from start: Int, minutes: Int) -> LogLines {
        var lines = log("")
        for (number, time) in stride(from: start, to: 90_000, by: minutes * 60).enumerated() {
            lines.add(time, "p\(number % 2)", number < 2 ? "connect" : number / 2 % 2 == 1 ? "disconnect" : "connect")
        }
        return lines
    }

    @Test func aHubWhoseRecordsBeginInTheAfternoonIsKnownFromThen() {
        #expect(hub(from: 50_400, minutes: 10).analysed().hub.begins == LogLines.time("14:00:00"))
    }

    @Test func aHubWithRecordsBeforeTheDayIsKnownAllDay() {
        #expect(hub(from: -3600, minutes: 10).analysed().hub.begins == nil)
    }

    @Test func aHubThatIsSilentForAsLongLaterMayHaveBeenThereFromTheStart() {
        #expect(hub(from: 7200, minutes: 180).analysed().hub.begins == nil)
    }

    @Test func aHubWithAPastHasNotBegun() {
        var lines = hub(from: 50_400, minutes: 10)
        lines.add(-40_000, "p0", "connect")
        #expect(lines.carriedOn().hub.begins == nil)
    }
}
