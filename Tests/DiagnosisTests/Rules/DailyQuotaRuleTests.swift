import Testing

@testable import Diagnosis

@Suite struct DailyQuotaRuleTests {
    /// Devices that lose their connection to the quota, some minutes apart, and are refused until midnight.
    private func day(devices: Int, apart: Int = 40) -> Analysed {
        var text = ""
        for number in 0..<devices {
            let ip = "ip=203.0.\(number)"
            text += "01:00:00 q\(number) connect \(ip)\n"
            text += "\(clock(72_000 + number * apart)) q\(number) disconnect 403002 \(ip)\n"
            text += "\(clock(72_060 + number * apart)) q\(number) refused 403002 \(ip)\n"
            text += "+1 00:00:\(two(number)) q\(number) connect \(ip)\n"
        }
        return log(text).analysed()
    }

    @Test func devicesThatTheQuotaCutsOffAreOneIncidentAndNoStorm() {
        let incidents = day(devices: 12).diagnosis.incidents
        #expect(incidents.map(\.kind) == [.dailyQuota])
        #expect(incidents.map(\.devices) == [12])
        #expect(incidents.first?.end == LogLines.time("00:00:10", dayOffset: 1))
    }

    @Test func devicesThatAreCutOffHoursApartAreOfOneQuota() {
        #expect(day(devices: 4, apart: 3000).diagnosis.incidents.map(\.devices) == [4])
    }

    @Test func twoDevicesAreNoIncident() {
        #expect(day(devices: 2).diagnosis.incidents.isEmpty)
    }

    @Test func theAdviceIsThatOfTheCode() {
        let incident = day(devices: 12).diagnosis.incidents.first
        #expect(incident?.actions.first == Catalogue().entry(for: "403002").resolution.first)
        #expect(incident?.evidenceFor.contains { $0.contains("403002 IotHubQuotaExceeded") } == true)
        #expect(incident?.evidenceFor.contains { $0.contains("5xx") || $0.contains("throttling") } == false)
    }
}
