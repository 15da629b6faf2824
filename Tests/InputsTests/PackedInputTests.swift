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
