import Foundation
import Testing

/// Hubs of one database worked out side by side, by the commands as they are typed.
@Suite struct JobsTests {
    private static let hubs = ["pumps", "valves", "gates", "meters"]

    /// Two days of four hubs: every device drops at hours of its own, modules among them, one moves to another hub
    /// and one is lost.
    private func night() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for day in ["09", "10"] {
            for (number, hub) in Self.hubs.enumerated() {
                let lines = (0..<24).map { hour in
                    let clock = "2026-03-\(day)T\(hour < 10 ? "0" : "")\(hour)"
                    return (0...number).map { device in
                        LogLine.of(hub: hub, clock + ":10:0\(device)", "dev-\(device)", "404104")
                            + LogLine.of(hub: hub, clock + ":\(20 + number):00", "dev-\(device)")
                    }.joined()
                }.joined()
                try folder.write(lines, to: "logs/\(hub)-\(day).json")
            }
        }
        let moving =
            LogLine.of(hub: "valves", "2026-03-09T01:00:00", "mover")
            + LogLine.of(hub: "valves", "2026-03-10T10:00:00", "mover", "404104")
            + LogLine.of(hub: "gates", "2026-03-10T10:02:00", "mover")
            + LogLine.of(hub: "pumps", "2026-03-09T02:00:00", "lost")
            + LogLine.of(hub: "pumps", "2026-03-09T03:00:00", "lost", "404104")
        try folder.write(moving, to: "logs/moving.json")
        return folder
    }

    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> Program.Result {
        try Program.hubdrops.run(arguments + ["--day", "2026-03-10", "--renewals-csv"], at: folder)
    }

    @Test(arguments: ["1", "2", "4"]) func theReportsAreThoseOfOneProcess(jobs: String) throws {
        let folder = try night()
        let one = try run("run", "--logs", "logs", "--db", "h.sqlite", "--out", "one", in: folder)
        #expect(one.status == 0, "\(one.errors)")
        let other = try run("report", "--db", "h.sqlite", "--out", "other", "--jobs", jobs, in: folder)
        #expect(other.status == 0, "\(other.errors)")
        #expect(try folder.differences("one/2026-03-10", "other/2026-03-10") == "")
        let page = try String(contentsOf: folder.url.appending(path: "other/2026-03-10/report.md"), encoding: .utf8)
        #expect(page.contains("moved from valves to gates"))
    }

    @Test func whatIsKeptIsThatOfOneProcess() throws {
        let folder = try night()
        for (name, jobs) in [("one", []), ("two", ["--jobs", "2"])] {
            let result = try Program.hubdrops.run(
                ["run", "--logs", "logs", "--db", name + ".sqlite", "--out", "out", "--day", "2026-03-10"] + jobs,
                at: folder)
            #expect(result.status == 0, "\(result.errors)")
        }
        let kept = try folder.keptDays(db: "one.sqlite")
        #expect(kept.count > 1000)
        #expect(try folder.keptDays(db: "two.sqlite") == kept)
    }

    @Test func aHubThatFailsIsNamedAndTheOthersAreReported() throws {
        let folder = try night()
        let imported = try Program.hubdrops.run("import", "logs", "--db", "h.sqlite", in: folder)
        #expect(imported.status == 0, "\(imported.errors)")
        let damage = """
            UPDATE hour_event SET events = '[1,1]' WHERE hour = 492540 AND head IN
              (SELECT h.id FROM head h JOIN text t ON t.id = h.hub WHERE t.value = 'gates')
            """
        _ = try Program(tool: "sqlite3").run("h.sqlite", damage, in: folder)
        let result = try run("report", "--db", "h.sqlite", "--out", "out", "--jobs", "2", in: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("hub gates on 2026-03-10: it could not be worked out: h.sqlite"))
        let page = try String(contentsOf: folder.url.appending(path: "out/2026-03-10/report.md"), encoding: .utf8)
        #expect(page.contains("gates: it could not be worked out"))
        #expect(page.contains("meters"))
        let kept = try Program(tool: "sqlite3").run(
            "h.sqlite", "SELECT count(*) FROM day_summary WHERE day = 20522", in: folder)
        #expect(kept.output == "0\n", "the next run does it again")
    }

    @Test func aDatabaseWithoutARecordSaysSo() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "logs/empty.json")
        let one = try run("run", "--logs", "logs", "--db", "h.sqlite", "--out", "one", in: folder)
        let other = try run("run", "--logs", "logs", "--db", "o.sqlite", "--out", "two", "--jobs", "2", in: folder)
        #expect(other.status == one.status && other.errors == one.errors)
    }

    @Test func aNumberThatIsNoneIsRefused() throws {
        let folder = try TemporaryFolder()
        let result = try run("run", "--logs", "x", "--db", "h", "--out", "o", "--jobs", "0", in: folder)
        #expect(result.status == 64)
        #expect(result.errors.contains("--jobs takes a number from 1 to 64"))
    }
}
