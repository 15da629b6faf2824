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
        #expect(html.contains("1\u{202F}min\u{202F}30\u{202F}s"))
    }

    @Test func aPageThatStandsAloneLinksToNoFile() throws {
        let files = try Renderer().incidentPages(ExampleDay.report(), hasReport: false)
        #expect(try #require(files.first { $0.name.hasSuffix(".html") }).text.contains(".csv") == false)
    }

    @Test func itLeadsToTheHealthOfItsHubAndToThePagesOfItsDevices() throws {
        let report = ExampleDay.report()
        let incident = try #require(report.incidents.first)
        let path =
            "/subscriptions/00000000-1111-2222-3333-444444444444/resourcegroups/rg"
            + "/providers/microsoft.devices/iothubs/contoso"
        var links = PageLinks()
        links.resources[incident.hub] = HubResource(path)
        links.devices[PageLinks.Place(hub: incident.hub, device: "d-1", module: "")] = "d.html"
        let devices = ["d-1", "d-2"].map {
            IncidentDevice(device: $0, module: "", drops: 1, start: incident.start, back: nil)
        }
        let files = try Renderer().incidentPages(report, devices: [incident.key: devices], links: links.below)
        let html = try #require(files.first { $0.name.hasSuffix(".html") }).text
        #expect(html.contains("href=\"https://portal.azure.com/#@/resource\(path)/resourceHealth\""))
        #expect(html.contains("href=\"https://portal.azure.com/#@/resource\(path)/overview\""))
        #expect(html.contains("<a href=\"../devices/d.html\">d-1</a>"))
        #expect(!html.contains("d-2</a>"))
        #expect(try Self.page(1).html.contains("https://portal.azure.com/#browse/"))
    }

    @Test func whatIsToBeDoneAboutItLeadsToItsPage() throws {
        var report = ExampleDay.report()
        let key = try #require(report.incidents.first).key
        report.actions[0].finding = "incident/" + key
        let link = "href=\"incidents/\(Page.anchor(key)).html\">Its devices, chart and query</a>"
        #expect(try Renderer().html(report).contains(link))
        report.actions[0].finding = "not-back"
        report.actions = Array(report.actions.prefix(1))
        #expect(try !Renderer().html(report).contains("Its devices"))
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
