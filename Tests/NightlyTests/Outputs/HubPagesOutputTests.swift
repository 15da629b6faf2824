import Delivery
import Foundation
import Model
import Rendering
import Settings
import Testing

@testable import Nightly

/// The pages of hubs beside the page of the day.
@Suite struct HubPagesOutputTests {
    private func written(_ lines: String) throws -> (night: Night, folder: String) {
        let night = try Night()
        try night.add(lines)
        try write(night)
        return (night, night.folder + "/out/2026-03-10")
    }

    private func write(_ night: Night) throws {
        let history = DayHistory(store: night.store, settings: night.settings, mayKeep: true)
        let job = try ReportJob(DayJob(history, night.settings), night.settings, LazyRenderer(night.settings))
        let mail = MailJob(settings: nil, outboxPath: night.folder + "/outbox")
        _ = try job.write(night.day("2026-03-10"), to: OutputFolder(night.folder + "/out"), mail: mail)
    }

    private func hubs(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/hubs")) ?? []).sorted()
    }

    private static func hour(_ device: String, _ hub: String) -> String {
        "2026-03-10T11:00:00Z \(device) hub=\(hub)\n2026-03-10T12:00:00Z \(device) 404104 hub=\(hub)\n"
            + "2026-03-10T12:30:00Z \(device) hub=\(hub)\n"
    }

    @Test func eachHubHasAPageAndThePageOfTheDayLinksToIt() throws {
        let (night, folder) = try written(Self.hour("p-1", "pumps") + Self.hour("valve-1", "valves.net"))
        defer { _ = night.folder }
        #expect(hubs(folder) == ["pumps.html", "valves.net.html"])
        let fleet = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
        #expect(fleet.contains("href=\"hubs/pumps.html\""))
        #expect(fleet.contains("href=\"hubs/valves.net.html\""))
        let page = try String(contentsOfFile: folder + "/hubs/pumps.html", encoding: .utf8)
        #expect(page.contains("p-1"))
        #expect(!page.contains("valve-1"))
        #expect(page.contains("href=\"../report.html\""))
        #expect(page.contains("href=\"../devices/pumps=.p-1.html\""))
    }

    @Test func aDayOfOneHubHasNoPagesOfHubs() throws {
        let (night, folder) = try written(Self.hour("p-1", "pumps"))
        defer { _ = night.folder }
        #expect(hubs(folder) == [])
        #expect(try !String(contentsOfFile: folder + "/report.html", encoding: .utf8).contains("hubs/"))
    }

    @Test func aHubThatIsNotReportedOnAnyMoreLeavesNoPage() throws {
        let (night, folder) = try written(Self.hour("p-1", "pumps") + Self.hour("valve-1", "valves"))
        night.settings.hubs = ["pumps"]
        try write(night)
        #expect(hubs(folder) == [])
    }
}
