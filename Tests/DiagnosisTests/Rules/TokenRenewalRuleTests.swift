import Testing

@testable import Diagnosis

@Suite struct TokenRenewalRuleTests {
    /// Without a rhythm only a success at once is what the documentation describes for a token that expired.
    @Test func aRefusalBeforeTheReturnIsNoDocumentedExpiry() {
        func causes(_ between: String) -> [Cause] {
            log("06:00:00 p connect\n06:50:00 p disconnect 401003\n\(between)06:50:30 p connect").analysed().causes("p")
        }
        #expect(causes("") == [.tokenRenewal])
        #expect(causes("06:50:05 p refused 401003\n") == [.credentialRefused])
    }

    @Test func aNodeClientThatDropsEveryFortyFiveMinutesRenewsItsToken() {
        // 5 drops at an age of 2,700 s, back after 3 s.
        let day = log(rhythm("pump-1", from: 3600, period: 2700, count: 5, code: "", sdk: "node")).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5))
        #expect(day.confidences("pump-1") == Array(repeating: .high, count: 5))
        #expect(day.hub.drops == 0 && day.hub.renewals == 5)
    }

    /// Its connect is older than the first record of the hub; five later drops have a rhythm.
    @Test func theFirstDropOfANewHubIsJudgedByTheRhythmThatFollows() {
        var lines = log("06:10:00 pump-1 disconnect 404104\n" + rhythm("pump-1", from: 22_204, period: 2700, count: 5))
        let day = lines.analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 6))
        #expect(day.confidences("pump-1").first == .low)
        lines.add(-40_000, "pump-2", "connect")
        #expect(lines.carriedOn().causes("pump-1").first == .networkLoss)
    }

    @Test func oneOrTwoDropsAtTheRightAgeAreOnlyConsistentWithRenewal() {
        let day = log(rhythm("pump-1", from: 3600, period: 2880, count: 2, sdk: "c")).analysed()
        #expect(day.causes("pump-1") == [.tokenRenewal, .tokenRenewal])
        #expect(day.confidences("pump-1") == [.medium, .medium])
    }

    @Test func aRhythmOfItsOwnIsEnoughWithoutAnSDKName() {
        // 20 minutes is no SDK's default; four equal ages make a rhythm.
        let day = log(rhythm("pump-1", from: 3600, period: 1200, count: 4)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 4))
    }

    @Test func threeEqualAgesAreNoRhythm() {
        let day = log(rhythm("pump-1", from: 3600, period: 1200, count: 3)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 3))
    }

    @Test(arguments: [(60, Cause.tokenRenewal), (61, .networkLoss)])
    func aRenewalIsBackWithinAMinute(seconds: Int, expected: Cause) {
        let day = log(
            """
            06:00:00 pump-1 connect sdk=c
            06:48:00 pump-1 disconnect 404104
            06:\(48 + seconds / 60):0\(seconds % 60) pump-1 connect sdk=c
            """
        ).analysed()
        #expect(day.causes("pump-1") == [expected])
    }

    @Test(arguments: [(2759, Cause.networkLoss), (2760, .tokenRenewal), (3000, .tokenRenewal), (3001, .networkLoss)])
    func anAgeWithinTwoMinutesOfThePeriodCounts(age: Int, expected: Cause) {
        let day = log(rhythm("pump-1", from: 3600, period: age, count: 1, sdk: "c")).analysed()
        #expect(day.causes("pump-1") == [expected])
    }

    @Test(arguments: [
        ("node", 2700), ("c", 2880), ("python", 3480), ("python", 3600), ("java", 3900), ("java", 4200), ("net", 4200),
    ])
    func everySDKRenewsAtItsDocumentedAge(sdk: String, period: Int) {
        let day = log(rhythm("pump-1", from: 3600, period: period, count: 3, sdk: sdk)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 3))
    }

    @Test func anX509ClientNeverRenewsAToken() {
        let text = rhythm("pump-1", from: 3600, period: 2880, count: 5, sdk: "c")
            .replacing("connect sdk=c", with: "connect sdk=c auth=x509Certificate")
        #expect(log(text).analysed().causes("pump-1") == Array(repeating: .networkLoss, count: 5))
    }

    @Test func theRegistryDecidesWhatTheLogDoesNotSay() {
        let day = log(rhythm("pump-1", from: 3600, period: 2880, count: 5, sdk: "c")).analysed {
            $0.registry = Registry(hubs: ["pumps": ["pump-1": Registry.Entry(authentication: .x509)]])
        }
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 5))
    }

    @Test func extraDropsOfARenewingDeviceStayApart() {
        // Six renewals, then a loss twenty minutes after the last connect.
        let day = log(
            rhythm("pump-1", from: 3600, period: 2880, count: 6, sdk: "c")
                + "06:08:18 pump-1 disconnect 404104\n06:08:30 pump-1 connect sdk=c\n"
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 6) + [.networkLoss])
    }

    /// A loss at nearly the age of a renewal, among renewals of the device's own kind.
    @Test(arguments: [
        ("node", 2700, "", 2612), ("c", 2880, "404104", 2800), ("python", 3480, "404104", 3550),
        ("net", 4200, "401003", 4110),
    ])
    func aLossNearTheAgeOfARenewalIsToldByTheDevicesOwnRhythm(sdk: String, period: Int, code: String, age: Int) {
        let before = rhythm("pump-1", from: 600, period: period, back: 2, count: 4, code: code, sdk: sdk)
        let start = 600 + 4 * (period + 2)
        let day = log(
            before + "\(clock(start + age)) pump-1 disconnect 404104\n"
                + rhythm("pump-1", from: start + age + 31, period: period, back: 2, count: 2, code: code, sdk: sdk)
        ).analysed()
        #expect(
            day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 4) + [.networkLoss]
                + Array(repeating: .tokenRenewal, count: 2))
    }

    /// Renewals within seconds of each other, and one that came later than they spread.
    @Test(arguments: [(18, Cause.tokenRenewal), (60, .networkLoss), (-18, .networkLoss)])
    func aLateRenewalIsWeighedAndNotCutOff(seconds: Int, expected: Cause) {
        let day = log(
            rhythm("pump-1", from: 600, period: 2880, back: 3, count: 8, sdk: "c")
                + rhythm("pump-1", from: 600 + 8 * 2883, period: 2880 + seconds, back: 3, count: 1, sdk: "c")
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 8) + [expected])
    }

    /// Among other losses, back after half a minute: at the period of the SDK, and a minute before it.
    @Test(arguments: [(2885, Cause.tokenRenewal), (2820, .networkLoss)])
    func aTimerFiresLateAndNotEarly(age: Int, expected: Cause) {
        let day = log(
            rhythm("pump-1", from: 600, period: 1000, back: 70, count: 4, sdk: "c")
                + rhythm("pump-1", from: 4880, period: age, back: 25, count: 1, sdk: "c")
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 4) + [expected])
    }

    @Test func twoRhythmsADayAreBothRenewals() {
        // An update at 08:00 makes the token live longer.
        let day = log(
            rhythm("pump-1", from: 0, period: 1200, count: 10)
                + rhythm("pump-1", from: 12_030 + 3, period: 5400, count: 8)
        ).analysed()
        #expect(day.causes("pump-1").count { $0 == .tokenRenewal } == 18)
    }

    @Test func aSlowRhythmOfItsOwnIsNoRenewalButASlowOne() {
        let day = log(rhythm("pump-1", from: 600, period: 1500, back: 90, count: 10)).analysed()
        #expect(Set(day.causes("pump-1")) == [.networkLoss])
        #expect(day.diagnosis.findings.first { $0.kind == .slowRenewal }?.devices == ["pump-1"])
    }

    /// The data ends two seconds after the last disconnect: whether the device came back cannot be seen.
    @Test(arguments: [(["401003", "404104"], "net", 4200), (["404104"], "c", 2880), ([""], "node", 2700)])
    func aRenewalThatTheDataCutsOffIsNothingElse(codes: [String], sdk: String, period: Int) {
        var text = "00:00:00 pump-1 connect sdk=\(sdk)\n"
        for turn in 1...5 {
            let end = turn * (period + 9) - 9
            for (place, code) in codes.enumerated() { text += "\(clock(end + 2 * place)) pump-1 disconnect \(code)\n" }
            if turn < 5 { text += "\(clock(end + 9)) pump-1 connect sdk=\(sdk)\n" }
        }
        let day = log(text).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5))
        #expect(day.confidences("pump-1").last == .low)
        // With records of other devices after it the data goes on, and it did not come back.
        let going = log(text + "\(clock(5 * (period + 9) + 600)) other connect\n").analysed()
        #expect(going.causes("pump-1").last != .tokenRenewal)
    }

    @Test func aRenewalJustBeforeHoursWithoutRecordsMayHaveBeenBackInThem() {
        // The day with a hole from noon on, and a Node.js client whose renewal at 11:59:59 is the last before it.
        var text = withHole() + rhythm("pump-1", from: 29_687, period: 2700, back: 3, count: 5, code: "", sdk: "node")
        text = text.split(separator: "\n").filter { !$0.hasPrefix("12:") }.joined(separator: "\n")
        let day = log(text + "\n13:20:00 pump-1 connect sdk=node\n").analysed()
        let last = day.lines.last { $0.hasPrefix("pump-1") }
        #expect(last?.hasSuffix("token-renewal") == true, "\(last ?? "")")
    }

    @Test func aRenewalThatLeavesTwoErrorRecordsIsOneRenewal() {
        var text = ""
        for turn in 0..<5 {
            let start = 3600 + turn * 4230
            text += "\(clock(start)) pump-1 connect sdk=net\n\(clock(start + 4200)) pump-1 disconnect 401003\n"
            text += "\(clock(start + 4220)) pump-1 disconnect 404104\n"
        }
        text += "\(clock(3600 + 5 * 4230)) pump-1 connect sdk=net\n"
        let day = log(text).analysed()
        #expect(day.lines.count == 5)
        #expect(day.lines.first == "pump-1 02:10:00 back 30 age 4200 401003+404104 token-renewal")
        #expect(day.hub.renewals == 5 && day.hub.drops == 0)
    }

    @Test func aRenewalWhoseSessionBeganBeforeMidnightIsOne() {
        let day = log(
            "-1 23:30:00 pump-1 connect sdk=c\n00:18:00 pump-1 disconnect 404104\n00:18:03 pump-1 connect sdk=c"
        )
        .analysed()
        #expect(day.lines == ["pump-1 00:18:00 back 3 age 2880 404104 token-renewal"])
    }

    @Test func aRhythmOverAMQPIsARenewalWithLessConfidence() {
        let text = rhythm("pump-1", from: 3600, period: 2700, count: 5, code: "", sdk: "node")
            .replacing("connect sdk=node", with: "connect sdk=node protocol=Amqp")
        let day = log(text).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5))
        #expect(!day.confidences("pump-1").isEmpty)
        #expect(day.confidences("pump-1").allSatisfy { $0 == .medium })
    }

    /// Eight renewals; the connect after the last is lost, and the session that it began is cut after a quarter of an hour.
    @Test func aRenewalWhoseConnectIsLostWasBackAtATimeThatIsNotKnown() {
        let last = 3600 + 7 * 2883 + 2880
        let day = log(
            rhythm("pump-1", from: 3600, period: 2880, count: 7, sdk: "c")
                + "\(clock(last)) pump-1 disconnect 404104\n"
                + "\(clock(last + 900)) pump-1 disconnect 404104\n\(clock(last + 910)) pump-1 connect sdk=c\n"
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 8) + [.networkLoss])
        #expect(day.confidences("pump-1")[7] == .medium)
    }

    /// Seven renewals of twenty minutes that each take 70 s; the connect after the fourth is lost.
    @Test func aRenewalOfADeviceThatIsAlwaysSlowWasSlowWhereItsConnectIsLost() {
        var text = "06:00:00 p connect sdk=node\n"
        var time = 21_600
        for turn in 0..<7 {
            text += "\(clock(time + 1200)) p disconnect\n"
            if turn != 3 { text += "\(clock(time + 1270)) p connect sdk=node\n" }
            time += 1270
        }
        #expect(log(text).analysed().causes("p")[3] == .networkLoss)
    }

    /// An age at which the C SDK renews, and two connections that lasted hours.
    @Test func aConnectionThatOutlivesATokenSpeaksAgainstARenewal() {
        var text = "00:00:00 p connect sdk=c\n"
        var time = 0
        for age in [2885, 9000, 12_000] {
            text += "\(clock(time + age)) p disconnect 404104\n\(clock(time + age + 10)) p connect sdk=c\n"
            time += age + 10
        }
        #expect(log(text).analysed().causes("p") == [.networkLoss, .networkLoss, .networkLoss])
    }

    /// One drop at the period of the SDK, back after 40 s.
    @Test(arguments: [("Mqtt", Cause.tokenRenewal), ("Amqp", .networkLoss)])
    func overAMQPThePeriodOfTheSDKAloneTellsLittle(transport: String, expected: Cause) {
        let connect = "p connect sdk=c protocol=\(transport)"
        let day = log("06:00:00 \(connect)\n06:48:05 p disconnect 404104\n06:48:45 \(connect)").analysed()
        #expect(day.causes("p") == [expected])
    }

    /// Two renewals after 48 minutes, one loss after about 25, and so on.
    @Test func anAgeThatTakesTurnsWithTheRhythmIsNoSecondOne() {
        var text = "00:00:00 p connect sdk=c\n"
        var time = 0
        for turn in 0..<4 {
            for (age, back) in [(2880, 3), (2880, 3), (1500 + turn * 10, 20)] {
                text += "\(clock(time + age)) p disconnect 404104\n\(clock(time + age + back)) p connect sdk=c\n"
                time += age + back
            }
        }
        let turn: [Cause] = [.tokenRenewal, .tokenRenewal, .networkLoss]
        #expect(log(text).analysed().causes("p") == turn + turn + turn + turn)
    }

    /// Ten renewals without a code; at the same age one with 404104, back after forty seconds.
    @Test(arguments: [("node", Cause.networkLoss), ("python", .tokenRenewal)])
    func whatNodeLeavesAtARenewalIsKnown(sdk: String, expected: Cause) {
        let period = sdk == "node" ? 2700 : 3600
        let text = rhythm("p", from: 0, period: period, count: 10, code: "", sdk: sdk)
        let end = 10 * (period + 3) + period
        let day = log(text + "\(clock(end)) p disconnect 404104\n\(clock(end + 40)) p connect sdk=\(sdk)").analysed()
        #expect(day.causes("p") == Array(repeating: .tokenRenewal, count: 10) + [expected])
    }

    /// Five devices with one drop each after twenty thousand seconds, at different times.
    @Test(arguments: [("Mqtt", Cause.tokenRenewal), ("Amqp", .networkLoss)])
    func anAgeOfHoursThatDevicesShareIsARenewalOnMQTT(transport: String, expected: Cause) {
        var text = ""
        for number in 0..<5 {
            let (start, connect) = (number * 1000, "p\(number) connect sdk=net protocol=\(transport)")
            text += "\(clock(start)) \(connect)\n\(clock(start + 20_000 + number)) p\(number) disconnect 404104\n"
            text += "\(clock(start + 20_005 + number)) \(connect)\n"
        }
        let day = log(text).analysed()
        #expect((0..<5).allSatisfy { day.causes("p\($0)") == [expected] })
    }
}
