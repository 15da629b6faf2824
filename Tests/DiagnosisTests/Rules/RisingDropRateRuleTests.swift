import Model
import Testing

@testable import Diagnosis

@Suite struct RisingDropRateRuleTests {
    /// Devices that were met some days ago and drop seven times on the day; on the days before, as `past` says.
    private func findings(
        _ count: Int = 20, metDaysAgo: Int = 9, past: [UInt32] = [1, 3, 5], incomplete: Set<Int> = [],
        steady: Int = 0
    ) -> [Finding] {
        var text = ""
        for number in 0..<(count + steady) {
            let sdk = number < count ? "python" : "c"
            text += "-\(metDaysAgo) 12:00:00 d\(number) connect sdk=\(sdk) ip=203.0.\(number)\n"
            for drop in 0..<(number < count ? 7 : 1) {
                let time = 3000 + drop * 9000 + number * 397 % 2000 + drop * drop * 131
                text += "\(clock(time)) d\(number) disconnect 404104 ip=203.0.\(number)\n"
                text += "\(clock(time + 400)) d\(number) connect sdk=\(sdk) ip=203.0.\(number)\n"
            }
        }
        return log(text).carriedOn { context in
            var baseline = Baseline()
            baseline.days = ["pumps": past.count]
            baseline.dayNumbers = ["pumps": Array((1...past.count).reversed())]
            baseline.incompleteDays = ["pumps": incomplete]
            for number in 0..<(count + steady) {
                let history = number < count ? past : past.map { _ in 1 }
                baseline.devices[context.identity(of: DeviceID(number), on: "pumps")] = history
            }
            context.baseline = baseline
        }.diagnosis.findings.filter { $0.kind == .risingDropRate }
    }

    @Test func aSlowRiseIsAFindingWithTheDayOnWhichItBegan() {
        let found = findings()
        #expect(found.count == 1, "of the hub alone, which explains its devices and their SDK")
        #expect(found.first?.key == "rising-drop-rate/pumps/")
        #expect(found.first?.headline == "Hub pumps: 120 drops a day since 2026-03-09, 40 before")
        let days = "2026-03-07: 20, 2026-03-08: 60, 2026-03-09: 100, 2026-03-10: 140"
        #expect(found.first?.evidence == ["Drops by day: \(days)."])
        #expect(found.first?.deviceCount == 20)
        #expect(found.first?.drops == 140)
    }

    @Test func theGroupThatRoseIsNamed() {
        #expect(findings(steady: 200).map(\.key) == ["rising-drop-rate/pumps/sdk=azure-iot-device-iothub-py/2.14.0"])
    }

    @Test func whoCameMeanwhileIsNoMeasure() {
        #expect(findings(metDaysAgo: 2, past: [0, 3, 5]).isEmpty)
    }

    @Test func daysThatLackRecordsDoNotCount() {
        #expect(findings(incomplete: [2]).isEmpty, "three days are left")
        #expect(findings(past: [7, 7, 7]).isEmpty)
    }
}
