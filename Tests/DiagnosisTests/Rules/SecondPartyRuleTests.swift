import Testing

@testable import Diagnosis

@Suite struct SecondPartyRuleTests {
    private func refusals(_ count: Int, ip: String) -> String {
        (0..<count).map { "\(two(8 + $0)):00:00 pump-1 refused 401003 ip=\(ip)\n" }.joined()
    }

    @Test func refusalsInTheNameOfADeviceThatIsOnlineAreASecondParty() {
        let day = log("06:00:00 pump-1 connect ip=198.51.100\n" + refusals(5, ip: "203.0.113")).analysed()
        let finding = day.diagnosis.findings.first { $0.kind == .secondParty }
        #expect(
            finding?.headline
                == "pump-1 is online, and a second party is refused in its name: 5 refusals while it was online; "
                + "refused from 203.0.113.XXX, online from 198.51.100.XXX")
        #expect(!day.diagnosis.findings.contains { $0.kind == .credentialRefused || $0.kind == .clockDrift })
    }

    @Test func aDeviceThatConnectsAgainEveryHourStillHasItsSecondParty() {
        let own = (6..<20).map { "\(two($0)):10:00 pump-1 disconnect\n\(two($0)):10:03 pump-1 connect ip=198.51.100\n" }
        let lines = "05:00:00 pump-1 connect ip=198.51.100\n" + own.joined() + refusals(5, ip: "203.0.113")
        let day = log(lines).analysed()
        #expect(day.diagnosis.findings.contains { $0.kind == .secondParty })
    }

    @Test func refusalsOfADeviceThatIsDownAreItsOwn() {
        let day = log("06:00:00 pump-1 connect\n07:00:00 pump-1 disconnect 401003\n" + refusals(5, ip: "203.0.113"))
        #expect(!day.analysed().diagnosis.findings.contains { $0.kind == .secondParty })
    }

    @Test func twoRefusalsAreNoFinding() {
        let day = log("06:00:00 pump-1 connect\n" + refusals(2, ip: "203.0.113")).analysed()
        #expect(!day.diagnosis.findings.contains { $0.kind == .secondParty })
    }
}
