import Model
import Testing

@testable import Diagnosis
@testable import Report

/// Groups of devices beside each other and their own days.
@Suite struct CohortTests {
    private static func cohort(
        _ value: String, _ devices: Int, dropped: Int, drops: Int? = nil, down: Int64? = 0, hub: String = "a",
        dimension: String = "tag:firmware"
    ) -> CohortDay {
        var cohort = CohortDay(hub: hub, dimension: dimension, value: value)
        cohort.devices = devices
        cohort.devicesThatDropped = dropped
        cohort.drops = drops ?? dropped
        cohort.downtimeSeconds = down
        cohort.activeSeconds = down == nil ? nil : Int64(devices) * 86_400
        return cohort
    }

    private static func build(_ today: [CohortDay], history: [[CohortDay]] = [], hubs: [String] = ["a"])
        -> [CohortReport]
    {
        let days = history.enumerated().map { position, cohorts -> DaySummary in
            var summary = DaySummary(ExampleDay.report())
            summary.date = ExampleDay.day.date.advanced(byDays: -1 - position).description
            summary.hubs = hubs
            summary.hubDays = hubs.map {
                DaySummary.HubMark(hub: $0, isComplete: true, activeDevices: 1, devicesThatDropped: 0, codes: [])
            }
            summary.cohorts = cohorts
            return summary
        }
        let comparison = Comparison(day: ExampleDay.day, hubs: hubs, history: days)
        return CohortReport.build(today, day: ExampleDay.day, comparison: comparison, history: days)
    }

    /// Of 100 devices with the new firmware 30 dropped, of 900 others 45, which is 5 %.
    @Test func aBadFirmwareStandsOutAndComesFirst() throws {
        let groups = Self.build([Self.cohort("1.0", 900, dropped: 45), Self.cohort("1.1", 100, dropped: 30, drops: 60)])
        #expect(groups.map(\.value) == ["1.1", "1.0"])
        #expect(groups.map(\.worseThan) == [[.others], []])
        #expect(groups[0].dropsPerDevice == 0.6)
        #expect(groups[0].othersDropsPerDevice == 0.05)
        #expect(groups[0].usualDropsPerDevice == nil)
    }

    /// Twenty of a hundred devices may be chance among many groups, thirty are not.
    ///
    /// 100 and 900 devices, a tenth of which dropped: the scatter of the difference is √(0.1 · 0.9 · (1/100 + 1/900)) or
    /// about 3.2 %. Twenty of a hundred are about three of these.
    @Test(arguments: [(20, [CohortReport.Against]()), (30, [.others])])
    func whatChanceExplainsDoesNotStandOut(dropped: Int, against: [CohortReport.Against]) {
        let groups = Self.build([Self.cohort("x", 900, dropped: 90), Self.cohort("y", 100, dropped: dropped)])
        #expect(groups.first { $0.value == "y" }?.worseThan == against)
    }

    /// Forty of a hundred where ten are usual; the devices beside it dropped as often.
    @Test func aGroupIsHeldAgainstItsOwnDays() throws {
        let today = [Self.cohort("x", 100, dropped: 40, down: 86_400), Self.cohort("y", 100, dropped: 40)]
        let before = [Self.cohort("x", 100, dropped: 10), Self.cohort("y", 100, dropped: 40)]
        let groups = Self.build(today, history: [before, before, before])
        #expect(groups.map(\.value) == ["x", "y"])
        #expect(groups.map(\.worseThan) == [[.usual], []])
        #expect(groups[0].usualDropsPerDevice == 0.1)
        // One device of a hundred was down all day.
        #expect(groups[0].availability == 0.99)
        #expect(groups[0].usualAvailability == 1)
        // Two days are too few to be usual.
        #expect(Self.build(today, history: [before, before]).allSatisfy { $0.usualDropsPerDevice == nil })
    }

    @Test func groupsOfSeveralHubsAreOneAndWhatIsNotKnownOfOneIsNotKnown() {
        let groups = Self.build(
            [
                Self.cohort("x", 10, dropped: 1), Self.cohort("x", 20, dropped: 2, down: nil, hub: "b"),
                Self.cohort("y", 30, dropped: 0),
            ], hubs: ["a", "b"])
        let x = groups.first { $0.value == "x" }
        #expect(x?.devices == 30)
        #expect(x?.devicesThatDropped == 3)
        #expect(x?.availability == nil)
    }

    @Test func aGroupThatIsAloneOrSmallIsNotListed() {
        #expect(Self.build([Self.cohort("x", 500, dropped: 0)]) == [])
        let groups = Self.build([Self.cohort("x", 500, dropped: 0), Self.cohort("y", 20, dropped: 0)])
        #expect(groups.map(\.value) == ["x"])
    }
}
