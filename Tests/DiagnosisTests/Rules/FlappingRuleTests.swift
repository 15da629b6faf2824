import Testing

@testable import Diagnosis

@Suite struct FlappingRuleTests {
    @Test func anHourEndsAfterSixtyMinutes() {
        #expect(FlappingRule.mostWithinHour([0, 900_000, 1_800_000, 2_700_000, 3_600_000]) == 4)
        #expect(FlappingRule.mostWithinHour([0, 900_000, 1_800_000, 2_700_000, 3_599_999]) == 5)
    }
}
