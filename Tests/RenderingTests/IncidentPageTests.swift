import Foundation
import Model
import Testing

@testable import Diagnosis
@testable import Rendering
@testable import Report

/// The page of an incident, and where it leads.
@Suite struct IncidentPageTests {
    private static func page(_ count: Int) throws -> (incident: IncidentReport, html: String) {
        let report = ExampleDay.report()
        let incident = try #require(report.incidents.first)
        let devices = (0..<count).map { number in
            IncidentDevice(
                device: "<d>-\(number)", module: "", drops: 2, start: incident.start,
                back: number == 0 ? nil : incident.start.advanced(bySeconds: 90))
        }
        let files = try Renderer().incidentPages(report, devices: [incident.key: devices])
        return (incident, try #require(files.first { $0.name.hasSuffix(".html") }).text)
    }

    @Test func itsDevicesAreListedUpToTwoHundredAndTheFileHasAll() throws {
        let (incident, html) = try Self.page(203)
        #expect(html.components(separatedBy: "<tr><th scope=\"row\">&lt;d&gt;-").count == 201)
        #expect(html.contains("And 3 more devices"))
        #expect(html.contains("href=\"\(Page.anchor(incident.key)).csv\""))
        #expect(html.components(separatedBy: "not back</span>").count == 2)
        #expect(html.contains("1 min 30 s"))
    }

    @Test func aPageThatStandsAloneLinksToNoFile() throws {
        let files = try Renderer().incidentPages(ExampleDay.report(), hasReport: false)
        #expect(try #require(files.first { $0.name.hasSuffix(".html") }).text.contains(".csv") == false)
    }

    /// From a quarter of an hour before the first drop to one after the last return.
    @Test func theQueryIsOfItsHubAndWindow() throws {
        var incident = try #require(ExampleDay.report().incidents.first)
        incident.incident.hub = "a\"b"
        incident.incident.start = try #require(Instant(iso8601: "2026-03-10T12:06:40Z"))
        incident.incident.end = try #require(Instant(iso8601: "2026-03-10T12:10:00Z"))
        incident.incident.lastDrop = Instant(iso8601: "2026-03-10T12:20:00Z")
        let lines = IncidentPage.query(incident).split(separator: "\n")
        #expect(lines.contains("| where Resource =~ \"a\\\"b\""))
        #expect(
            lines.contains(
                "| where TimeGenerated between (datetime(2026-03-10T11:51:40Z) .. datetime(2026-03-10T12:35:00Z))"))
    }
}
