import Testing

@testable import Diagnosis

@Suite struct DeviceRowsTests {
    /// The device drops and is back, its module drops later and stays away: the device counts as not back.
    @Test func aDeviceWhoseModuleIsDownIsDown() throws {
        let diagnosis = log(
            """
            00:10:00 edge connect
            00:10:00 edge/m connect
            08:00:00 edge disconnect 404104
            08:02:00 edge connect
            12:00:00 edge/m disconnect 404104
            """
        ).analysed().diagnosis
        #expect(diagnosis.hubs.map(\.notBack) == [1])
        let row = try #require(diagnosis.devices.first { $0.module.isEmpty })
        #expect(row.device == "edge")
        #expect(row.openSince.map { "\($0)" }?.contains("T12:00:00") == true)
    }
}
