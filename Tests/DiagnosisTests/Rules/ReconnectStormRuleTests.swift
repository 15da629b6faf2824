import Testing

@testable import Diagnosis

@Suite struct ReconnectStormRuleTests {
    @Test func threeThrottledDevicesOfASmallFleetAreAReconnectStorm() {
        let day = fleet([("203.0.113", 6, 3), ("198.51.100", 6, 0)], code: "429002").analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.reconnectStorm])
        #expect(day.diagnosis.incidents.first?.devices == 3)
    }

    @Test func twoThrottledDevicesAreNoStorm() {
        #expect(
            fleet([("203.0.113", 6, 2), ("198.51.100", 6, 0)], code: "429002").analysed().diagnosis.incidents.isEmpty)
    }

    @Test func aStormNamesItsBusiestSecondAgainstTheLimit() {
        var settings = AnalysisSettings()
        settings[.connectsPerSecondLimit] = 100
        var lines = fleet([("203.0.113", 60, 30), ("198.51.100", 60, 0)], code: "429002")
        for number in 30..<60 { lines.add("10:20:30 d0-\(number) connect ip=203.0.113") }
        let incident = lines.analysed(settings: settings).diagnosis.incidents.first
        #expect(
            incident?.evidenceFor.contains {
                // All 120 connected at 06:00:00 are the busiest second of the day, four hours before: it is not named.
                $0.hasPrefix("Up to")
            } == false)
        var late = log("10:20:30 d0-0 connect")
        for number in 0..<40 {
            late.add("10:00:\(two(number)) e\(number) disconnect 429002")
            late.add("10:20:30 e\(number) connect")
        }
        let storm = late.analysed(settings: settings).diagnosis.incidents.first
        #expect(
            storm?.evidenceFor.contains(
                "Up to 41 connects a second, at 2026-03-10T10:20:30Z, 41 % of what the hub's tier allows.") == true)
    }

    @Test func devicesThatNothingElseExplainsAndThatWereThrottledOnTheWayBackAreAStorm() {
        var lines = fleet(spread)
        for place in 0..<4 {
            for number in 0..<2 { lines.add("10:10:00 d\(place)-\(number) refused 429001") }
        }
        #expect(lines.analysed().diagnosis.incidents.map(\.kind) == [.reconnectStorm])
    }

    /// Of 60 devices 32 meet a fault of the service; some are cut off again by the hub's limits once they are back.
    @Test(arguments: [(8, [Incident.Kind.serviceIncident]), (24, [.serviceIncident, .reconnectStorm])])
    func aSmallStormInTheMiddleOfAServiceIncidentIsAPartOfIt(throttled: Int, kinds: [Incident.Kind]) {
        var lines = log("06:00:00 d-0 connect")
        for number in 0..<60 {
            let name = "d-\(number) "
            let address = " ip=100.64.\(number % 6)"
            lines.add("06:00:00 " + name + "connect" + address)
            guard number < 32 else { continue }
            lines.add("10:00:\(two(number)) " + name + "disconnect 500001" + address)
            lines.add("10:01:\(two(number)) " + name + "connect" + address)
            guard number < throttled else { continue }
            lines.add("10:02:\(two(number)) " + name + "disconnect 429002" + address)
            lines.add("10:03:\(two(number)) " + name + "connect" + address)
        }
        let incidents = lines.analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == kinds)
        let told = incidents.first?.evidenceFor.contains("\(throttled) devices got 429002.")
        #expect(told == (throttled < 20))
    }
}
