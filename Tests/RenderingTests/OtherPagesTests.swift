@testable import Diagnosis
import Foundation
import Model
import Report
import Testing

@testable import Rendering

@Suite struct OtherPagesTests {
    @Test func theIndexLinksDaysWithAPageAndNoOthers() throws {
        let html = try Renderer().index(ExampleDay.calendar())
        #expect(html.contains("href=\"2026-03-10/report.html\""))
        #expect(html.contains("href=\"2026-W10/report.html\""))
        #expect(!html.contains("href=\"2026-03-04/report.html\""))
        #expect(!html.contains("2026-03/report.html"))
    }

    /// The calendar of the example has a week in February and March.
    @Test func everyPlaceOfTheIndexIsThereOnce() throws {
        let places = try Renderer().index(ExampleDay.calendar()).matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(places.contains("w-2026-W09"))
        #expect(Set(places).count == places.count)
    }

    @Test func aDayWithoutAReportIsAGapOfTheCalendarAndNoCalmDay() throws {
        let html = try Renderer().index(ExampleDay.calendar())
        // Five days from 26 February to 2 March, and 5 March.
        #expect(html.components(separatedBy: "class=\"gap-day\"").count - 1 == 6)
    }

    @Test func anIndexOfNothingSaysSo() throws {
        let empty = CalendarReport(tool: DayReport.Tool(version: "1"), timeZone: "UTC", days: [], periods: [])
        #expect(try Renderer().index(empty).contains("No report yet"))
    }

    @Test func theWeekSaysFirstWhichDaysAreMissing() throws {
        let html = try Renderer().period(ExampleDay.week(), pages: []).html
        let missing = try #require(html.range(of: "Mon 2 Mar: no report was made."))
        #expect(missing.lowerBound < (try #require(html.range(of: "<h1>"))).lowerBound)
        #expect(html.contains("Sat 7 Mar: incomplete input."))
    }

    @Test func theDayLinksToThePagesOfItsFirstDevices() throws {
        let report = ExampleDay.report()
        var links = PageLinks()
        let first = report.devices[0]
        links.devices = [PageLinks.Place(hub: first.hub, device: first.device, module: first.module): "one.html"]
        let html = try Renderer().html(report, links: links)
        #expect(html.components(separatedBy: "href=\"devices/").count == 2)
        #expect(try !Renderer().html(report).contains("href=\"devices/"))
    }

    @Test func aDevicePageCutsALongDayAndSaysSo() throws {
        let html = try Renderer().device("valve-1200", [ExampleDay.device()], of: ExampleDay.report(), hasReport: true)
        #expect(html.contains("And 7 more events"))
        #expect(html.contains("no report"))
    }

    @Test func aDevicePageLeadsToTheIncidentsThatItWasPartOfWhereTheyHavePages() throws {
        let report = ExampleDay.report()
        let key = report.incidents[0].key
        let page = { hasReport in
            try Renderer().device(
                "valve-1200", [ExampleDay.device()], of: report, hasReport: hasReport,
                incidents: [key, "of another day"])
        }
        let links = try page(true).matches(of: /href="\.\.\/incidents\/([^"]+)\.html">/).map { String($0.1) }
        #expect(links == [Page.anchor(key)])
        #expect(try !page(false).contains("../incidents/"))
    }

    @Test(arguments: FixtureDays.hostileIDs)
    func aHostileIdIsTextAndNothingElseOnItsPage(id: String) throws {
        var device = ExampleDay.device()
        device.timeline.device = id
        device.timeline.entries = [DeviceTimeline.Entry(time: ExampleDay.at(1, 0), text: id)]
        let html = try Renderer().device(id, [device], of: ExampleDay.report(), hasReport: false)
        #expect(html.contains("<td>" + Escape.html(id) + "</td>"))
        #expect(!html.contains("<script") && !html.contains("<img"))
    }

    @Test func everyPageIsTheSameTwiceAndFetchesNothing() throws {
        let renderer = try Renderer()
        let pages: [() throws -> String] = [
            { try renderer.index(ExampleDay.calendar()) },
            { try renderer.period(ExampleDay.week(), pages: ["2026-03-03"]).html },
            { try renderer.device("valve-1200", [ExampleDay.device()], of: ExampleDay.report(), hasReport: true) },
        ]
        for page in pages {
            let html = try page()
            #expect(html == (try page()))
            #expect(html.contains("default-src 'none'"))
            for pattern in ["<script", "<link", "<img", " src=", "@import", "url(h"] {
                #expect(!html.contains(pattern))
            }
            #expect(html.utf8.count < 200_000)
        }
    }
}
