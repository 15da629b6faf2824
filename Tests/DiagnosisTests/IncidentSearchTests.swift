import Foundation
import Model
import Testing

@testable import Diagnosis

@Suite struct IncidentSearchTests {
    /// Two hundred devices of forty places, of which the first lose their connection, each at its second of the day.
    private func wideHub(
        losing lost: Int, backAfter seconds: Int, code: (Int) -> String = { _ in "500001" }, at second: (Int) -> Int
    ) -> String {
        (0..<200).map { number in
            let ip = "ip=\(10 + number % 40).0.1"
            let connect = "01:00:00 d\(number) connect \(ip)\n"
            guard number < lost else { return connect }
            return connect + "\(clock(second(number))) d\(number) disconnect \(code(number)) \(ip)\n"
                + "\(clock(second(number) + seconds)) d\(number) connect \(ip)\n"
        }.joined()
    }

    /// A place, its devices, and how many of them drop; devices of every other place stay connected.
    private func hub(of others: Int, _ places: [(prefix: String, devices: Int, drop: Int)]) -> Analysed {
        let rest = (0..<others).map { (prefix: "\(10 + $0 % 200).\($0 / 200).1", devices: 1, drop: 0) }
        return fleet(places + rest).analysed()
    }

    @Test(arguments: [12, 30, 300, 3000])
    func threeDevicesOfOnePlaceThatFailTogetherAreASiteOutageInAHubOfAnySize(size: Int) {
        let incidents = hub(of: size - 3, [("198.51.100", 3, 3)]).diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.map(\.scopeValue) == ["198.51.100"])
        #expect(incidents.map(\.devices) == [3])
    }

    @Test func twoDevicesOfOnePlaceAreNoIncident() {
        #expect(hub(of: 28, [("198.51.100", 2, 2)]).diagnosis.incidents.isEmpty)
    }

    @Test func theScopeIsTheSmallestGroupMostOfWhichWasHit() {
        let places = (0..<8).map { (prefix: "198.51.\($0)", devices: 100, drop: $0 == 3 ? 94 : 0) }
        let incidents = hub(of: 1200, places).diagnosis.incidents
        #expect(incidents.map(\.scopeValue) == ["198.51.3"])
        #expect(incidents.map(\.devices) == [94])
    }

    @Test func aCarrierIsTheScopeWhereAllOfItsPlacesWereHit() {
        let places = (0..<8).map { (prefix: "198.51.\($0)", devices: 10, drop: 8) }
        #expect(hub(of: 120, places).diagnosis.incidents.map(\.scopeValue) == ["198.51"])
    }

    @Test func devicesOfACarrierThatShareNoNetworkAreNoSite() {
        let places = (0..<25).map { (prefix: "203.0.\($0)", devices: 1, drop: $0 < 20 ? 1 : 0) }
        let incidents = hub(of: 35, places).diagnosis.incidents
        #expect(incidents.map(\.kind) == [.massDrop])
        #expect(incidents.map(\.devices) == [20])
    }

    @Test func twoSitesThatFailAtTheSameTimeAreTwoOutages() {
        let incidents = hub(of: 40, [("198.51.100", 12, 12), ("203.0.113", 15, 15)]).diagnosis.incidents
        #expect(Set(incidents.map(\.scopeValue)) == ["198.51.100", "203.0.113"])
        #expect(incidents.map(\.kind) == [.siteOutage, .siteOutage])
    }

    @Test func threeSitesAreNotTheHubAlthoughTheyHoldMostOfIt() {
        let sites = [("198.51.100", 12, 12), ("203.0.113", 12, 12), ("192.0.2", 12, 12)]
        let incidents = hub(of: 24, sites).diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage, .siteOutage, .siteOutage])
    }

    @Test func aSiteThatFailsInTheMiddleOfAServiceIncidentIsToldFromIt() {
        // 108 devices of forty places, every third of them dropped within nine minutes, half of these with 500001.
        var text = ""
        for number in 0..<108 {
            let ip = "ip=\(10 + number % 40).0.1"
            text += "01:00:00 d\(number) connect \(ip)\n"
            guard number % 3 == 0 else { continue }
            let start = 43_200 + number * 5
            text += "\(clock(start)) d\(number) disconnect \(number % 2 == 0 ? "500001" : "404104") \(ip)\n"
            text += "\(clock(start + 80)) d\(number) connect \(ip)\n"
        }
        for number in 0..<12 {
            text += "01:00:00 s\(number) connect ip=198.51.7\n"
            text += "\(clock(43_500 + number * 20)) s\(number) disconnect 404104 ip=198.51.7\n"
            text += "12:45:\(two(number)) s\(number) connect ip=198.51.7\n"
        }
        let day = log(text).analysed()
        let found = Dictionary(uniqueKeysWithValues: day.diagnosis.incidents.map { ($0.kind, $0) })
        #expect(found.count == 2)
        #expect(found[.serviceIncident]?.devices == 36)
        #expect(found[.siteOutage]?.devices == 12)
        #expect(found[.siteOutage]?.scopeValue == "198.51.7")
        #expect((0..<12).allSatisfy { day.causes("s\($0)") == [.siteOutage] })
    }

    @Test func aFewDevicesOfASmallHubOfWhichTwoGotServiceCodesAreAServiceIncidentThatIsNotSure() {
        var text = ""
        for number in 0..<30 {
            let ip = "ip=\(10 + number % 10).0.1"
            text += "00:15:00 h\(number) connect \(ip)\n"
            guard number < 9 else { continue }
            let code = number == 2 || number == 5 ? "500001" : "404104"
            text += "\(clock(36_000 + number * 11)) h\(number) disconnect \(code) \(ip)\n"
            text += "\(clock(36_100 + number * 31)) h\(number) connect \(ip)\n"
        }
        let day = log(text).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.serviceIncident])
        #expect(day.diagnosis.incidents.map(\.confidence) == [.medium])
        #expect(Set(day.drops.map(\.cause)) == [.serviceIncident])
    }

    @Test func aServiceIncidentThatFadesAwayIsOne() {
        // Two hundred devices of forty places: thirty drop within two minutes, four with a code of the service in the
        // twelve minutes after that.
        let text = wideHub(losing: 34, backAfter: 60) { $0 < 30 ? 43_200 + $0 * 4 : 43_200 + ($0 - 29) * 180 }
        #expect(log(text).analysed().diagnosis.incidents.map(\.devices) == [34])
    }

    @Test func aDropMinutesBeforeAnIncidentIsNotItsBeginning() {
        var text = "11:52:00 stray disconnect 404104 ip=9.0.1\n11:53:00 stray connect ip=9.0.1\n"
        text += wideHub(losing: 60, backAfter: 60) { 43_200 + $0 * 10 }
        #expect(log(text).analysed().diagnosis.incidents.map(\.start) == [LogLines.time("12:00:00")])
    }

    @Test func aRestlessDeviceOfTheSiteThatDropsJustBeforeItDoesNotBeginTheOutage() {
        var text = site(twelve, apart: 5, sdks: ["c"])
        for drop in 0..<12 {
            let start = drop == 5 ? 34_995 : 20_000 + drop * drop * 300
            text += "\(clock(start)) restless disconnect 404104 ip=203.0.113\n"
            text += "\(clock(start + 100)) restless connect ip=203.0.113\n"
        }
        let incidents = log(text).analysed().diagnosis.incidents
        #expect(incidents.map(\.devices) == [12])
        #expect(incidents.map(\.start) == [LogLines.time("10:00:00")])
    }

    /// Drops at random times: so many a day and device, over 27 hours of data, from a generator with a seed.
    private func chance(seed: UInt64, devices: Int, rate: Double) -> String {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(UInt64(1) << 53)
        }
        var text = ""
        for number in 0..<devices {
            let ip = "ip=\(10 + number / 60).0.\(number / 12)"
            text += "-1 23:59:50 d\(number) connect \(ip)\n"
            var time = 0.0
            while true {
                time -= Foundation.log(1 - next()) / rate * 86_400
                guard time < 86_000 else { break }
                text += "\(clock(Int(time))) d\(number) disconnect 404104 \(ip)\n"
                time += 90
                text += "\(clock(Int(time))) d\(number) connect \(ip)\n"
            }
        }
        return text
    }

    @Test(arguments: 1...20)
    func coincidencesOfAFleetAreNoIncident(seed: UInt64) {
        for (devices, rate) in [(12, 1.0), (60, 0.3), (240, 2.0)] {
            let found = DiagnosisTests.log(chance(seed: seed, devices: devices, rate: rate)).analysed()
            #expect(found.diagnosis.incidents.isEmpty, "\(devices) devices, \(rate) drops a day")
        }
    }

    @Test func anIncidentEndsWhenItsDevicesComeBackWhateverTheLastOfThemDo() {
        var text = site(twelve, apart: 5, sdks: ["c"])
        for number in 10..<12 {
            text = text.replacing("10:40:00 d\(number) connect", with: "1\(number % 10 + 3):00:00 d\(number) connect")
        }
        let incident = log(text).analysed().diagnosis.incidents.first
        #expect(incident?.end == LogLines.time("10:40:00"))
        #expect(incident?.lastDrop == LogLines.time("10:00:55"))
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

    /// Twelve devices of one place among 72 lose their connections in the same second, three times within 90 minutes.
    @Test func outagesOfOnePlaceThatFollowOneAnotherAreEachFound() {
        var lines = log("06:00:00 far connect ip=100.64.0")
        for number in 0..<60 { lines.add("06:00:00 far-\(number) connect ip=100.65.\(number % 20)") }
        for number in 0..<12 {
            lines.add("06:00:00 near-\(number) connect ip=198.51.100")
            for time in ["10:00", "10:40", "11:25"] {
                lines.add("\(time):00 near-\(number) disconnect 404104 ip=198.51.100")
                lines.add("\(time):50 near-\(number) connect ip=198.51.100")
            }
        }
        let incidents = lines.analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage, .siteOutage, .siteOutage])
        #expect(incidents.map(\.devices) == [12, 12, 12])
    }

    /// Eleven devices of a site are noticed from 10:00 on, one with a short keep-alive five minutes before.
    @Test func aDeviceThatWasNoticedEarlierAndIsStillDownBeginsTheOutage() {
        var text = site(twelve.dropLast().map { $0 }, apart: 5, sdks: ["c"])
        text += "06:00:00 early connect sdk=python ip=203.0.113\n09:55:00 early disconnect 404104 ip=203.0.113\n"
        text += "10:40:00 early connect sdk=python ip=203.0.113\n"
        let incidents = log(text).analysed().diagnosis.incidents
        #expect(incidents.map(\.devices) == [12])
        #expect(incidents.map(\.start) == [LogLines.time("09:55:00")])
    }

    /// Three devices are lost in the minutes before a fault of the service that 60 others feel within two minutes.
    @Test func whatIsLostMinutesBeforeTheFirstCodeOfTheServiceIsNotItsBeginning() {
        var text = ""
        for number in 0..<3 {
            text += "11:5\(7 + number % 2):30 stray-\(number) disconnect 404104 ip=9.\(number).1\n"
            text += "12:30:00 stray-\(number) connect ip=9.\(number).1\n"
        }
        text += wideHub(losing: 60, backAfter: 200) { 43_200 + $0 * 2 }
        #expect(log(text).analysed().diagnosis.incidents.map(\.start) == [LogLines.time("12:00:00")])
    }

    /// Sixty devices drop within two minutes, every third of them with 404104, and as it fades three more with 500001; in the
    /// midst of those one with 404104 that drops so many times a day.
    @Test(arguments: [(1, 64), (9, 63)])
    func aDropWithoutACodeAsAServiceIncidentFadesIsOfItUnlessItsDeviceDropsOften(dropsOfTheDay: Int, expected: Int) {
        var text = wideHub(losing: 63, backAfter: 200, code: { $0 % 3 == 0 && $0 < 60 ? "404104" : "500001" }) {
            $0 < 60 ? 43_200 + $0 * 2 : 43_380 + ($0 - 60) * 60
        }
        for drop in 0..<dropsOfTheDay {
            let start = 43_441 - drop * 4_000
            text += "\(clock(start)) d100 disconnect 404104 ip=30.0.1\n\(clock(start + 90)) d100 connect ip=30.0.1\n"
        }
        #expect(log(text).analysed().diagnosis.incidents.map(\.devices) == [expected])
    }

    /// Sixty devices get 500001 within two minutes, and one two and a half minutes before them.
    @Test func aLonelyCodeOfTheServiceIsNotTheBeginningOfAnIncident() {
        var text = "06:00:00 stray connect ip=9.0.1\n11:57:30 stray disconnect 500001 ip=9.0.1\n"
        text += "11:58:00 stray connect ip=9.0.1\n"
        text += wideHub(losing: 60, backAfter: 200) { 43_200 + $0 * 2 }
        #expect(log(text).analysed().diagnosis.incidents.map(\.start) == [LogLines.time("12:00:00")])
    }

    /// Eleven devices of a place are lost in one second and back after half a minute; the twelfth is lost six minutes later.
    @Test func aDeviceThatIsLostOnceTheOthersAreBackIsNotOfTheOutage() {
        var text = ""
        for number in 0..<40 { text += "06:00:00 far-\(number) connect ip=100.65.\(number)\n" }
        for number in 0..<12 {
            let start = number < 11 ? 36_000 : 36_360
            text += "06:00:00 d\(number) connect ip=198.51.100\n"
            text += "\(clock(start)) d\(number) disconnect 404104 ip=198.51.100\n"
            text += "\(clock(start + 30)) d\(number) connect ip=198.51.100\n"
        }
        let incidents = log(text).analysed().diagnosis.incidents
        #expect(incidents.map(\.devices) == [11])
        #expect(incidents.map(\.end) == [LogLines.time("10:00:30")])
    }

    /// Nine devices on one AMQP connection, of which the data has no connect: over AMQP no renewal looks like that.
    @Test(arguments: [("Amqp", 1), ("Mqtt", 0)])
    func theFirstDropsOfANewHubAreAnOutageWhereTheyCannotBeRenewals(transport: String, incidents: Int) {
        var text = ""
        for number in 0..<40 { text += "06:00:00 far-\(number) connect ip=100.65.\(number)\n" }
        for number in 0..<9 {
            text += "07:00:00 leaf-\(number) disconnect 404104 ip=198.51.100 protocol=\(transport)\n"
            text += "07:00:3\(number) leaf-\(number) connect ip=198.51.100 protocol=\(transport)\n"
        }
        #expect(log(text).analysed().diagnosis.incidents.count == incidents)
    }
}
