import Testing

@testable import Diagnosis

@Suite struct IncidentBuilderTests {
    @Test func theDowntimeOfAnIncidentWhoseDevicesAreNotBackIsCountedToTheEndOfTheDay() {
        var text = ""
        for number in 0..<20 { text += "22:00:00 other\(number) connect ip=198.51.100\n" }
        for number in 0..<8 {
            text += "22:00:00 d\(number) connect\n23:0\(number % 4):00 d\(number) disconnect 404104\n"
        }
        text += "23:30:00 d0 connect\n"
        let incident = log(text).analysed().diagnosis.incidents.first
        #expect(incident?.kind == .siteOutage)
        #expect(incident?.notBack == 7)
        // d0 30 minutes, d4 60, d1 and d5 59 each, d2 and d6 58, d3 and d7 57: 438 minutes.
        #expect(incident?.downtimeSeconds == 26_280)
    }

    @Test(arguments: [("python", 90), ("node", 270), ("java", 345), ("c", 360), ("net", 450)])
    func theTrueStartIsUpToOneAndAHalfKeepAlivesEarlier(sdk: String, seconds: Int64) {
        let incident = log(site(twelve, apart: 5, sdks: [sdk])).analysed().diagnosis.incidents.first
        #expect(incident?.startUncertaintySeconds == seconds)
    }
}
