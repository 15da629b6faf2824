import Testing

@testable import Diagnosis

@Suite struct GatewaysTests {
    /// A gateway with two modules and devices behind it that loses its link so many times, beside thirty other devices.
    private func day(drops: Int, leaves: Int = 6, ownDrops: Int = 0, period: Int? = nil) -> Analysed {
        var text = (0..<30).map { "00:15:00 other\($0) connect ip=203.0.\($0)\n" }.joined()
        let names = ["edge-7", "edge-7/$edgeAgent", "edge-7/$edgeHub"] + (0..<leaves).map { "leaf-\($0)" }
        for name in names { text += "00:16:40 \(name) connect ip=198.51.100\n" }
        for drop in 0..<drops {
            let start = period.map { 1000 + (drop + 1) * $0 } ?? 5000 + drop * 5700 + drop * drop * 40
            for (place, name) in names.enumerated() {
                text += "\(clock(start + place * 2)) \(name) disconnect 404104 ip=198.51.100\n"
                text += "\(clock(start + 90 + place * 3)) \(name) connect ip=198.51.100\n"
            }
        }
        for drop in 0..<ownDrops {
            let start = 7000 + drop * 2400
            text += "\(clock(start)) leaf-0 disconnect 404104 ip=198.51.100\n"
            text += "\(clock(start + 90)) leaf-0 connect ip=198.51.100\n"
        }
        return log(text).analysed()
    }

    @Test func aGatewayWithItsModulesAndTheDevicesBehindItIsOneMatter() {
        let diagnosis = day(drops: 12).diagnosis
        #expect(diagnosis.incidents.isEmpty)
        let findings = diagnosis.findings.filter(\.needsAction)
        #expect(findings.map(\.kind) == [.flapping])
        #expect(
            findings.first?.headline
                == "edge-7 with its 2 modules and 6 devices of the same address flapping: 12 common drops")
        #expect(findings.first?.devices == ["edge-7"])
        #expect(findings.first?.deviceCount == 7)
    }

    /// Ten times two hours apart and back after more than a minute: slow renewals, by the look of them.
    @Test func everyFindingCountsTheDevicesBehindTheGateway() {
        let slow = day(drops: 10, period: 7200).diagnosis.findings.first { $0.kind == .slowRenewal }
        #expect(
            slow?.headline == "edge-7 with its 2 modules and 6 devices of the same address "
                + "slow to come back after token renewals")
        #expect(slow?.deviceCount == 7)
    }

    @Test func aDeviceOfTheSameAddressWithDropsOfItsOwnIsNotBehindTheGateway() {
        let findings = day(drops: 12, ownDrops: 20).diagnosis.findings.filter { $0.kind == .flapping }
        #expect(Set(findings.flatMap(\.devices)) == ["edge-7", "leaf-0"])
        #expect(findings.first { $0.devices == ["edge-7"] }?.deviceCount == 6)
    }

    /// Too seldom to flap, but each time for seven devices.
    @Test(arguments: [3, 9])
    func aGatewayThatTakesItsDevicesDownAFewTimesIsAMatter(drops: Int) {
        let diagnosis = day(drops: drops).diagnosis
        #expect(diagnosis.incidents.isEmpty)
        #expect(
            diagnosis.findings.filter { $0.kind == .flapping }.map(\.headline) == [
                "edge-7 with its 2 modules and 6 devices of the same address lost their connections together \(drops) times"
            ])
    }

    /// Five within an hour are as many as flapping asks for.
    @Test func aGatewayThatFlapsForAnHourIsSaidToFlap() {
        #expect(
            day(drops: 5, period: 600).diagnosis.findings.filter { $0.kind == .flapping }.map(\.headline) == [
                "edge-7 with its 2 modules and 6 devices of the same address flapping: 5 common drops"
            ])
    }

    @Test func twiceTheyAreTwoOutagesOfTheirPlace() {
        #expect(day(drops: 2).diagnosis.incidents.map(\.devices) == [7, 7])
        #expect(!day(drops: 2).diagnosis.findings.contains { $0.kind == .flapping })
    }

    @Test func oneCommonDropIsASiteAndNoGateway() {
        let incidents = day(drops: 1).diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.map(\.devices) == [7], "the gateway with its modules is one")
    }
}
