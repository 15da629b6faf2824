import Testing

@testable import Diagnosis

@Suite struct InputLimitsTests {
    @Test func errorOnlyInputClaimsNoDeviceOffline() {
        var text = ""
        for turn in 0..<6 { text += "\(two(6 + turn * 48 / 60)):\(two(turn * 48 % 60)):00 pump-1 disconnect 404104\n" }
        text += "07:00:00 pump-2 disconnect 404104\n"
        let day = log(text).analysed()
        #expect(day.diagnosis.isErrorOnly)
        #expect(day.diagnosis.limits.count == 1)
        #expect(day.hub.notBack == 0 && day.hub.availability == nil && day.hub.connected.isEmpty)
        #expect(day.hub.downtimeSeconds == 0)
        #expect(day.causes("pump-1") == Array(repeating: .tokenRenewal, count: 6), "48 minutes between disconnects")
        #expect(!day.confidences("pump-1").isEmpty)
        #expect(day.confidences("pump-1").allSatisfy { $0 < .high })
        #expect(day.causes("pump-2") == [.networkLoss])
        #expect(!day.diagnosis.findings.contains { $0.kind == .notBack })
        #expect(day.total(.networkLoss)?.open == 0)
    }
}
