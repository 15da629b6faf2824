import Foundation
import Model
import Report
import Testing

@testable import Rendering

@Suite struct RendererTests {
    @Test func everyNameInTheTemplatesIsKnown() throws {
        let faults = try Renderer().faults().map(\.description)
        #expect(faults == [], "\(faults)")
    }

    @Test(arguments: FixtureDays.all.map(\.name))
    func theSameReportGivesTheSameBytes(name: String) throws {
        let report = try #require(FixtureDays.all.first { $0.name == name }).report
        let renderer = try Renderer()
        #expect(try renderer.html(report) == renderer.html(report))
        #expect(try renderer.json(report) == renderer.json(report))
        #expect(try renderer.markdown(report) == renderer.markdown(report))
    }

    /// Writes the pages where a browser can look at them: PAGES=folder, and TEMPLATES=folder for templates not yet built in.
    @Test func everyPageOfTheFixturesCanBeWritten() throws {
        let wanted = ProcessInfo.processInfo.environment["PAGES"]
        let folder = wanted ?? NSTemporaryDirectory() + "hubdrops-pages-\(UUID().uuidString)"
        defer { if wanted == nil { try? FileManager.default.removeItem(atPath: folder) } }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let renderer = try Renderer(templatesFolder: ProcessInfo.processInfo.environment["TEMPLATES"])
        try renderer.index(ExampleDay.calendar()).write(
            toFile: folder + "/index.html", atomically: true, encoding: .utf8)
        try renderer.previous(nil).write(toFile: folder + "/no-neighbour.html", atomically: true, encoding: .utf8)
        let week = try renderer.period(ExampleDay.week(), pages: ["2026-03-03"])
        try week.html.write(toFile: folder + "/week.html", atomically: true, encoding: .utf8)
        try week.markdown.write(toFile: folder + "/week.md", atomically: true, encoding: .utf8)
        try renderer.device("valve-1200", [ExampleDay.device()], of: ExampleDay.report(), hasReport: true)
            .write(toFile: folder + "/device.html", atomically: true, encoding: .utf8)
        try renderer.html(FleetPageTests.fleet())
            .write(toFile: folder + "/fleet.html", atomically: true, encoding: .utf8)
        // The digest as sha256sum and base64 give it; a browser refuses the script where it is another.
        try renderer.interactive(ExampleDay.report(), links: PageLinks()) { _ in "DIGEST" }
            .write(toFile: folder + "/interactive.page", atomically: true, encoding: .utf8)
        for (name, report) in FixtureDays.all {
            try renderer.html(report).write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
            try renderer.markdown(report).write(toFile: "\(folder)/\(name).md", atomically: true, encoding: .utf8)
            try renderer.json(report).write(toFile: "\(folder)/\(name).json", atomically: true, encoding: .utf8)
            try renderer.summaryText(report).write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
            let notice = renderer.notice(report, base: "https://reports.example.org")
            for (service, body) in [
                ("teams", try renderer.teamsBody(notice)), ("slack", try renderer.slackBody(notice)),
            ] {
                try body.write(toFile: "\(folder)/\(name).\(service).json", atomically: true, encoding: .utf8)
            }
            for file in try renderer.tickets(report, profiles: [.gfm]) where file.name.hasPrefix("day.") {
                try file.text.write(toFile: "\(folder)/\(name).\(file.name)", atomically: true, encoding: .utf8)
            }
            try renderer.mail(report, attachments: []).html
                .write(toFile: "\(folder)/\(name).mail", atomically: true, encoding: .utf8)
            for file in try renderer.incidentPages(report) {
                try file.text.write(toFile: "\(folder)/\(file.name)", atomically: true, encoding: .utf8)
            }
        }
    }
}
