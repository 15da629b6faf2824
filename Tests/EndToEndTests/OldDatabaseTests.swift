import Foundation
import Testing

/// A database that the first version of the program wrote is brought up to date, and its events tell what is down.
@Suite struct OldDatabaseTests {
    /// Schema 2 knows no state of devices: pump-1, lost three days before, has to be found in the events.
    @Test func aDatabaseOfSchema2KnowsOfDevicesLostBefore() throws {
        let folder = try TemporaryFolder()
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/schema-2.sql")
        try Program(tool: "sqlite3").run("h.sqlite", ".read \(fixture.path)", in: folder)
        #expect(try Program.sqlite(folder.path("h.sqlite"), "PRAGMA user_version") == "2\n")

        try folder.write(LogLine.drop("2026-03-08T10:00:00Z", "other-1"), to: "logs/b.json")
        let result = try Program.hubdrops.run(
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-08", "--hub", "pumps",
            in: folder)
        #expect(result.status <= 1, "\(result.errors)")
        let data = try Data(contentsOf: folder.url.appending(path: "out/2026-03-08/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let rows = try #require(report["devices"] as? [[String: Any]])
        #expect(rows.map { $0["device"] as? String } == ["pump-1"])
        #expect(rows.map { $0["openSince"] as? String } == ["2026-03-05T14:00:00Z"])
        #expect(try Program.hubdrops.run("status", "--db", "h.sqlite", "--integrity", in: folder).status == 0)
        let backup = folder.path("h.sqlite.schema-2.backup")
        #expect(try Program.sqlite(backup, "PRAGMA user_version; SELECT count(*) FROM event") == "2\n5\n")
    }
}
