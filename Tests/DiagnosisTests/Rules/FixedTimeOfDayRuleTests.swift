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

    /// Six devices of a network drop at 01:00, as on some days before, of which so many are known.
    private func restart(on days: [Int], of known: Int = 7, at time: String = "01:00:00", zone shift: Int64 = 0)
        -> DayDiagnosis
    {
        let devices = 0..<6
        let text =
            (devices.map { "00:30:00 p\($0) connect\n01:00:0\($0) p\($0) disconnect 404104\n01:02:00 p\($0) connect" }
            + (0..<20).map { "00:10:00 q\($0) connect ip=198.51.100" }).joined(separator: "\n")
        return log(text).analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": known]
            baseline.dates = [
                "pumps": (1...known).reversed().map {
                    let start = LogLines.time("00:00:00", dayOffset: -$0)
                    return Baseline.Day(
                        date: LogLines.day.date.advanced(byDays: -$0), start: start.advanced(bySeconds: shift))
                }
            ]
            for device in devices {
                let identity = context.identity(of: DeviceID(device), on: "pumps")
                baseline.dropTimes[identity] = days.sorted(by: >).map { LogLines.time(time, dayOffset: -$0) }
            }
            context.baseline = baseline
        }.diagnosis
    }

    @Test func whatHappensEveryNightIsKnownAndNoIncident() {
        #expect(restart(on: []).incidents.count == 1)
        let known = restart(on: [1, 2, 3, 4, 5])
        #expect(known.incidents.isEmpty)
        let finding = known.findings.first { $0.kind == .fixedTimeOfDay }
        #expect(finding?.headline == "6 devices drop at the same time every day")
        #expect(finding?.deviceCount == 6)
    }

    /// The report day is a Tuesday: the days 1, 4, 5, 6, 7, 8, 11 and 12 before it were working days.
    @Test func whatHappensOnWorkingDaysAloneIsKnown() {
        let known = restart(on: [1, 4, 5, 6], of: 9)
        #expect(known.incidents.isEmpty)
        #expect(
            known.findings.first { $0.kind == .fixedTimeOfDay }?.headline
                == "6 devices drop at the same time every working day")
    }

    @Test func weekendsSayNothingOfAWorkingDay() {
        #expect(restart(on: [2, 3, 9, 10], of: 14).incidents.count == 1)
    }

    /// Before a change of the clocks the same hour of the zone was another one of UTC.
    @Test func aChangeOfTheClocksHidesNoPattern() {
        #expect(restart(on: [1, 2, 3, 4, 5], at: "02:00:00").incidents.count == 1)
        #expect(restart(on: [1, 2, 3, 4, 5], at: "02:00:00", zone: 3600).incidents.isEmpty)
    }

    @Test func aDeviceThatDropsAllDayLongMeetsATimeByChance() {
        #expect(found(days: 4, at: "03:00:00", extra: 20) != nil, "24 drops on 4 days")
        #expect(found(days: 4, at: "03:00:00", extra: 21) == nil, "25 drops on 4 days")
    }
}
