import Testing

@testable import Diagnosis

@Suite struct NotBackRuleTests {
    @Test func aDeviceThatMayHaveComeBackInAMissingHourIsNotBackWithLowConfidence() {
        let day = log(withHole() + "11:10:00 pump-1 connect\n11:50:00 pump-1 disconnect 404104\n").analysed()
        let found = day.diagnosis.findings.filter { $0.kind == .notBack }
        #expect(found.map(\.confidence) == [.low])
        #expect(found.first?.devices == ["pump-1"])
    }

    @Test func aDeviceThatIsDownAtTheEndOfTheDataIsNotBack() {
        let day = log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 404104\n08:00:00 pump-2 connect").analysed()
        #expect(day.diagnosis.findings.filter { $0.kind == .notBack }.map(\.devices) == [["pump-1"]])
    }

    @Test func aDeviceThatSaidGoodbyeIsNotMissed() {
        let day = log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect\n08:00:00 pump-2 connect").analysed()
        #expect(!day.diagnosis.findings.contains { $0.kind == .notBack })
    }

    @Test func aDeviceThatIsRefusedIsNotNamedHereAsWell() {
        let day = log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 401003\n07:00:01 pump-1 refused 401003")
            .analysed()
        #expect(day.causes("pump-1") == [.credentialRefused])
        #expect(!day.diagnosis.findings.contains { $0.kind == .notBack })
    }
}
