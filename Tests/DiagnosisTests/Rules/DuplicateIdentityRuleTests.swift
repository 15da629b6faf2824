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

    private func hourly(_ count: Int, addresses: [String]) -> [Cause] {
        var text = "04:00:00 pump-1 connect ip=\(addresses[0])\n"
        for turn in 1...count {
            let time = "\(two(turn + 4)):\(two(turn * 7 % 60)):00"
            text += "\(time) pump-1 disconnect 409002 ip=\(addresses[(turn - 1) % addresses.count])\n"
            text += "\(time) pump-1 connect ip=\(addresses[turn % addresses.count])\n"
        }
        return log(text).analysed().causes("pump-1")
    }

    @Test(arguments: [(10, Cause.duplicateIdentity), (9, .networkLoss)])
    func tenTakeoversADayByTwoInTurnAreASecondClientHoweverFarApart(count: Int, expected: Cause) {
        #expect(
            hourly(count, addresses: ["203.0.113", "198.51.100"]) == Array(repeating: expected, count: count))
    }

    @Test func tenTakeoversADayFarApartByOneAreItsOwnReturns() {
        #expect(hourly(10, addresses: ["203.0.113"]) == Array(repeating: .networkLoss, count: 10))
    }

    @Test func threeClientsComeInTurnAsTwoDo() {
        let day = log(pingPong(9, apart: 30, addresses: ["203.0.113", "198.51.100", "192.0.2"])).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .duplicateIdentity, count: 9))
        #expect(day.confidences("pump-1") == Array(repeating: .high, count: 9))
    }

    /// A device that is back before the hub has noticed: half of its losses are takeovers.
    @Test(arguments: [60, 240, 1500])
    func takeoversAmongOtherLossesArePoorRadio(apart: Int) {
        var text = "00:00:00 radio connect\n"
        for turn in 1...20 {
            let time = turn * (apart + 60) + turn * turn * 37 % (apart / 2)
            if turn.isMultiple(of: 2) {
                text += "\(clock(time)) radio connect\n\(clock(time + 1)) radio disconnect 400027\n"
            } else {
                text += "\(clock(time)) radio disconnect 404104\n\(clock(time + 25 + turn)) radio connect\n"
            }
        }
        let day = log(text).analysed()
        #expect(day.causes("radio") == Array(repeating: .networkLoss, count: 20))
        #expect(day.diagnosis.findings.map(\.kind).contains(.flapping))
        #expect(!day.diagnosis.findings.map(\.kind).contains(.duplicateIdentity))
    }

    /// The rightful client renews its token at 06:00:00; the second comes 38 seconds later.
    @Test(arguments: [-5, -1, 0, 1, 5])
    func takeoversSoonAfterARenewalAreFoundOnWhicheverSideOfTheConnectTheyStand(late: Int) {
        var text = "05:15:00 twin connect sdk=node ip=203.0.113\n06:00:00 twin disconnect ip=203.0.113\n"
        text += "06:00:02 twin connect sdk=node ip=203.0.113\n"
        for turn in 0..<14 {
            let (new, old) = turn.isMultiple(of: 2) ? ("192.0.2", "203.0.113") : ("203.0.113", "192.0.2")
            let time = 21_640 + turn * 23
            text += "\(clock(time)) twin connect sdk=\(turn.isMultiple(of: 2) ? "c" : "node") ip=\(new)\n"
            text += "\(clock(time + late)) twin disconnect 400027 ip=\(old)\n"
        }
        let day = log(text).analysed()
        #expect(day.lines.first == "twin 06:00:00 back 2 age 2700 clean token-renewal")
        #expect(Array(day.causes("twin").dropFirst()) == Array(repeating: .duplicateIdentity, count: 14))
        #expect(
            day.lines.dropFirst(2).allSatisfy { $0.contains(" age 23 400027 ") || $0.contains(" age \(23 + late) ") })
        #expect(day.hub.notBack == 0)
    }
}
