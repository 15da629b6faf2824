import Diagnosis
import Inputs
import Model
import Testing

@Suite struct HealthReaderTests {
    private static func status(
        _ state: String, _ time: String, spelling: String = "occuredTime", hub: String = "pumps-weu"
    )
        -> String
    {
        """
        {"id":"\(hubPath)\(hub)/providers/Microsoft.ResourceHealth/availabilityStatuses/current","name":"current",
        "type":"Microsoft.ResourceHealth/AvailabilityStatuses","location":"westeurope",
        "properties":{"availabilityState":"\(state)","title":"\(state)","summary":"Some connections fail.",
        "reasonType":"Unplanned","\(spelling)":"\(time)","reportedTime":"2026-03-10T07:20:00Z"}}
        """
    }

    private static func at(_ text: String) throws -> Instant {
        try #require(Instant(iso8601: text))
    }

    @Test(arguments: ["occuredTime", "occurredTime"])
    func readsAnAvailabilityStatusInEitherSpelling(spelling: String) throws {
        let text = "{\"value\":[\(HealthReaderTests.status("Degraded", "2026-03-10T07:05:00Z", spelling: spelling))]}"
        #expect(
            try HealthReader().read(source(text)).events == [
                HealthEvent(
                    source: .resourceHealth, hub: "pumps-weu", state: "Degraded", title: "Degraded",
                    start: try HealthReaderTests.at("2026-03-10T07:05:00Z"))
            ])
    }

    @Test func aStatusEndsWithTheNextOneOfItsHub() throws {
        let statuses = [
            HealthReaderTests.status("Available", "2026-03-10T08:00:00Z"),
            HealthReaderTests.status("Unavailable", "2026-03-10T07:30:00Z"),
            HealthReaderTests.status("Degraded", "2026-03-10T07:05:00Z"),
            HealthReaderTests.status("Available", "2026-03-10T07:10:00Z", hub: "other"),
        ]
        let events = try HealthReader().read(source("{\"value\":[\(statuses.joined(separator: ","))]}")).events
        #expect(events.map(\.state) == ["Degraded", "Unavailable"])
        #expect(
            events.map(\.end) == [
                try HealthReaderTests.at("2026-03-10T07:30:00Z"), try HealthReaderTests.at("2026-03-10T08:00:00Z"),
            ])
    }

    @Test func aHubThatIsAvailableIsNoEvent() throws {
        let result = try HealthReader().read(
            source("[\(HealthReaderTests.status("Available", "2026-03-10T08:00:00Z"))]"))
        #expect(result.events.isEmpty)
        #expect(result.summary.entries == 1)
    }

    @Test func readsResourceHealthOfTheActivityLog() throws {
        let text = """
            [{"category":{"value":"ResourceHealth","localizedValue":"Resource Health"},
            "eventTimestamp":"2026-03-10T07:05:00.1234567Z","resourceId":"\(hubPath)pumps-weu",
            "properties":{"title":"Degraded by the platform","currentHealthStatus":"Degraded",
            "previousHealthStatus":"Available","cause":"PlatformInitiated"}},
            {"category":{"value":"Administrative"},"eventTimestamp":"2026-03-10T07:05:00Z","properties":{}}]
            """
        let result = try HealthReader().read(source(text))
        let event = try #require(result.events.first)
        #expect(event.hub == "pumps-weu" && event.state == "Degraded" && event.title == "Degraded by the platform")
        #expect(event.start == (try HealthReaderTests.at("2026-03-10T07:05:00.1234567Z")))
        #expect(result.summary.others == 1)
    }

    @Test func readsTheListOfServiceHealth() throws {
        func event(_ id: String, service: String) -> String {
            """
            {"name":"\(id)","properties":{"eventType":"ServiceIssue","status":"Resolved","title":"Connections fail",
            "impactStartTime":"2026-03-10T07:00:00Z","impactMitigationTime":"2026-03-10T09:00:00Z",
            "impact":[{"impactedService":"\(service)","impactedRegions":[{"impactedRegion":"West Europe"}]}]}}
            """
        }
        let text = "{\"value\":[\(event("AB12-CD3", service: "Azure IoT Hub")),\(event("XX", service: "Storage"))]}"
        let result = try HealthReader().read(source(text))
        #expect(
            result.events == [
                HealthEvent(
                    source: .serviceHealth, state: "ServiceIssue", title: "Connections fail", trackingID: "AB12-CD3",
                    start: try HealthReaderTests.at("2026-03-10T07:00:00Z"),
                    end: try HealthReaderTests.at("2026-03-10T09:00:00Z"))
            ])
        #expect(result.summary.others == 1)
    }

    @Test func entriesOfTheActivityLogWithOneTrackingIdAreOneEvent() throws {
        func entry(_ stage: String, told: String, start: String) -> String {
            """
            {"category":{"value":"ServiceHealth"},"eventTimestamp":"\(told)","properties":{"title":"\(stage)",
            "service":"Azure IoT Hub","region":"West Europe","incidentType":"Incident","trackingId":"AB12-CD3",
            "impactStartTime":"\(start)","stage":"\(stage)",
            "impactedServices":"[{\\"ImpactedRegions\\":[{\\"RegionName\\":\\"West Europe\\"}],\\"ServiceName\\":\\"Azure IoT Hub\\"}]"}}
            """
        }
        let active = entry("Active", told: "2026-03-10T07:20:00Z", start: "2026-03-10T07:05:00Z")
        let resolved = entry("Resolved", told: "2026-03-10T09:30:00Z", start: "2026-03-10T07:00:00Z")
        let events = try HealthReader().read(source("[\(resolved),\(active)]")).events
        #expect(
            events == [
                HealthEvent(
                    source: .serviceHealth, state: "Incident", title: "Resolved", trackingID: "AB12-CD3",
                    start: try HealthReaderTests.at("2026-03-10T07:00:00Z"),
                    end: try HealthReaderTests.at("2026-03-10T09:30:00Z"))
            ])
    }

    @Test func theServiceIsAlsoFoundInTheJSONInsideTheText() throws {
        let text = """
            [{"category":{"value":"ServiceHealth"},"eventTimestamp":"2026-03-10T07:20:00Z","properties":{"title":"t",
            "trackingId":"X","impactStartTime":"2026-03-10T07:05:00Z",
            "impactedServices":"[{\\"ServiceName\\":\\"Storage\\"}]"}}]
            """
        let result = try HealthReader().read(source(text))
        #expect(result.events.isEmpty && result.summary.others == 1)
    }

    @Test func anEntryWithoutItsTimeIsBad() throws {
        let good = HealthReaderTests.status("Degraded", "2026-03-10T07:05:00Z")
        let bad = HealthReaderTests.status("Degraded", "soon")
        let summary = try HealthReader().read(source("[\(good),\n\(bad)]")).summary
        #expect(summary.entries == 1 && summary.bad == 1)
        #expect(summary.problems.map(\.reason) == ["expected a resource id, an availability state and its time"])
    }

    @Test func anotherFileIsAnError() {
        #expect(
            error { _ = try HealthReader().read(source("[{\"deviceId\":\"a\"}]")) }
                == .notRecognised(file: "input.json", expected: "events of Resource Health or Service Health"))
    }

    @Test func aListWithoutEventsIsFine() throws {
        #expect(try HealthReader().read(source("{\"value\":[]}")).events.isEmpty)
    }
}
