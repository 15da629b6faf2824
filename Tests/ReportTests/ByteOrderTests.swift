import Model
import Testing

@testable import Report

/// Two names that Unicode calls equivalent are two names: their order may not hang on which was read first.
@Suite struct ByteOrderTests {
    private let composed = "\u{e9}"
    private let decomposed = "e\u{301}"

    @Test func sdksThatUnicodeCallsEquivalentHaveAnOrder() {
        let rows = [composed, decomposed].map { SDKCounts(hub: "h", sdk: $0, devices: 2, disconnects: 1) }
        for order in [rows, rows.reversed()] {
            #expect(
                order.sorted(by: SDKCounts.isBefore).map { Array($0.sdk.utf8) } == [[0x65, 0xcc, 0x81], [0xc3, 0xa9]])
        }
    }

    @Test func devicesThatUnicodeCallsEquivalentHaveAnOrder() {
        let rows = [Device(name: composed, module: decomposed), Device(name: decomposed, module: "z")].map {
            DeviceRecords(hub: "h", device: $0, disconnects: 1, failedConnects: 0)
        }
        for order in [rows, rows.reversed()] {
            #expect(order.sorted(by: DeviceRecords.isBefore).map { $0.device.module } == ["z", decomposed])
        }
    }
}
