import Testing

@testable import Diagnosis

@Suite struct IncidentSearchTests {
    @Test func fiveDevicesAreNoIncident() {
        let day = fleet([("203.0.113", 5, 5), ("198.51.100", 20, 0)]).analysed()
        #expect(day.diagnosis.incidents.isEmpty)
    }

    @Test func aDropOfTheWholeSiteAtItsOwnTimeEachIsNoIncident() {
        var text = ""
        for number in 0..<20 {
            text +=
                "05:00:00 d\(number) connect\n\(two(6 + number % 12)):\(two(number * 3 % 60)):00 d\(number) disconnect 404104\n"
            text += "\(two(6 + number % 12)):59:59 d\(number) connect\n"
        }
        #expect(log(text).analysed().diagnosis.incidents.isEmpty)
    }

    @Test func aGatewayThatTakesItsModulesWithItIsNoIncident() {
        let modules = (0..<12).map { "gw-1/m\($0)" }
        #expect(log(site(modules, apart: 1, sdks: ["c"])).analysed().diagnosis.incidents.isEmpty)
    }

    @Test func anOutageOnOneHubSaysNothingOfTheSameDevicesOnAnother() {
        var text = site(twelve, apart: 5, sdks: ["c"], hub: "east")
        for name in twelve { text += "06:00:00 \(name) connect sdk=c ip=203.0.113 hub=west\n" }
        text += "10:00:10 d0 disconnect 404104 ip=203.0.113 hub=west\n10:40:00 d0 connect sdk=c ip=203.0.113 hub=west\n"
        let day = log(text).analysed()
        #expect(day.diagnosis.incidents.map(\.hub) == ["east"])
        #expect(day.lines.last == "d0 10:00:10 back 2390 age 14410 404104 network-loss")
    }
}
