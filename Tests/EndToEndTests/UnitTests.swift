import Foundation
import Testing

/// Hubs worked out apart and put together, by the commands as they are typed.
@Suite struct UnitTests {
    private static let hubs = ["pumps", "valves", "gates", "meters"]

    /// Four hubs whose devices drop at hours of their own, reported by one process.
    private func night() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (number, hub) in Self.hubs.enumerated() {
            let lines = (0..<20).map { hour in
                let clock = "2026-03-10T\(hour < 10 ? "0" : "")\(hour)"
                return (0...number).map { device in
                    LogLine.of(hub: hub, clock + ":10:0\(device)", "\(hub)-\(device)", "404104")
                        + LogLine.of(hub: hub, clock + ":\(20 + number):00", "\(hub)-\(device)")
                }.joined()
            }.joined()
            try folder.write(lines, to: "logs/\(hub).json")
        }
        let result = try Program.hubdrops.run(
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "one", "--day", "2026-03-10", in: folder)
        #expect(result.status <= 1, "\(result.errors)")
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "units"), withIntermediateDirectories: true)
        return folder
    }

    @discardableResult
    private func unit(_ hub: String, in folder: TemporaryFolder, database: String = "h.sqlite") throws -> Program.Result
    {
        try Program.hubdrops.run(
            "unit", "--hub", hub, "--db", database, "--day", "2026-03-10", "--out", "units/\(hub).unit.gz", in: folder)
    }

    @Test func aFleetOfUnitsIsTheFolderOfOneProcess() throws {
        let folder = try night()
        for hub in Self.hubs { #expect(try unit(hub, in: folder).status == 0) }
        let merged = try Program.hubdrops.run(
            ["merge", "units", "--out", "merged", "--hubs"] + Self.hubs, at: folder)
        // Hours are missing of the day, which the run over all hubs says as well.
        #expect(merged.status == 1, "\(merged.errors)")
        #expect(merged.output.isEmpty && merged.errors.contains("the report of 2026-03-10 is marked incomplete"))
        #expect(try folder.differences("one", "merged") == "")
        #expect(FileManager.default.fileExists(atPath: folder.url.appending(path: "merged/latest/report.html").path))
    }

    @Test func aUnitThatFailsIsNamedInTheReport() throws {
        let folder = try night()
        for hub in Self.hubs.dropLast() { try unit(hub, in: folder) }
        let failed = try unit("meters", in: folder, database: "gone.sqlite")
        #expect(failed.status == 66)
        let merged = try Program.hubdrops.run("merge", "units", "--out", "merged", in: folder)
        #expect(merged.status == 1)
        #expect(merged.errors.contains("units/meters.unit.gz: left out: it failed: gone.sqlite"))
        let text = try String(contentsOf: folder.url.appending(path: "merged/2026-03-10/report.md"), encoding: .utf8)
        #expect(text.contains("meters: its unit units/meters.unit.gz is left out: it failed: gone.sqlite"))
    }
}
