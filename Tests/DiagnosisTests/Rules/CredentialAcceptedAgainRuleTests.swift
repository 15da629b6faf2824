import Model
import Testing

@testable import Diagnosis

@Suite struct CredentialAcceptedAgainRuleTests {
    private func refused(_ count: Int, until back: String) -> Analysed {
        var text = "06:00:00 esp-01 connect\n09:20:05 esp-01 disconnect 401003\n09:20:06 esp-01 disconnect 404104\n"
        for attempt in 1...count { text += "\(clock(33_606 + attempt * 30)) esp-01 refused 401003\n" }
        return log(text + "\(back) esp-01 connect\n").analysed()
    }

    @Test func aDeviceThatWasRefusedForHoursAndIsBackIsAFinding() {
        let day = refused(1043, until: "18:02:41")
        #expect(day.causes("esp-01") == [.credentialRefused])
        #expect(day.confidences("esp-01") == [.high])
        let finding = day.diagnosis.findings.first { $0.kind == .credentialRefused }
        #expect(finding?.devices == ["esp-01"])
        #expect(
            finding?.evidence == [
                "esp-01: 1,043 refusals, down 8 h 42 min 36 s, back since 2026-03-10T18:02:41Z"
            ])
        #expect(finding?.needsAction == true)
    }

    @Test func itIsFoundOnTheDayOfItsReturnAlsoWhereItDroppedBefore() {
        var text = "-1 12:00:00 esp-01 connect\n-1 22:00:00 esp-01 disconnect 401003\n"
        for minute in 1..<60 { text += "-1 22:\(two(minute)):00 esp-01 refused 401003\n" }
        let day = log(text + "10:00:00 esp-01 connect\n").analysed()
        #expect(day.diagnosis.findings.contains { $0.kind == .credentialRefused && $0.devices == ["esp-01"] })
    }

    @Test func twoRefusalsOnTheWayBackAreNone() {
        #expect(!refused(1, until: "09:25:00").diagnosis.findings.contains { $0.kind == .credentialRefused })
    }
}
