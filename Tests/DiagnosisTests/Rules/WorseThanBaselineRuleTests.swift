import Model
import Testing

@testable import Diagnosis

@Suite struct WorseThanBaselineRuleTests {
    private func found(drops: Int, usual: [UInt32]) -> Finding? {
        var text = "00:30:00 p connect\n"
        for hour in 1...drops { text += "\(two(hour)):10:00 p disconnect 404104\n\(two(hour)):12:00 p connect\n" }
        return log(text).analysed { context in
            var baseline = Baseline()
            baseline.days = ["pumps": usual.count]
            baseline.devices = [context.identity(of: 0, on: "pumps"): usual]
            context.baseline = baseline
        }.diagnosis.findings.first { $0.kind == .worseThanBaseline }
    }

    @Test func fiveDropsOfADeviceThatHadNoneAreWorseAndFourAreNot() {
        #expect(found(drops: 5, usual: [0, 0, 0, 0])?.evidence == ["p: 5 drops, usually 0"])
        #expect(found(drops: 4, usual: [0, 0, 0, 0]) == nil)
    }

    @Test func aDeviceThatAlwaysDropsNeedsMore() {
        // Median 4, scatter at least its root, 2: more than 4 + 6 times 2.
        #expect(found(drops: 16, usual: [4, 4, 4, 4]) == nil)
        #expect(found(drops: 17, usual: [4, 4, 4, 4]) != nil)
    }

    @Test func oneBadDayDoesNotMakeTheNextOneUsual() {
        #expect(found(drops: 8, usual: [0, 0, 0, 90]) != nil)
    }

    @Test func threeEarlierDaysAreSilent() {
        #expect(found(drops: 20, usual: [0, 0, 0]) == nil)
    }

    /// A device that was first met so many days ago, on a hub with ten earlier days.
    private func found(firstSeen days: Int, usual: [UInt32]) -> Finding? {
        var text = "-\(days) 12:00:00 p connect\n"
        for hour in 1...6 { text += "\(two(hour)):10:00 p disconnect 404104\n\(two(hour)):12:00 p connect\n" }
        return log(text).carriedOn { context in
            var baseline = Baseline()
            baseline.days = ["pumps": 10]
            baseline.devices = [context.identity(of: 0, on: "pumps"): usual]
            var known = KnownIdentities()
            known.insert(hub: "pumps", device: 0, firstSeen: LogLines.time("12:00:00", dayOffset: -days))
            baseline.known = known
            context.baseline = baseline
        }.diagnosis.findings.first { $0.kind == .worseThanBaseline }
    }

    @Test func aDeviceOfThreeDaysHasNoUsualNumber() {
        #expect(found(firstSeen: 3, usual: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(found(firstSeen: 4, usual: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) != nil)
    }

    @Test func daysBeforeADeviceWasMetAreNoDaysWithoutDrops() {
        #expect(found(firstSeen: 4, usual: [6, 6, 6, 6, 0, 0, 0, 0, 0, 0]) == nil)
        #expect(found(firstSeen: 10, usual: [6, 6, 6, 6, 0, 0, 0, 0, 0, 0]) != nil)
    }

    @Test func aBaselineSpeaksAfterFourDaysAndNotBefore() {
        var text = "00:30:00 p connect\n"
        for hour in 1...8 { text += "\(two(hour)):10:00 p disconnect 404104\n\(two(hour)):12:00 p connect\n" }
        func kinds(days: Int) -> [Finding.Kind] {
            log(text).analysed { context in
                var baseline = Baseline()
                baseline.days = ["pumps": days]
                baseline.devices = [
                    context.identity(of: 0, on: "pumps"): Array(repeating: 0, count: days)
                ]
                baseline.codes = [Baseline.Code(hub: "pumps", code: "404104"): History([1, 1, 1, 1])]
                context.baseline = baseline
            }.diagnosis.findings.map(\.kind)
        }
        #expect(kinds(days: 4).contains(.worseThanBaseline))
        #expect(!kinds(days: 3).contains(.worseThanBaseline))
    }
}
