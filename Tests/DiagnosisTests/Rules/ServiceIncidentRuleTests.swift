import Testing

@testable import Diagnosis

@Suite struct ServiceIncidentRuleTests {
    private func withHealth(_ state: String, from start: String, to end: String) -> Analysed {
        fleet(spread).analysed {
            $0.health = [
                HealthEvent(
                    source: .resourceHealth, hub: "pumps", state: state, title: "Some connections fail.",
                    start: LogLines.time(start), end: LogLines.time(end))
            ]
        }
    }

    @Test func serviceCodesFromManyPrefixesAreAServiceIncident() {
        let day = fleet(
            [("203.0.113", 12, 4), ("198.51.100", 12, 4), ("192.0.2", 12, 4), ("100.64.1", 12, 4)], code: "500001"
        ).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.serviceIncident])
        #expect(day.diagnosis.incidents.first?.scope == .hub)
        #expect(Set(day.drops.map(\.cause)) == [.serviceIncident])
    }

    /// Of twenty devices of one site three meet a 5xx on their way out: still a site, and less sure of it.
    @Test func aSiteInWhichAFewDevicesMetAServiceCodeIsASiteOutage() {
        func incidents(withService: Int) -> [Incident] {
            var text = (0..<60).map { "06:00:00 far\($0) connect ip=10.\($0 % 9).1\n" }.joined()
            for number in 0..<20 {
                let code = number < withService ? "500001" : "404104"
                text += "06:00:00 d\(number) connect ip=203.0.113\n"
                text += "10:00:\(two(number * 2)) d\(number) disconnect \(code) ip=203.0.113\n"
                text += "10:20:\(two(number)) d\(number) connect ip=203.0.113\n"
            }
            return log(text).analysed().diagnosis.incidents
        }
        #expect(incidents(withService: 3).map(\.kind) == [.siteOutage])
        #expect(incidents(withService: 3).map(\.confidence) == [.medium])
        #expect(incidents(withService: 0).map(\.confidence) == [.high])
    }

    @Test func devicesOfTwoPrefixesAreNotEnoughToBeSure() {
        func confidence(_ prefixes: [String]) -> [Confidence] {
            fleet(prefixes.map { ($0, 24 / prefixes.count * 2, 24 / prefixes.count) }, code: "500001")
                .analysed().diagnosis.incidents.map(\.confidence)
        }
        #expect(confidence(["203.0.113", "198.51.100"]) == [.medium])
        #expect(confidence(["203.0.113", "198.51.100", "192.0.2", "100.64.1"]) == [.high])
    }

    @Test(arguments: [
        ("09:45:00", "10:30:00"), ("10:18:00", "10:40:00"), ("09:00:00", "09:46:00"),
    ])
    func aFaultThatAzureReportsForJustThenMakesAMassDropAServiceIncident(start: String, end: String) {
        let day = withHealth("Degraded", from: start, to: end)
        #expect(day.diagnosis.incidents.map(\.kind) == [.serviceIncident])
        #expect(day.diagnosis.incidents.first?.confidence == .medium)
        #expect(
            day.diagnosis.incidents.first?.evidenceFor.contains { $0.hasPrefix("Resource Health says Degraded") }
                == true)
    }

    @Test(arguments: [("Degraded", "10:30:00", "11:00:00"), ("Available", "09:45:00", "10:30:00")])
    func aFaultAtAnotherTimeOrNoFaultLeavesItAMassDrop(state: String, start: String, end: String) {
        #expect(withHealth(state, from: start, to: end).diagnosis.incidents.map(\.kind) == [.massDrop])
    }
}
