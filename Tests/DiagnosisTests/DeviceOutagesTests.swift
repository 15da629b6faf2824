import Testing

@testable import Diagnosis

@Suite struct DeviceOutagesTests {
    /// Twenty gateways of seven modules; one of them is cut off at 13:20:11, its modules are back from 13:31:40 on, one
    /// a second, the last after some seconds more.
    private func day(last: Int = 0) -> Analysed {
        let modules = ["$edgeAgent", "$edgeHub", "opc", "filter", "store", "alarm", "ui"]
        var text = ""
        for gateway in 0..<20 {
            let ip = "ip=198.51.\(gateway)"
            for (place, module) in modules.enumerated() {
                let name = "gw-\(two(gateway))/\(module)"
                text += "-1 22:00:0\(place) \(name) connect \(ip)\n"
                guard gateway == 7 else { continue }
                let back = 48_700 + place + (place == 6 ? last : 0)
                text += "13:20:11 \(name) disconnect 404104 \(ip)\n\(clock(back)) \(name) connect \(ip)\n"
            }
        }
        return log(text).analysed()
    }

    @Test func aGatewayWithItsModulesIsOneDeviceThatDroppedOnce() {
        let day = day()
        #expect(day.hub.activeDevices == 20)
        #expect(day.hub.devicesThatDropped == 1)
        #expect(day.diagnosis.devicesThatDropped == 1)
        // 13:20:11 to 13:31:40, when the first module was back.
        #expect(day.hub.downtimeSeconds == 689)
        #expect(day.total(.networkLoss)?.devices == 1)
        #expect(day.total(.networkLoss)?.downtimeSeconds == 689)
    }

    @Test func oneRowStandsForAllModules() {
        let rows = day().diagnosis.devices
        #expect(rows.map(\.device) == ["gw-07"])
        #expect(rows.map(\.modules) == [7])
        #expect(rows.map(\.downtimeSeconds) == [689])
    }

    @Test func aModuleThatStaysAwayKeepsTheDeviceDown() {
        // The last module is back at 14:31:46.
        #expect(day(last: 3600).hub.downtimeSeconds == 4295)
    }
}
