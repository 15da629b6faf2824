import Foundation
import Testing

/// The same facts give the same bytes, however they came and wherever they are written.
@Suite struct SameBytesTests {
    private let logs = [
        "a": LogLine.drop("2026-03-10T07:00:00Z", "pump-2") + LogLine.drop("2026-03-10T09:00:00Z", "pump-1"),
        "b": LogLine.drop("2026-03-10T08:00:00Z", "pump-1") + LogLine.drop("2026-03-10T08:30:00Z", "pump-3"),
    ]

    /// A folder whose database took the logs in some order.
    private func folder(_ order: [String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in order {
            try folder.write(try #require(logs[name]), to: "logs/\(name).json")
            try Program.hubdrops.run("import", "logs/\(name).json", "--db", "h.sqlite", in: folder)
        }
        return folder
    }

    private func report(_ folder: TemporaryFolder, to output: String) throws {
        let job = ["report", "--db", "h.sqlite", "--out", output, "--day", "2026-03-10"]
        #expect(try Program.hubdrops.run(job, at: folder).status <= 1)
    }

    private func text(_ name: String, of folder: TemporaryFolder) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
            // Folders of a test are nobody's facts.
            .replacingOccurrences(of: folder.url.lastPathComponent, with: "FOLDER")
    }

    @Test func theOrderOfImportsChangesNothing() throws {
        let (one, other) = (try folder(["a", "b"]), try folder(["b", "a"]))
        try report(one, to: "out")
        try report(other, to: "out")
        for name in ["report.json", "report.html", "drops.csv"] {
            #expect(try text("out/2026-03-10/\(name)", of: one) == text("out/2026-03-10/\(name)", of: other), "\(name)")
        }
    }

    @Test func theFolderOfTheReportsChangesNothing() throws {
        let folder = try folder(["a", "b"])
        try report(folder, to: "one")
        try report(folder, to: "two")
        #expect(try text("one/index.json", of: folder) == text("two/index.json", of: folder))
    }

    /// What the database knows of a day says nothing of the report of that day in another folder.
    @Test func aReportInOneFolderIsNotTakenForThatInAnother() throws {
        let folder = try folder(["a"])
        let job = ["run", "--logs", "logs", "--db", "h.sqlite", "--day", "2026-03-10", "--out"]
        _ = try Program.hubdrops.run(job + ["one"], at: folder)
        _ = try Program.hubdrops.run(job + ["two"], at: folder)
        try folder.write(try #require(logs["b"]), to: "logs/b.json")
        _ = try Program.hubdrops.run(job + ["one"], at: folder)
        _ = try Program.hubdrops.run(job + ["two"], at: folder)
        #expect(try text("two/2026-03-10/drops.csv", of: folder).contains("pump-3"))
    }
}
