import Testing

@testable import Diagnosis

@Suite struct FindingRuleTests {
    /// A log that came a day late gives its codes later numbers; the same records must give the same report.
    @Test(arguments: [["404104", "400999"], ["400999", "404104"]])
    func codesOfAFindingComeInOneOrderInWhateverOrderTheyWereMet(codes: [String]) {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:00:00 pump-2 connect
            10:00:00 pump-1 disconnect \(codes[0])
            10:05:00 pump-2 disconnect \(codes[1])
            """
        ).analysed()
        let finding = day.diagnosis.findings.first { $0.kind == .notBack }
        #expect(finding?.codes == ["400999", "404104"])
    }
}
