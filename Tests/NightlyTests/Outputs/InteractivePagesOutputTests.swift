import Delivery
import Foundation
import Model
import Rendering
import Settings
import Testing

@testable import Nightly

/// The pages with tables that sort and filter.
@Suite struct InteractivePagesOutputTests {
    private func write(_ night: Night) throws {
        let history = DayHistory(store: night.store, settings: night.settings, mayKeep: true)
        let job = try ReportJob(DayJob(history, night.settings), night.settings, LazyRenderer(night.settings))
        let mail = MailJob(settings: nil, outboxPath: night.folder + "/outbox")
        _ = try job.write(night.day("2026-03-10"), to: OutputFolder(night.folder + "/out"), mail: mail)
    }

    private func files(_ night: Night) -> [String] {
        let folder = night.folder + "/out/2026-03-10/interactive"
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    @Test func theyAreThereWhereTheSettingsAskForThemAndGoWhenTheyNoLongerDo() throws {
        let night = try Night()
        try night.add("2026-03-10T11:00:00Z p-1 hub=pumps\n2026-03-10T11:00:00Z v-1 hub=valves")
        try write(night)
        #expect(files(night) == [])
        night.settings.isInteractive = true
        try write(night)
        #expect(files(night) == ["hub=.pumps.html", "hub=.valves.html", "report.html"])
        let folder = night.folder + "/out/2026-03-10/"
        let page = try String(contentsOfFile: folder + "interactive/report.html", encoding: .utf8)
        let script = try #require(
            page.components(separatedBy: "<script>").last?.components(separatedBy: "</script>").first)
        let digest = try #require(page.components(separatedBy: "'sha256-").last?.components(separatedBy: "'").first)
        let bytes = try #require(Data(base64Encoded: digest))
        #expect(bytes.map { String(format: "%02x", $0) }.joined() == SHA256.hex(of: Array(script.utf8)))
        #expect(page.contains("href=\"../hubs/pumps.html\""))
        let plain = try String(contentsOfFile: folder + "report.html", encoding: .utf8)
        #expect(!plain.contains("<script"))
        #expect(plain.contains("href=\"interactive/report.html\""))
        night.settings.isInteractive = false
        try write(night)
        #expect(files(night) == [])
    }
}
