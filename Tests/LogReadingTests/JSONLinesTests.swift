import LogReading
import Model
import Testing

private let hubPath =
    "/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU"

/// A drop as a storage export writes it.
func drop(_ time: String, _ device: String) -> String {
    #"{"time":"\#(time)","resourceId":"\#(hubPath)","operationName":"deviceDisconnect","category":"Connections","#
        + #""level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","#
        + #""properties":"{\"deviceId\":\"\#(device)\",\"protocol\":\"Mqtt\",\"authType\":null,"#
        + #"\"maskedIpAddress\":\"198.51.100.XXX\",\"statusCode\":\"404\",\"errorMessage\":\"gone\"}","location":"westeurope"}"#
}

func dropEvent(_ time: String, _ device: String) -> String {
    "\(time)|pumps-weu|deviceDisconnect|Error|404104|DeviceConnectionClosedRemotely|\(device)||Mqtt||198.51.100.XXX"
}

@Suite struct JSONLinesTests {
    @Test func aLineIsAnEvent() throws {
        let result = try read(drop("2026-03-10T07:12:41Z", "pump-1") + "\n")
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "pump-1")])
        #expect(result.rejects == [])
        #expect(result.summary.format == .jsonLines)
    }

    @Test func aLineSeenBeforeHasItsOwnTime() throws {
        let lines = ["2026-03-10T07:12:41Z", "2026-03-10T09:00:00Z", "2026-03-11T00:00:00.25Z"]
        let result = try read(lines.map { drop($0, "pump-1") + "\n" }.joined())
        #expect(result.events == lines.map { dropEvent($0, "pump-1") })
        #expect(result.summary.lines == 3)
    }
}
