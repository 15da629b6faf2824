import Testing

@testable import Diagnosis

@Suite struct HubPresenceQuietTests {
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
            HubPresence.ofQuiet("pumps", 20, baseline, AnalysisSettings()) == .hardlyAny(records: 20, usual: 240),
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
        #expect((HubPresence.ofQuiet("pumps", 3, baseline, AnalysisSettings()) != nil) == isMissing)
    }
}
