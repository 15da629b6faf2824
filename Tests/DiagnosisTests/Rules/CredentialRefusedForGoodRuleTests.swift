import Testing

@testable import Diagnosis

/// Devices whose credentials are refused for good.
@Suite struct CredentialRefusedForGoodRuleTests {
    @Test func devicesRefusedFromTheSameMomentShareWhatExpired() {
        var text = ""
        for number in 0..<4 {
            text += "06:00:00 d\(number) connect\n15:0\(number):00 d\(number) disconnect 401003\n"
            for attempt in 1...4 { text += "15:0\(number):\(two(attempt * 2)) d\(number) refused 401003\n" }
        }
        text += "06:00:00 lone connect\n20:00:00 lone disconnect 401003\n"
        for attempt in 1...4 { text += "20:00:\(two(attempt * 2)) lone refused 401003\n" }
        let findings = log(text).analysed().diagnosis.findings
        #expect(findings.first { $0.kind == .credentialRefused }?.deviceCount == 4)
        #expect(findings.first { $0.kind == .clockDrift }?.devices == ["lone"])
        #expect(!findings.contains { $0.kind == .notBack })
    }

    /// Devices of one CA are refused when each has to connect anew, hours apart.
    @Test(arguments: [3, 8, 40])
    func certificatesThatEndedAreNoClocks(devices: Int) {
        var text = ""
        for number in 0..<devices {
            let time = 36_000 + number * 1000
            text += "01:00:00 x-\(number) connect\n\(clock(time)) x-\(number) disconnect 404104\n"
            for attempt in 1...5 { text += "\(clock(time + attempt * 8)) x-\(number) refused 401003\n" }
        }
        func found(_ authentication: Authentication) -> [Finding] {
            log(text).analysed { context in
                let entries = (0..<devices).map { ("x-\($0)", Registry.Entry(authentication: authentication)) }
                context.registry = Registry(hubs: ["pumps": Dictionary(uniqueKeysWithValues: entries)])
            }.diagnosis.findings.filter { $0.kind == .credentialRefused || $0.kind == .clockDrift }
        }
        #expect(found(.x509).map(\.kind) == [.credentialRefused])
        #expect(found(.x509).map(\.deviceCount) == [devices])
        #expect(found(.sas).map(\.kind) == [.clockDrift])
    }

    /// So many devices that each are refused from their own moment on, so many minutes apart.
    private func oneByOne(_ count: Int, minutes: Int) -> [Finding] {
        var text = ""
        for number in 0..<count {
            let start = 7200 + number * minutes * 60
            text += "00:10:00 z\(number) connect\n\(clock(start)) z\(number) disconnect 401003\n"
            for attempt in 1...4 { text += "\(clock(start + attempt * 20)) z\(number) refused 401003\n" }
        }
        return log(text).analysed().diagnosis.findings
    }

    @Test(arguments: [(3, 300), (5, 14), (40, 13), (90, 10)])
    func devicesThatAreRefusedOneByOneAllDayHaveNoCommonReason(count: Int, minutes: Int) {
        let findings = oneByOne(count, minutes: minutes)
        #expect(!findings.contains { $0.headline.contains("together") })
        #expect(findings.first { $0.kind == .clockDrift }?.deviceCount == count)
    }

    /// Hours: not known until 06:00, down from then on.
    @Test func aDeviceThatWasOnlyEverRefusedWasNeverUp() {
        let day = log(
            """
            06:00:00 stranger refused 401003
            18:00:00 stranger refused 401003
            00:00:00 fine connect
            23:59:00 fine connect
            """
        ).analysed()
        let row = day.diagnosis.devices.first { $0.device == "stranger" }
        #expect(row?.strip == String(repeating: "????", count: 6) + String(repeating: "dddd", count: 18))
        #expect(row?.evidence == "2 connects refused; no successful connection on record.")
    }

    @Test func aDeviceThatDroppedBeforeItWasRefusedWasUpUntilThen() {
        let day = log(
            """
            00:00:00 fine connect
            12:00:00 once disconnect 404104
            18:00:00 once refused 401003
            23:59:00 fine connect
            """
        ).analysed()
        let row = day.diagnosis.devices.first { $0.device == "once" }
        #expect(row?.strip == String(repeating: "uuuu", count: 12) + String(repeating: "dddd", count: 12))
    }

    /// From the second day on the refusals begin with the data, whenever they began.
    @Test func devicesThatStayRefusedKeepTheirKeyFromDayToDay() {
        func refusals(from hour: Int, connected: Bool) -> String {
            var text = "06:00:00 fine connect\n"
            for number in 0..<4 {
                if connected {
                    text += "06:00:00 d\(number) connect\n\(two(hour)):0\(number):00 d\(number) disconnect 401003\n"
                }
                for later in hour..<24 { text += "\(two(later)):1\(number):00 d\(number) refused 401003\n" }
            }
            return text
        }
        let days = [refusals(from: 15, connected: true), refusals(from: 0, connected: false)]
        let found = days.map { day in
            log(day).analysed().diagnosis.findings.filter { $0.kind == .credentialRefused }
        }
        #expect(found.map { $0.map(\.key) } == [["credential-refused/pumps/"], ["credential-refused/pumps/"]])
        #expect(found.map { $0.first?.deviceCount } == [4, 4])
    }

    @Test func groupsAndDevicesThatNeverConnectedAreOneFindingOfTheirHub() {
        var text = ""
        for number in 0..<3 {
            text += "06:00:00 d\(number) connect\n15:0\(number):00 d\(number) disconnect 401003\n"
        }
        for hour in 15..<24 {
            for number in 0..<3 { text += "\(two(hour)):1\(number):00 d\(number) refused 401003\n" }
        }
        for hour in 0..<24 { text += "\(two(hour)):30:00 never refused 401003\n" }
        let found = log(text).analysed().diagnosis.findings.filter { $0.kind == .credentialRefused }
        #expect(
            found.map(\.headline) == [
                "4 devices permanently rejected (401): 3 together since 2026-03-10T15:00:00Z; 1 on every attempt, "
                    + "no successful connection on record"
            ])
    }
}
