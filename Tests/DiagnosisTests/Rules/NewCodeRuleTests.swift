import Model
import Testing

@testable import Diagnosis

@Suite struct NewCodeRuleTests {
    private func found(days: Int, known: [String] = []) -> Finding? {
        log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 404104\n07:05:00 pump-1 connect")
            .analysed { context in
                var baseline = Baseline()
                baseline.days = ["pumps": days]
                for code in known { baseline.codes[Baseline.Code(hub: "pumps", code: code)] = History([1]) }
                context.baseline = baseline
            }.diagnosis.findings.first { $0.kind == .newCode }
    }

    @Test func aCodeThatNoEarlierDayHadIsNews() {
        let finding = found(days: 4, known: ["401003"])
        #expect(finding?.codes == ["404104"])
        #expect(finding?.devices == ["pump-1"])
        #expect(finding?.headline.contains("on 1 record,") == true)
    }

    @Test func aCodeThatAnEarlierDayHadIsNot() {
        #expect(found(days: 4, known: ["404104"]) == nil)
    }

    @Test func withThreeEarlierDaysNothingIsNews() {
        #expect(found(days: 3) == nil)
    }
}
