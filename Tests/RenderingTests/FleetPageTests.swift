import Foundation
import Model
import Testing

@testable import Diagnosis
@testable import Rendering
@testable import Report

/// The page of several hubs.
@Suite struct FleetPageTests {
    static func fleet() -> DayReport {
        var report = ExampleDay.report()
        func verdict(_ hub: String, _ word: Verdict.Word) -> HubVerdict {
            HubVerdict(
                hub: hub, word: word, isComplete: word != .noData,
                numbers: Measure.Kind.allCases.map { Measure(kind: $0, value: word == .noData ? nil : 0.5) },
                comparedWith: "", trend: report.trend)
        }
        report.hubs = [ExampleDay.hub, "a&b"]
        report.hubVerdicts = [verdict("a&b", .usual), verdict(ExampleDay.hub, .worse), verdict("lost", .noData)]
        report.cohorts = [
            CohortReport(
                dimension: "tag:firmware", value: "1.1", devices: 100, devicesThatDropped: 30, drops: 60,
                availability: 0.97, othersDropsPerDevice: 0.05, worseThan: [.others]),
            CohortReport(
                dimension: "sdk", value: "iothubclient/1.6.0", devices: 900, devicesThatDropped: 45, drops: 45),
        ]
        if report.actions.count > 1 {
            report.actions[1].urgency = .chronic
            report.actions[1].trend = (0..<30).map { $0 == 7 ? nil : $0 }
        }
        return report
    }

    @Test func eachHubHasARowAndTheOneThatNeedsHearingComesFirst() throws {
        var links = PageLinks()
        links.hubs = ["lost": "lost.html", "a&b": "a=26b.html"]
        let html = try Renderer().html(Self.fleet(), links: links)
        let table = try #require(
            html.components(separatedBy: "<table class=\"hubs\">").dropFirst().first?
                .components(separatedBy: "</table>").first)
        let rows = table.components(separatedBy: "<tr><th scope=\"row\">").dropFirst().map { $0.prefix(60) }
        #expect(rows.count == 3)
        #expect(rows[0].hasPrefix("<a href=\"hubs/lost.html\">lost</a></th><td class=\"no-data\">"))
        #expect(rows[1].hasPrefix("contoso-prod</th><td class=\"worse\">"))
        #expect(rows[2].hasPrefix("<a href=\"hubs/a=26b.html\">a&amp;b</a></th>"))
        // Nothing is known of the lost hub, which is not zero.
        #expect(table.components(separatedBy: "</tr>")[1].components(separatedBy: ">–<").count == 6)
    }

    @Test(arguments: [(Verdict.Word.usual, false), (.worse, true)])
    func aWorseNumberIsMarkedOnlyWhereTheHubIsNotAsUsual(word: Verdict.Word, isMarked: Bool) throws {
        var report = Self.fleet()
        report.hubVerdicts = report.hubVerdicts.map { verdict in
            HubVerdict(
                hub: verdict.hub, word: word, isComplete: true,
                numbers: [Measure(kind: .stillDown, value: 9, tendency: .worse)], comparedWith: "", trend: [])
        }
        #expect(try Renderer().html(report).contains("<b class=\"worse\">9</b>") == isMarked)
    }

    @Test func everyThingToDoNamesItsHubInEveryText() throws {
        let report = Self.fleet()
        let first = try #require(report.actions.first)
        let line = ExampleDay.hub + ": " + first.headline
        let renderer = try Renderer()
        let mail = try renderer.mail(report, attachments: [])
        for text in [try renderer.markdown(report), try renderer.summaryText(report), mail.plain] {
            #expect(text.contains(ExampleDay.hub + ": "), "\(line)")
        }
        #expect(mail.html.contains(Escape.html(ExampleDay.hub + ": ")))
        #expect(try renderer.tickets(report, profiles: [.plain])[0].text.contains(ExampleDay.hub + ": "))
    }

    @Test func aPageOfOneHubOfSeveralLeadsBackAndToTheFilesOfTheDay() throws {
        let html = try Renderer().html(ExampleDay.report(), links: PageLinks().below)
        #expect(html.contains("<a href=\"../report.html\">All hubs</a>"))
        #expect(html.contains("<a href=\"../../index.html#d-2026-03-10\">All days"))
        #expect(html.contains("href=\"../incidents/"))
        #expect(!html.contains("href=\"incidents/"))
    }
}
