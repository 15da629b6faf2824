import Testing

@testable import Diagnosis

@Suite struct MassDropRuleTests {
    @Test func manyDevicesWithNothingInCommonAndNoServiceCodeAreAMassDropWhoseCauseIsNotTold() {
        let day = fleet(spread).analysed()
        #expect(day.diagnosis.incidents.map(\.kind) == [.massDrop])
        #expect(day.diagnosis.incidents.first?.confidence == .low)
        #expect(Set(day.drops.map(\.cause)) == [.networkLoss])
        let finding = day.diagnosis.findings.first { $0.kind == .incident }
        #expect(finding?.headline.hasPrefix("Many drops at once, cause unknown") == true)
        #expect(day.diagnosis.alerts.isEmpty)
    }
}
