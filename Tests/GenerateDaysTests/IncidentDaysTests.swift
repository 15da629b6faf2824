import Foundation
import Testing

@testable import generate_days

@Suite struct IncidentDaysTests {
    private func days(of incidentDays: Set<Int>?) -> Set<Int> {
        let plan = Plan(
            firstDay: 1_773_100_800, days: 10, hubs: Hub.hubs(named: ["PUMPS"], devices: 200), seed: 3, profile: .mixed,
            noise: false, contextBefore: 0, contextAfter: 0, connectsPerSecond: 100, incidentDays: incidentDays)
        return Set(Scenario(plan).incidents.map { ($0.fault.lowerBound - 1_773_100_800) / 86_400 + 1 })
    }

    @Test func incidentsAreOnTheDaysThatAreNamed() {
        #expect(days(of: [5, 10]) == [5, 10])
    }

    @Test func withoutNamesEveryDayHasSome() {
        #expect(days(of: nil) == Set(1...10))
    }
}
