import Testing

@testable import Diagnosis

@Suite struct DuplicateIdentityRuleTests {
    private func pingPong(_ count: Int, apart: Int, addresses: [String]) -> String {
        var text = "05:59:00 pump-1 connect ip=\(addresses[0])\n"
        for turn in 1...count {
            let time = clock(6 * 3600 + turn * apart)
            text += "\(time) pump-1 disconnect 400027 ip=\(addresses[(turn + 1) % addresses.count])\n"
            text += "\(time) pump-1 connect ip=\(addresses[turn % addresses.count])\n"
        }
        return text
    }

    @Test func fiveTakeoversInTenMinutesAreASecondClient() {
        let day = log(pingPong(5, apart: 120, addresses: ["203.0.113", "198.51.100"])).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .duplicateIdentity, count: 5))
        #expect(!day.confidences("pump-1").isEmpty)
        #expect(day.confidences("pump-1").allSatisfy { $0 == .high })
        let finding = day.diagnosis.findings.first { $0.kind == .duplicateIdentity }
        #expect(finding?.evidence.contains { $0.contains("203.0.113.XXX") && $0.contains("198.51.100.XXX") } == true)
    }

    @Test func fiveTakeoversInASecondMoreThanTenMinutesAreNot() {
        #expect(
            log(pingPong(5, apart: 150, addresses: ["203.0.113"])).analysed().causes("pump-1")
                == Array(repeating: .duplicateIdentity, count: 5), "ten minutes from the first to the last")
        let later = log(
            pingPong(4, apart: 150, addresses: ["203.0.113"]) + """
                06:12:31 pump-1 disconnect 400027
                06:12:31 pump-1 connect
                """
        ).analysed()
        #expect(later.causes("pump-1") == Array(repeating: .networkLoss, count: 5))
    }

    @Test func fourTakeoversAreNot() {
        let day = log(pingPong(4, apart: 120, addresses: ["203.0.113", "198.51.100"])).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 4))
    }

    @Test func oneAddressAndOneSDKMakeItMedium() {
        let day = log(pingPong(5, apart: 120, addresses: ["203.0.113"])).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .duplicateIdentity, count: 5))
        #expect(!day.confidences("pump-1").isEmpty)
        #expect(day.confidences("pump-1").allSatisfy { $0 == .medium })
    }

    @Test(arguments: [(10, Cause.duplicateIdentity), (9, .networkLoss)])
    func tenTakeoversADayAreASecondClientHoweverFarApart(count: Int, expected: Cause) {
        var text = "04:00:00 pump-1 connect\n"
        for hour in 5..<(5 + count) {
            text += "\(two(hour)):\(two(hour * 7 % 60)):00 pump-1 disconnect 409002\n"
            text += "\(two(hour)):\(two(hour * 7 % 60)):00 pump-1 connect\n"
        }
        #expect(log(text).analysed().causes("pump-1") == Array(repeating: expected, count: count))
    }
}
