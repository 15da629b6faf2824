import Testing

@testable import Diagnosis

@Suite struct ThrottledRuleTests {
    private func found(_ text: String) -> Finding? {
        log(text).analysed().diagnosis.findings.first { $0.kind == .throttled }
    }

    @Test func aThrottlingCodeIsAFindingAfterOneDrop() {
        let finding = found("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 429001\n07:05:00 pump-1 connect")
        #expect(finding?.headline == "1 drop of 1 device with 429001 ThrottlingException")
        #expect(finding?.actions == Catalogue().entry(for: "429001").resolution, "the steps of the code's own page")
        #expect(finding?.codes == ["429001"])
    }

    @Test func otherDropsOfTheSameDeviceDoNotCount() {
        let finding = found(
            """
            06:00:00 pump-1 connect
            07:00:00 pump-1 disconnect 429001
            07:05:00 pump-1 connect
            09:00:00 pump-1 disconnect 404104
            09:05:00 pump-1 connect
            06:00:00 pump-2 connect
            11:00:00 pump-2 disconnect 403002
            11:05:00 pump-2 connect
            """)
        #expect(finding?.headline == "2 drops of 2 devices by throttling")
    }

    @Test func withoutAThrottlingCodeThereIsNone() {
        #expect(found("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 404104\n07:05:00 pump-1 connect") == nil)
    }

    @Test func aThrottlingCodeIsEnough() {
        #expect(singleDrop("429002", back: 30).causes("pump-1") == [.throttled])
    }
}
