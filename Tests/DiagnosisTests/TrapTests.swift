import Model
import Testing

@testable import Diagnosis

/// What these logs mislead people with, each in its smallest form.
@Suite struct TrapTests {
    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func clock(_ seconds: Int) -> String {
        "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    // MARK: Token renewal

    @Test(arguments: [
        ("node", 2700), ("c", 2880), ("python", 3480), ("python", 3600), ("java", 3900), ("java", 4200), ("net", 4200),
    ])
    func everySDKRenewsAtItsDocumentedAge(sdk: String, period: Int) {
        let day = log(rhythm("pump-1", from: 3600, period: period, count: 3, sdk: sdk)).analysed()
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 3))
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

    // MARK: Late and lost records

    @Test func aCloseThatIsLoggedAfterTheReconnectEndsTheOlderConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 connect
            06:30:40 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:30:40 back 0 age 1840 404104 network-loss"])
        #expect(day.hub.notBack == 0)
        #expect(day.hub.connected.last?.least == 1)
    }

    @Test func aCloseLongAfterTheReconnectIsADropOfTheNewConnection() {
        let day = log(
            """
            06:00:00 pump-1 connect
            06:30:00 pump-1 connect
            06:31:01 pump-1 disconnect 404104
            """
        ).analysed()
        #expect(day.lines == ["pump-1 06:31:01 open age 61 404104 network-loss"])
    }

    // MARK: Takeovers

    @Test(arguments: [(10, Cause.duplicateIdentity), (9, .networkLoss)])
    func tenTakeoversADayAreASecondClientHoweverFarApart(count: Int, expected: Cause) {
        var text = "04:00:00 pump-1 connect\n"
        for hour in 5..<(5 + count) {
            text += "\(two(hour)):\(two(hour * 7 % 60)):00 pump-1 disconnect 409002\n"
            text += "\(two(hour)):\(two(hour * 7 % 60)):00 pump-1 connect\n"
        }
        #expect(log(text).analysed().causes("pump-1") == Array(repeating: expected, count: count))
    }

    // MARK: Many devices

    /// Devices of one site that drop from 10:00 on, `apart` seconds one after another, beside forty of another.
    private func site(_ names: [String], apart: Int, sdks: [String], hub: String = "pumps") -> String {
        var text = ""
        for number in 0..<40 { text += "06:00:00 far-\(number) connect ip=198.51.100 hub=\(hub)\n" }
        for (number, name) in names.enumerated() {
            text += "06:00:00 \(name) connect sdk=\(sdks[number % sdks.count]) ip=203.0.113 hub=\(hub)\n"
            text += "\(clock(36_000 + number * apart)) \(name) disconnect 404104 ip=203.0.113 hub=\(hub)\n"
            text += "10:40:00 \(name) connect sdk=\(sdks[number % sdks.count]) ip=203.0.113 hub=\(hub)\n"
        }
        return text
    }

    private let twelve = (0..<12).map { "d\($0)" }

    @Test func anOutageThatSDKsNoticeOverSevenMinutesIsOneIncident() {
        // 12 devices 38 s apart: 6 minutes and 58 seconds.
        let incidents = log(site(twelve, apart: 38, sdks: ["python", "java", "net"])).analysed().diagnosis.incidents
        #expect(incidents.map(\.kind) == [.siteOutage])
        #expect(incidents.first?.devices == 12)
        #expect(incidents.first?.end == LogLines.time("10:06:58"))
    }

    @Test(arguments: [("python", 90), ("node", 270), ("java", 345), ("c", 360), ("net", 450)])
    func theTrueStartIsUpToOneAndAHalfKeepAlivesEarlier(sdk: String, seconds: Int64) {
        let incident = log(site(twelve, apart: 5, sdks: [sdk])).analysed().diagnosis.incidents.first
        #expect(incident?.startUncertaintySeconds == seconds)
    }

    @Test func aGatewayThatTakesItsModulesWithItIsNoIncident() {
        let modules = (0..<12).map { "gw-1/m\($0)" }
        #expect(log(site(modules, apart: 1, sdks: ["c"])).analysed().diagnosis.incidents.isEmpty)
    }

    @Test func anOutageOnOneHubSaysNothingOfTheSameDevicesOnAnother() {
        var text = site(twelve, apart: 5, sdks: ["c"], hub: "east")
        for name in twelve { text += "06:00:00 \(name) connect sdk=c ip=203.0.113 hub=west\n" }
        text += "10:00:10 d0 disconnect 404104 ip=203.0.113 hub=west\n10:40:00 d0 connect sdk=c ip=203.0.113 hub=west\n"
        let day = log(text).analysed()
        #expect(day.diagnosis.incidents.map(\.hub) == ["east"])
        #expect(day.lines.last == "d0 10:00:10 back 2390 age 14410 404104 network-loss")
    }

    // MARK: Devices

    @Test func aClientThatConnectsAndClosesEverySecondIsInALoopAndNotAsleep() {
        var text = ""
        for turn in 0..<12 {
            text += "\(clock(36_000 + turn * 2)) pump-1 connect\n\(clock(36_001 + turn * 2)) pump-1 disconnect\n"
        }
        let findings = log(text).analysed().diagnosis.findings
        #expect(
            findings.first { $0.kind == .flapping }?.evidence == [
                "pump-1: 12 connections in a loop, median connection 1 s"
            ])
        #expect(!findings.contains { $0.kind == .sleepyByDesign })
    }

    @Test func aSleepyDeviceThatWaitsElevenSecondsIsNotInALoop() {
        var text = ""
        for turn in 0..<12 {
            text += "\(clock(36_000 + turn * 12)) pump-1 connect\n\(clock(36_001 + turn * 12)) pump-1 disconnect\n"
        }
        #expect(log(text).analysed().diagnosis.findings.map(\.kind) == [.sleepyByDesign])
    }
}
