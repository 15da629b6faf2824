import Model
import Testing

@testable import Diagnosis

@Suite struct FixedTimeOfDayRuleTests {
    /// A drop at 03:00 on the report day, and one at `time` on each of so many days before.
    private func found(days: Int, at time: String, extra: Int = 0) -> Finding? {
        log("00:30:00 pump-1 connect\n03:00:00 pump-1 disconnect 404104\n03:05:00 pump-1 connect")
            .analysed { context in
                var baseline = Baseline()
                var times = (0..<days).map { LogLines.time(time, dayOffset: $0 - days) }
                times += (0..<extra).map {
                    LogLines.time("12:00:00", dayOffset: -1).advanced(bySeconds: Int64($0) * 300)
                }
                baseline.dropTimes[context.identity(of: 0, on: "pumps")] = times
                context.baseline = baseline
            }.diagnosis.findings.first { $0.kind == .fixedTimeOfDay }
    }

    @Test func fourEarlierDaysAtTheSameTimeAreAClock() {
        let finding = found(days: 4, at: "03:01:00")
        #expect(finding?.devices == ["pump-1"])
        #expect(finding?.evidence == ["pump-1: at about 2026-03-10T03:00:00Z on 4 earlier days as well"])
    }

    @Test func threeEarlierDaysAreNotEnough() {
        #expect(found(days: 3, at: "03:01:00") == nil)
    }

    @Test func twoMinutesApartIsTheSameTimeAndOneSecondMoreIsNot() {
        #expect(found(days: 4, at: "03:02:00") != nil)
        #expect(found(days: 4, at: "02:58:00") != nil)
        #expect(found(days: 4, at: "03:02:01") == nil)
        #expect(found(days: 4, at: "02:57:59") == nil)
    }

    @Test func aDeviceThatDropsAllDayLongMeetsATimeByChance() {
        #expect(found(days: 4, at: "03:00:00", extra: 20) != nil, "24 drops on 4 days")
        #expect(found(days: 4, at: "03:00:00", extra: 21) == nil, "25 drops on 4 days")
    }
}
