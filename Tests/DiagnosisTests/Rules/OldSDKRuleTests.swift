import Testing

@testable import Diagnosis

@Suite struct OldSDKRuleTests {
    /// Devices of one version, each with so many drops, no two at the same time.
    private func fleet(_ version: String, devices: Int, drops: Int, minute: Int) -> String {
        var text = ""
        for number in 0..<devices {
            let name = "v\(version)-\(number)"
            text += "00:10:00 \(name) connect sdk=iothubclient/\(version)\n"
            for drop in 0..<drops {
                let hour = 2 + number + drop * 6
                text += "\(two(hour)):\(two(minute)):00 \(name) disconnect 404104\n"
                text += "\(two(hour)):\(two(minute + 5)):00 \(name) connect sdk=iothubclient/\(version)\n"
            }
        }
        return text
    }

    private func found(_ text: String) -> [Finding] {
        log(text).analysed().diagnosis.findings.filter { $0.kind == .oldSDK }
    }

    @Test func anOldVersionWithTwiceTheRateIsAHint() {
        let found = found(
            fleet("1.6.0", devices: 5, drops: 2, minute: 0) + fleet("1.10.0", devices: 5, drops: 1, minute: 30))
        #expect(found.map(\.headline) == ["SDK iothubclient/1.6.0: 2 drops per device, other versions 1"])
        #expect(found.map(\.confidence) == [.low])
    }

    @Test func theNewestVersionIsNeverOld() {
        #expect(
            found(fleet("1.6.0", devices: 5, drops: 1, minute: 0) + fleet("1.10.0", devices: 5, drops: 3, minute: 30))
                .isEmpty)
    }

    @Test func fourDevicesOfAVersionAreTooFew() {
        #expect(
            found(fleet("1.6.0", devices: 4, drops: 3, minute: 0) + fleet("1.10.0", devices: 5, drops: 1, minute: 30))
                .isEmpty)
    }

    @Test func lessThanTwiceTheRateIsNone() {
        #expect(
            found(fleet("1.6.0", devices: 6, drops: 3, minute: 0) + fleet("1.10.0", devices: 5, drops: 2, minute: 30))
                .isEmpty)
    }
}
