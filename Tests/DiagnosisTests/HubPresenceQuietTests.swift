import Model
import Testing

@testable import Diagnosis

@Suite struct HubPresenceQuietTests {
    private let tuesday = CivilDate("2026-03-10") ?? CivilDate(daysSince1970: 0)

    /// A hub of five days, Monday to Friday: so many records an hour by day, so many by night, from 20:00 to 06:00.
    private func workingWeek(day: Double, night: Double) -> Baseline {
        var baseline = Baseline()
        baseline.daysBack = Set(1...5)
        baseline.dailyRecords["pumps"] = (1...5).map { back in
            DayRecords(daysBack: back, perHour: (0..<24).map { (6..<20).contains($0) ? day : night })
        }
        return baseline
    }

    /// Three records where 1,410 or 2,400 are usual: ten hours of one record let 24 expect of devices that never rest.
    @Test(arguments: [(100, 1, false), (100, 0, false), (100, 100, true)])
    func onTheFirstSaturdayOnlyWhatNeverRestsIsMissed(day: Int, night: Int, isMissing: Bool) throws {
        let baseline = workingWeek(day: Double(day), night: Double(night))
        let saturday = try #require(CivilDate("2026-03-14"))
        let found = HubPresence.ofQuiet("pumps", 3, on: saturday, baseline, AnalysisSettings())
        #expect((found != nil) == isMissing)
        #expect(HubPresence.ofQuiet("pumps", 3, on: tuesday, baseline, AnalysisSettings()) != nil, "no weekend")
    }

    @Test func onTheFirstSundayWithoutARecordAHubThatSpeaksAllNightIsMissed() throws {
        let first = try #require(CivilDate("2026-03-11"))
        let sunday = try #require(CivilDate("2026-03-15"))
        let last = (moment: Instant(seconds: 1_773_529_200), date: try #require(CivilDate("2026-03-14")))
        func isMissing(hoursADay: Int) -> Bool {
            let hours = (0..<4).map { (first.advanced(byDays: $0), hoursADay) }
            return HubPresence.ofSilent(
                on: sunday, hours: Dictionary(uniqueKeysWithValues: hours), first: first, last: last,
                settings: AnalysisSettings()) != nil
        }
        #expect(isMissing(hoursADay: 24))
        #expect(!isMissing(hoursADay: 14))
    }

    @Test func oneEarlierDayIsEnoughToKnowThatADayHasHardlyAnyRecords() {
        #expect(hardlyAny(usual: Array(repeating: 10, count: 24), today: 5))
        #expect(!hardlyAny(usual: (0..<24).map { $0 < 9 ? 50 : 0 }, today: 5), "a hub that writes in few hours")
    }

    @Test func daysOfWhichLittleCameAreNotUsual() {
        var baseline = Baseline()
        baseline.daysBack = [1, 2, 3, 4]
        baseline.dailyRecords["pumps"] = [4, 3, 2, 1].map { back in
            DayRecords(daysBack: back, perHour: (0..<24).map { back == 4 || $0 < 2 ? 10 : 0 })
        }
        #expect(
            HubPresence.ofQuiet("pumps", 20, on: tuesday, baseline, AnalysisSettings())
                == .hardlyAny(records: 20, usual: 240),
            "after three days of which two hours came")
    }

    /// Records an hour a week ago and on the days since; eight days ago there were ten.
    @Test(arguments: [(0, 10, false), (10, 10, true), (0, 0, true)])
    func aWeekdayThatIsAlwaysQuietHasItsData(weekAgo: Int, since: Int, isMissing: Bool) {
        var baseline = Baseline()
        baseline.daysBack = Set(1...8)
        baseline.dailyRecords["pumps"] = (1...8).map { back in
            let records = back == 8 ? 10 : back == 7 ? weekAgo : since
            return DayRecords(daysBack: back, perHour: Array(repeating: Double(records), count: 24))
        }
        #expect((HubPresence.ofQuiet("pumps", 3, on: tuesday, baseline, AnalysisSettings()) != nil) == isMissing)
    }

    /// On its first day two thousand devices connected, and stayed: beside that 240 records a day look like none.
    @Test func thatDevicesCameIsNoUsualDay() {
        func isMissing(new: Int) -> Bool {
            var baseline = Baseline()
            baseline.daysBack = [1]
            let hours = (0..<24).map { $0 == 0 ? 2010.0 : 10 }
            baseline.dailyRecords["pumps"] = [DayRecords(daysBack: 1, perHour: hours, newIdentities: new)]
            return HubPresence.ofQuiet("pumps", 200, on: tuesday, baseline, AnalysisSettings()) != nil
        }
        #expect(isMissing(new: 0))
        #expect(!isMissing(new: 2000))
    }
}
