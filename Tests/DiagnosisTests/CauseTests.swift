import Model
import Testing

@testable import Diagnosis

@Suite struct CauseTests {
    // MARK: Token renewal

    @Test func aNodeClientThatDropsEveryFortyFiveMinutesRenewsItsToken() {
        // 5 drops at an age of 2,700 s, back after 3 s.
        let day = log(rhythm("pump-1", from: 3600, period: 2700, count: 5, code: "", sdk: "node")).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5))
        #expect(day.confidences("pump-1") == Array(repeating: .high, count: 5))
        #expect(day.hub.drops == 0 && day.hub.renewals == 5)
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

    @Test func aSlowRenewalIsNotBenign() {
        let day = log(
            rhythm("pump-1", from: 0, period: 2880, count: 5, sdk: "c")
                + rhythm("pump-1", from: 14_415, period: 2880, back: 200, count: 2, sdk: "c")
        ).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 5) + [.networkLoss, .networkLoss])
        #expect(day.diagnosis.findings.contains { $0.kind == .slowRenewal && $0.devices == ["pump-1"] })
    }

    @Test func aRhythmOfTenMinutesWithNothingButRemoteClosesIsAnIdleTimeout() {
        let day = log(rhythm("pump-1", from: 3600, period: 600, count: 8)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .networkLoss, count: 8))
        #expect(day.diagnosis.findings.contains { $0.kind == .idleTimeout })
    }

    // MARK: Takeovers

    private func pingPong(_ count: Int, apart: Int, addresses: [String]) -> String {
        var text = "05:59:00 pump-1 connect ip=\(addresses[0])\n"
        for turn in 1...count {
            let seconds = turn * apart
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let time = "06:\(two(seconds / 60)):\(two(seconds % 60))"
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

    // MARK: Credentials and the registry

    @Test func oneRefusedDisconnectAndRefusedConnectsAfterItAreACredentialRefused() {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:30:00 pump-1 disconnect 401003
            07:30:01 pump-1 refused 401003
            07:30:03 pump-1 refused 401003
            """
        ).analysed()
        #expect(day.lines == ["pump-1 07:30:00 open age 5400 401003 credential-refused"])
        #expect(day.confidences("pump-1") == [.high])
        #expect(day.hub.failedConnects == 2)
    }

    @Test func refusalsThatEndInASuccessAreAMediumGuess() {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:30:00 pump-1 disconnect 401003
            07:30:01 pump-1 refused 401003
            07:30:03 pump-1 refused 401003
            08:30:00 pump-1 connect
            """
        ).analysed()
        #expect(day.causes("pump-1") == [.credentialRefused])
        #expect(day.confidences("pump-1") == [.medium])
    }

    @Test func anOpenDropOfADisabledDeviceIsTheRegistrysMatter() {
        let day = log("06:00:00 pump-1 connect\n07:30:00 pump-1 disconnect 404104").analysed {
            $0.registry = Registry(hubs: ["pumps": ["pump-1": Registry.Entry(isDisabled: true)]])
        }
        #expect(day.causes("pump-1") == [.deviceDisabled])
        #expect(
            day.diagnosis.findings.map(\.kind) == [.disabledInRegistry, .notBack].filter { $0 == .disabledInRegistry })
    }

    // MARK: Codes that say it

    @Test(arguments: [
        ("429002", 30, Cause.throttled), ("400029", 30, .platformUpgrade), ("500001", 30, .platformUpgrade),
        ("500001", 900, .serviceIncident), ("403012", 30, .deviceDisabled), ("400001", 30, .unknown),
        ("none", 30, .unknown), ("404104", 30, .networkLoss), ("", 30, .cleanClose), ("499000", 30, .networkLoss),
    ])
    func aSingleDropGoesByItsCode(code: String, back: Int, expected: Cause) {
        let day = log(
            """
            06:00:00 pump-1 connect
            07:30:00 pump-1 disconnect \(code)
            07:\(30 + back / 60):\(back % 60 == 0 ? "00" : "30") pump-1 connect
            """
        ).analysed()
        #expect(day.causes("pump-1") == [expected])
    }
}
