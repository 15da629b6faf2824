import Foundation
import Testing

/// Facts for programs.
@Suite struct FormatTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.connect("2026-03-10T06:00:04Z", "pump-1") + LogLine.drop("2026-03-10T07:12:41Z", "pump-1"),
            to: "logs/PT1H.json")
        return folder
    }

    private func object(_ arguments: [String], _ folder: TemporaryFolder) throws -> [String: Any] {
        let result = try Program.hubdrops.run(arguments + ["--format", "json"], at: folder)
        return try #require(
            JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any], "\(result)")
    }

    @Test func commandsPrintTheirFactsAsJSON() throws {
        let folder = try folder()
        #expect(try object(["import", "logs", "--db", "h.sqlite"], folder)["added"] as? Int == 2)
        #expect(try object(["status", "--db", "h.sqlite"], folder)["events"] as? Int == 2)
        let device = try object(["device", "pump-1", "--db", "h.sqlite", "--day", "2026-03-10"], folder)
        let identity = try #require((device["identities"] as? [[String: Any]])?.first)
        #expect(identity["hub"] as? String == "pumps-weu")
        #expect((identity["entries"] as? [[String: Any]])?.count == 2)
        #expect(try object(["explain", "404104"], folder)["code"] as? String == "404104")
        #expect(try object(["prune", "--db", "h.sqlite", "--keep-events", "90d"], folder)["events"] as? Int == 2)
    }

    @Test func aRunPrintsTheDayAsItsFileHasIt() throws {
        let folder = try folder()
        let job = [
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", "--format", "json",
        ]
        let printed = try Program.hubdrops.run(job, at: folder).output
        #expect(try printed == String(contentsOfFile: folder.path("out/2026-03-10/notify.json"), encoding: .utf8))
    }
}
