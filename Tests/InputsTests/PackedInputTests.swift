import Diagnosis
import Foundation
import Inputs
import LogReading
import Model
import Testing

private let unavailable = """
    {"title":"Unavailable","currentHealthStatus":"Unavailable","previousHealthStatus":"Available"}
    """

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

/// The same facts in what logs, alerts, queues, routes and queries pack them in.
@Suite struct PackedInputTests {
    @Test(arguments: [
        // The activity log as records, with the properties inside.
        "{\"records\":[{\"time\":\"2026-03-10T11:04:00Z\",\"resourceId\":\"\(hubPath)x\",\"category\":\"ResourceHealth\","
            + "\"properties\":{\"eventProperties\":\(unavailable)}}]}",
        // A row of AzureActivity, where they are a text.
        "[{\"TimeGenerated\":\"2026-03-10T11:04:00Z\",\"CategoryValue\":\"ResourceHealth\",\"_ResourceId\":\"\(hubPath)x\","
            + "\"Properties\":\(quoted("{\"eventProperties\":\(unavailable)}"))}]",
        // The same as a table of the portal, and as a query answers.
        "TimeGenerated [UTC],CategoryValue,_ResourceId,Properties\n\"3/10/2026, 11:04:00.000 AM\",ResourceHealth,\(hubPath)x,"
            + "\"\("{\"eventProperties\":\(unavailable)}".replacing("\"", with: "\"\""))\"\n",
        "{\"tables\":[{\"name\":\"P\",\"columns\":[{\"name\":\"TimeGenerated\"},{\"name\":\"CategoryValue\"},"
            + "{\"name\":\"_ResourceId\"},{\"name\":\"Properties\"}],\"rows\":[[\"2026-03-10T11:04:00Z\",\"ResourceHealth\","
            + "\"\(hubPath)x\",\(quoted("{\"eventProperties\":\(unavailable)}"))]]}]}",
        // An alert in the common schema.
        "{\"schemaId\":\"azureMonitorCommonAlertSchema\",\"data\":{\"essentials\":{\"monitoringService\":\"Resource Health\","
            + "\"alertTargetIDs\":[\"\(hubPath)x\"]},\"alertContext\":{\"eventSource\":\"ResourceHealth\","
            + "\"eventTimestamp\":\"2026-03-10T11:04:00+00:00\",\"properties\":\(unavailable)}}}",
        // A webhook of the activity log.
        "{\"schemaId\":\"Microsoft.Insights/activityLogs\",\"data\":{\"status\":\"Activated\",\"context\":{\"activityLog\":"
            + "{\"eventSource\":\"ResourceHealth\",\"resourceId\":\"\(hubPath)x\",\"eventTimestamp\":\"2026-03-10T11:04:00Z\","
            + "\"properties\":\(unavailable)}}}}",
        // A row of Resource Graph.
        "{\"count\":1,\"data\":[{\"id\":\"x\",\"properties\":{\"targetResourceId\":\"\(hubPath)x\","
            + "\"availabilityState\":\"Unavailable\",\"title\":\"Unavailable\",\"occurredTime\":\"2026-03-10T11:04:00Z\"}}]}",
    ])
    func aHubThatWasNotAvailableIsFound(text: String) throws {
        let result = try HealthReader().read(source(text))
        #expect(result.events.map(\.hub) == ["x"])
        #expect(result.events.map(\.state) == ["Unavailable"])
        #expect(result.events.map(\.start) == [Instant(iso8601: "2026-03-10T11:04:00Z")])
        #expect(result.summary.bad == 0)
    }

    @Test(arguments: [
        "{\"time\":\"2026-03-10T11:04:00Z\",\"category\":\"Connections\",\"operationName\":\"deviceConnect\"}",
        "TimeGenerated,Category,OperationName\n2026-03-10T11:04:00Z,Connections,deviceConnect\n",
    ])
    func aLogInPlaceOfHealthIsRefused(text: String) {
        let refused = error { _ = try HealthReader().read(source(text)) }
        #expect(refused?.reason == "records of connections; give it with --logs")
    }

    @Test(arguments: ["sep=,\n", "#TYPE System.Object\n"])
    func aLineThatSaysHowATableIsWrittenIsNoneOfIt(directive: String) throws {
        let result = try RegistryReader().read(source(directive + "deviceId,status\na,enabled\nb,disabled\n"))
        #expect(result.summary.entries == 2)
        #expect(result.summary.bad == 0)
    }

    @Test func cloudEventsMayHaveTheirDataInBase64() throws {
        let data = base64(
            "{\"hubName\":\"h\",\"deviceId\":\"d\",\"deviceConnectionStateEventInfo\":{\"sequenceNumber\":\"0A\"}}")
        let text =
            "{\"specversion\":\"1.0\",\"type\":\"Microsoft.Devices.DeviceConnected\",\"time\":\"2026-03-10T09:00:30Z\","
            + "\"data_base64\":\"\(data)\"}"
        #expect(try ConnectionEventReader().read(source(text)).events.map(\.device) == ["d"])
    }

    @Test func aShortBodyOfARouteIsBase64AsWell() throws {
        let text =
            "{\"Properties\":{\"hubName\":\"h\",\"deviceId\":\"d\",\"opType\":\"deviceDisconnected\","
            + "\"operationTimestamp\":\"2026-03-10T07:12:50.0Z\"},\"Body\":\"\(base64("{\"sequenceNumber\":\"01\"}"))\"}"
        #expect(try ConnectionEventReader().read(source(text)).events.map(\.sequence) == ["01"])
    }

    @Test func whatIsOverAgainSaysWhen() throws {
        let text =
            "{\"value\":[{\"id\":\"\(hubPath)x\",\"properties\":{\"availabilityState\":\"Available\",\"title\":\"Available\","
            + "\"occuredTime\":\"2026-03-10T11:20:00Z\",\"recentlyResolved\":{\"unavailableOccurredTime\":"
            + "\"2026-03-10T11:04:00Z\",\"resolvedTime\":\"2026-03-10T11:20:00Z\",\"unavailabilitySummary\":\"gone\"}}}]}"
        let event = try #require(try HealthReader().read(source(text)).events.first)
        #expect(event.start == Instant(iso8601: "2026-03-10T11:04:00Z"))
        #expect(event.end == Instant(iso8601: "2026-03-10T11:20:00Z"))
        #expect(event.title == "gone")
    }

    private static let event =
        "{\"eventType\":\"Microsoft.Devices.DeviceDisconnected\",\"eventTime\":\"2026-03-10T09:00:30Z\",\"data\":"
        + "{\"deviceConnectionStateEventInfo\":{\"sequenceNumber\":\"0A\"},\"hubName\":\"H\",\"deviceId\":\"d\",\"moduleId\":\"\"}}"

    private static func routed(_ body: String) -> String {
        "{\"EnqueuedTimeUtc\":\"2026-03-10T09:00:31Z\",\"Properties\":{\"hubName\":\"H\",\"deviceId\":\"d\","
            + "\"opType\":\"deviceDisconnected\",\"operationTimestamp\":\"2026-03-10T09:00:30Z\"},\"Body\":\(body)}"
    }

    @Test(arguments: [
        event, "[\(event)]", "[\(event)]\n[\(event)]\n", base64(event) + "\n", base64(event) + "\n" + base64(event),
        "[{\"content\":\"\(base64(event))\",\"id\":\"x\"}]", "{\"messageText\":\(quoted(event))}",
        routed("{\"sequenceNumber\":\"0A\"}"), routed(quoted("{\"sequenceNumber\":\"0A\"}")),
        routed("\"\(base64("{ \"sequenceNumber\" :  \"0A\"         }"))\""),
    ])
    func aConnectionEventIsFound(text: String) throws {
        let result = try ConnectionEventReader().read(source(text))
        #expect(result.events.map(\.device) == ["d"])
        #expect(result.events.map(\.hub) == ["h"])
        #expect(result.events.map(\.sequence) == ["0A"])
        #expect(result.events.map(\.isConnected) == [false])
        #expect(result.summary.bad == 0)
    }
}
