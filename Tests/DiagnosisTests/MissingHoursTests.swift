import Model
import Testing

@testable import Diagnosis

@Suite struct MissingHoursTests {
    /// A record an hour all day, none from 08:00 to `end`.
    private func quietFrom8(to end: Int) -> LogLines {
        var text = ""
        for hour in 0..<24 where hour < 8 || hour >= end { text += "\(two(hour)):10:00 pump-\(hour) connect\n" }
        return log("-1 21:10:00 a connect\n-1 22:10:00 b connect\n-1 23:10:00 c connect\n" + text)
    }

    private func withHistory(_ lines: LogLines, days: Int = 4, usual: (Int) -> Double) -> [String: [TimeWindow]] {
        lines.analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": days]
            baseline.recordsPerHour = ["pumps": (0..<24).map(usual)]
            context.baseline = baseline
        }.diagnosis.missing
    }

    @Test func anHourWithoutRecordsIsMissingDataAndNoAvailabilityIsClaimed() {
        let day = log(withHole()).analysed()
        #expect(day.diagnosis.limits.count == 1)
        #expect(day.diagnosis.limits.first?.contains("2026-03-10T12:00:00Z to 2026-03-10T13:00:00Z") == true)
        #expect(day.hub.availability == nil)
        #expect(day.hub.connected.count == 276, "288 windows of five minutes, 12 of them in the missing hour")
    }

    @Test func downtimeInAMissingHourIsNotCounted() {
        let day = log(
            withHole() + "11:10:00 pump-1 connect\n11:50:00 pump-1 disconnect 404104\n13:10:00 pump-1 connect\n"
        )
        .analysed()
        #expect(day.hub.downtimeSeconds == 1200, "10 minutes before the missing hour and 10 after it")
    }

    @Test func aHubOfFewDevicesIsSilentForHoursWithoutMissingAnything() {
        let day = log("06:00:00 pump-1 connect\n06:30:00 pump-1 disconnect 404104\n09:00:00 pump-1 connect").analysed()
        #expect(day.diagnosis.limits.isEmpty && day.diagnosis.missing.isEmpty)
        #expect(day.hub.availability != nil)
    }

    @Test func emptyHoursCountTogetherUntilTheirSilenceIsImprobable() {
        #expect(quietFrom8(to: 17).analysed().diagnosis.missing.isEmpty, "9 records were to be expected")
        let eight = LogLines.time("08:00:00")
        #expect(
            quietFrom8(to: 18).analysed().diagnosis.missing
                == ["pumps": [TimeWindow(from: eight, to: LogLines.time("18:00:00"))]])
    }

    @Test func aDayOfWhichOnlyTheLastHoursAreThereLacksTheRest() {
        var text = ""
        for hour in 21..<24 {
            for number in 0..<40 { text += "\(two(hour)):\(two(number)):00 d\(number) connect\n" }
        }
        let missing = log(text).analysed().diagnosis.missing["pumps"]
        #expect(missing == [TimeWindow(from: LogLines.midnight, to: LogLines.time("21:00:00"))])
    }

    /// Ten records an hour but none at 12, on a day whose earlier days had so many at 11, 12 and 13 and twenty else.
    @Test(arguments: [([20, 20, 20], 1), ([0, 20, 20], 0), ([20, 20, 0], 0), ([20, 0, 20], 0)])
    func anHourIsExpectedToHoldNoMoreThanItsNeighbours(usual: [Double], missing: Int) {
        var text = ""
        for hour in 0..<24 where hour != 12 {
            for minute in 0..<10 { text += "\(two(hour)):\(two(minute)):00 d\(minute) connect\n" }
        }
        let found = withHistory(log(text)) { (11...13).contains($0) ? usual[$0 - 11] : 20 }
        #expect((found["pumps"] ?? []).count { $0.start == LogLines.time("12:00:00") } == missing)
    }

    @Test func hoursInWhichTheHubIsUsuallySilentAreNotMissing() {
        #expect(withHistory(quietFrom8(to: 18)) { (8..<18).contains($0) ? 0 : 1 }.isEmpty)
    }

    @Test func anHourInWhichTheHubUsuallyWritesIsMissingAlsoOnADayThatIsMostlyLost() {
        let found = withHistory(log("00:10:00 pump-1 connect\n01:10:00 pump-1 disconnect")) { _ in 10 }
        #expect(found == ["pumps": [TimeWindow(from: LogLines.time("02:00:00"), to: LogLines.time("24:00:00"))]])
        #expect(withHistory(log("00:10:00 pump-1 connect"), days: 3) { _ in 10 }.isEmpty, "too little history")
    }

    @Test func aScantyHourIsMissingOnlyWhereMoreIsUsual() {
        var text = ""
        for hour in 0..<24 {
            for number in 0..<(hour == 3 ? 2 : 40) { text += "\(two(hour)):\(two(number)):00 d\(hour) connect\n" }
        }
        let three = TimeWindow(from: LogLines.time("03:00:00"), to: LogLines.time("04:00:00"))
        #expect(log(text).analysed().diagnosis.missing["pumps"]?.contains(three) == true)
        #expect(withHistory(log(text)) { $0 == 3 ? 2 : 40 }["pumps"]?.contains(three) != true)
    }
}
