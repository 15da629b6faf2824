import Diagnosis
import Inputs
import Model
import Testing

@Suite struct ConnectionEventReaderTests {
    private static func event(
        _ type: String, _ device: String, sequence: String, time: String = "2026-03-10T07:12:52.1234567Z"
    )
        -> String
    {
        "{\"id\":\"3f6c0a52\",\"topic\":\"\(hubPath)PUMPS-WEU\",\"subject\":\"devices/\(device)\","
            + "\"eventType\":\"Microsoft.Devices.Device\(type)\",\"eventTime\":\"\(time)\",\"data\":{"
            + "\"deviceConnectionStateEventInfo\":{\"sequenceNumber\":\"\(sequence)\"},\"hubName\":\"PUMPS-WEU\","
            + "\"deviceId\":\"\(device)\",\"moduleId\":\"\"},\"dataVersion\":\"1\",\"metadataVersion\":\"1\"}"
    }

    @Test func readsAnArrayOfEvents() throws {
        let text = "[\(ConnectionEventReaderTests.event("Disconnected", "pump-0002", sequence: "01D4"))]"
        #expect(
            try ConnectionEventReader().read(source(text)).events == [
                ConnectionStateEvent(
                    hub: "pumps-weu", device: "pump-0002", module: "", isConnected: false,
                    time: try #require(Instant(iso8601: "2026-03-10T07:12:52.1234567Z")), sequence: "01D4")
            ])
    }

    @Test func readsCloudEventsOneALine() throws {
        let text = """
            {"id":"1","source":"\(hubPath)pumps-weu","type":"Microsoft.Devices.DeviceConnected","time":"2026-03-10T07:12:52Z","specversion":"1.0","data":{"deviceConnectionStateEventInfo":{"sequenceNumber":"01"},"hubName":"pumps-weu","deviceId":"a","moduleId":"m"}}
            {"id":"2","type":"Microsoft.Devices.DeviceTelemetry","time":"2026-03-10T07:12:52Z","data":{}}
            """
        let result = try ConnectionEventReader().read(source(text))
        #expect(result.events.map(\.isConnected) == [true])
        #expect(result.events.map(\.module) == ["m"])
        #expect(result.summary.others == 1)
    }

    @Test func theSequenceOrdersEventsAndNotTheirTime() throws {
        let later = ConnectionEventReaderTests.event("Connected", "a", sequence: "0010", time: "2026-03-10T07:00:00Z")
        let earlier = ConnectionEventReaderTests.event(
            "Disconnected", "a", sequence: "000f", time: "2026-03-10T08:00:00Z")
        let events = try ConnectionEventReader().read(source("[\(later),\(earlier)]")).events
        #expect(events.map(\.sequence) == ["000F", "0010"])
    }

    @Test func aSequenceOfAnotherLengthIsComparedAsANumber() throws {
        let later = ConnectionEventReaderTests.event("Connected", "a", sequence: "10")
        let earlier = ConnectionEventReaderTests.event("Disconnected", "a", sequence: "9")
        let events = try ConnectionEventReader().read(source("[\(later),\(earlier)]")).events
        #expect(events.map(\.sequence) == ["9", "10"])
    }

    @Test func anEventThatIsDeliveredTwiceIsOne() throws {
        let event = ConnectionEventReaderTests.event("Connected", "a", sequence: "10")
        let result = try ConnectionEventReader().read(source("[\(event),\(event)]"))
        #expect(result.events.count == 1 && result.repeated == 1)
    }

    @Test(arguments: ["", "xyz", String(repeating: "0", count: 129)])
    func anEventWithoutASequenceIsBad(sequence: String) throws {
        let good = ConnectionEventReaderTests.event("Connected", "a", sequence: "10")
        let bad = ConnectionEventReaderTests.event("Connected", "b", sequence: sequence)
        #expect(try ConnectionEventReader().read(source("[\(good),\(bad)]")).summary.bad == 1)
    }

    @Test func anotherFileIsAnError() {
        #expect(error { _ = try ConnectionEventReader().read(source("{\"a\":1}")) } != nil)
        #expect(error { _ = try ConnectionEventReader().read(source("[{\"eventType\":\"Other\"}]")) } != nil)
    }
}
