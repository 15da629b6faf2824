import Foundation
import Testing

@testable import Diagnosis

@Suite struct RateChangeTests {
    /// What one of so many groups has to show over some days: odds of two thousand to one after all of them.
    private func bar(_ groups: Int, _ days: Int) -> Double { log(2000 * Double(groups * days)) }

    private func find(_ devices: [[Int]]) -> RateChange? {
        RateChange.find(devices.map { ArraySlice($0.map { UInt32($0) }) })
    }

    private func isTold(_ devices: [[Int]]) -> RateChange? {
        find(devices).flatMap { $0.weight >= bar(3, devices[0].count) ? $0 : nil }
    }

    /// A number of drops of a day, `mean` on the average, of drops that come by chance.
    private func chance(_ mean: Double, _ dice: inout Dice) -> Int {
        var left = dice.roll()
        var part = exp(-mean)
        var count = 0
        while left > part, count < 1000 {
            left -= part
            count += 1
            part *= mean / Double(count)
        }
        return count
    }

    @Test func aSlowRiseOfTwentyDevicesIsToldOnTheFourthDay() {
        let change = isTold(Array(repeating: [1, 3, 5, 7], count: 20))
        #expect(change?.first == 2)
        #expect(change?.before == 40 && change?.after == 120)
        #expect(isTold(Array(repeating: [1, 3, 5], count: 20)) == nil, "three days are too few")
    }

    @Test func itStaysToldWhileItGoesOn() {
        for days in 4...14 {
            #expect(isTold(Array(repeating: (0..<days).map { 1 + 2 * $0 }, count: 20)) != nil, "day \(days)")
        }
    }

    @Test func aStepIsFoundOnItsDay() {
        var dice = Dice(7)
        let devices = (0..<50).map { _ in (0..<12).map { chance($0 < 8 ? 0.5 : 2, &dice) } }
        #expect(isTold(devices)?.first == 8)
    }

    @Test func ofFewDevicesItTakesMoreDays() {
        #expect(isTold([[1, 3, 5, 7]]) == nil)
        #expect(isTold([[1, 0, 2, 1, 0, 9, 11, 10]])?.first == 5)
    }

    @Test func oneBadDayIsNoRate() {
        #expect(isTold((0..<30).map { _ in [1, 1, 1, 1, 1, 1, 1, 9] }) == nil)
        #expect(isTold((0..<30).map { _ in [1, 1, 1, 1, 9, 1, 1, 1] }) == nil)
    }

    @Test func fleetsOfAConstantRateAreNeverTold() {
        var told = 0
        for seed in 0..<400 {
            var dice = Dice(UInt64(seed))
            let days = 4 + seed % 12
            let rate = [0.05, 0.3, 1, 3][seed % 4]
            let devices = (0..<(5 + seed * 7 % 120)).map { _ in (0..<days).map { _ in chance(rate, &dice) } }
            if isTold(devices) != nil { told += 1 }
            for device in devices where find([device]).map({ $0.weight >= bar(devices.count, days) }) == true {
                told += 1
            }
        }
        #expect(told == 0)
    }

    /// Devices that have many drops on some days and none on others, and days that are bad for all.
    @Test func unevenDaysAreNoRate() {
        var told = 0
        for seed in 0..<200 {
            var dice = Dice(UInt64(seed))
            let days = 6 + seed % 10
            let bad = (0..<days).map { _ in dice.roll() < 0.2 ? 3.0 : 1.0 }
            let devices = (0..<60).map { _ in bad.map { dice.roll() < 0.1 ? chance(6 * $0, &dice) : 0 } }
            if isTold(devices) != nil { told += 1 }
        }
        #expect(told == 0)
    }
}
