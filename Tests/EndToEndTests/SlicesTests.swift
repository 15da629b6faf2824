import Foundation
import Testing

/// The drops of a day judged in slices, by the commands as they are typed: the files are those of one piece.
@Suite struct SlicesTests {
    /// The sample day, with a gateway's modules that drop together, and a device that moves to another hub.
    ///
    /// It has renewals, a site outage, a service incident, an upgrade, refusals and identities that two clients use.
    private func night() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("SampleData"),
            withDestinationPath: Program.repository.appending(path: "SampleData").path)
        let gateway = ["05:10:00", "09:10:00", "13:10:00", "17:10:00"].map { clock in
            ["", "camera", "door"].map { module in
                LogLine.drop("2026-03-10T\(clock)Z", "gw-1", module: module)
                    + LogLine.connect("2026-03-10T\(clock.replacing(":10:", with: ":20:"))Z", "gw-1", module: module)
            }.joined()
        }.joined()
        let moving =
            LogLine.of(hub: "pumps-neu", "2026-03-09T22:00:00", "mover")
            + LogLine.of(hub: "pumps-neu", "2026-03-10T10:00:00", "mover", "404104")
            + LogLine.of(hub: "pumps-weu", "2026-03-10T10:02:00", "mover")
        try folder.write(gateway + moving, to: "more/more.json")
        return folder
    }

    private func run(_ arguments: [String], in folder: TemporaryFolder) throws {
        let result = try Program.hubdrops.run(
            arguments + ["--db", "h.sqlite", "--day", "2026-03-10", "--renewals-csv"], at: folder)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func everyFileOfAReportIsThatOfOnePiece() throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "one"], in: folder)
        for slices in ["1", "4", "16"] {
            try run(["report", "--out", "of-\(slices)", "--slices", slices], in: folder)
            #expect(try folder.differences("one/2026-03-10", "of-\(slices)/2026-03-10") == "", "\(slices) slices")
        }
        try run(["report", "--out", "side-by-side", "--slices", "4", "--jobs", "2"], in: folder)
        #expect(try folder.differences("one/2026-03-10", "side-by-side/2026-03-10") == "")
        let report = try String(contentsOf: folder.url.appending(path: "of-16/2026-03-10/report.json"), encoding: .utf8)
        #expect(report.contains("moved from pumps-neu to pumps-weu"))
        #expect(report.contains("site-outage"))
    }

    @Test func unitsAreThoseOfOnePiece() throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "out"], in: folder)
        try run(["unit", "--hub", "pumps-weu", "--out", "whole.unit.gz"], in: folder)
        for slices in ["1", "4", "16"] {
            let path = "of-\(slices).unit.gz"
            try run(["unit", "--hub", "pumps-weu", "--out", path, "--slices", slices], in: folder)
            #expect(try folder.differences("whole.unit.gz", path) == "", "\(slices) slices")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).allSatisfy { !$0.hasPrefix(".aside") })
    }

    /// Equal files do not tell whether anything was put aside.
    @Test(arguments: [["report", "--out", "again"], ["unit", "--hub", "pumps-weu", "--out", "again.unit.gz"]])
    func dropsWaitInAFileWithoutANameWhereSlicesAreAskedFor(command: [String]) throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "out"], in: folder)
        #expect(try putsDropsAside(command + ["--slices", "4"], in: folder))
        #expect(try !putsDropsAside(command, in: folder))
    }

    @Test func aDayOfMillionsOfRecordsHasSlicesUnasked() throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "out"], in: folder)
        let report = ["report", "--out", "again"]
        func setRecords(_ records: Int) throws {
            try Program(tool: "sqlite3").run(
                "h.sqlite",
                """
                UPDATE hour SET records = \(records) WHERE (hour, head) =
                  (SELECT hour, head FROM hour WHERE hour = unixepoch('2026-03-10 12:00') / 3600 LIMIT 1)
                """, in: folder)
        }
        try setRecords(2_900_000)
        #expect(try !putsDropsAside(report, in: folder))
        try setRecords(3_100_000)
        #expect(try putsDropsAside(report, in: folder))
        #expect(try !putsDropsAside(report + ["--slices", "1"], in: folder))
        #expect(try !putsDropsAside(report + ["--memory", "2000"], in: folder))
    }

    private func putsDropsAside(_ command: [String], in folder: TemporaryFolder) throws -> Bool {
        let traced = try Program(tool: "strace").run(
            ["-f", "-qq", "-y", "-o", "trace", "-e", "trace=pwrite64", Program.hubdrops.url.path] + command
                + ["--db", "h.sqlite", "--day", "2026-03-10"], at: folder)
        #expect(traced.status == 0, "\(traced.errors)")
        return try String(contentsOf: folder.url.appending(path: "trace"), encoding: .utf8).contains("/.aside.")
    }

    @Test func whatIsKeptIsThatOfOnePiece() throws {
        let folder = try night()
        for (name, slices) in [("one", []), ("four", ["--slices", "4"])] {
            let result = try Program.hubdrops.run(
                [
                    "run", "--logs", "SampleData/logs", "more", "--db", name + ".sqlite", "--out", "out", "--day",
                    "2026-03-10",
                ]
                    + slices, at: folder)
            #expect(result.status == 0, "\(result.errors)")
        }
        let kept = try folder.keptDays(db: "one.sqlite")
        #expect(kept.count > 1000)
        #expect(try folder.keptDays(db: "four.sqlite") == kept)
    }

    @Test(arguments: [
        (["--slices", "0"], "--slices takes a number from 1 to 256"),
        (["--memory", "15"], "--memory takes MiB, from 16 to 1048576"),
        (["--memory", "8796093022208"], "--memory takes MiB, from 16 to 1048576"),
        (["--slices", "4", "--memory", "500"], "--slices and --memory exclude each other"),
    ]) func aNumberThatIsNoneIsRefused(options: [String], words: String) throws {
        let folder = try TemporaryFolder()
        let result = try Program.hubdrops.run(["run", "--logs", "x", "--db", "h", "--out", "o"] + options, at: folder)
        #expect(result.status == 64)
        #expect(result.errors.contains(words))
    }

    /// The program itself takes more than 16 MiB.
    @Test(arguments: [["report", "--out", "again"], ["unit", "--hub", "pumps-weu", "--out", "u"]])
    func aRunThatUsedMoreThanItMaySaysSo(command: [String]) throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "out"], in: folder)
        func said(_ memory: String) throws -> String {
            let result = try Program.hubdrops.run(
                command + ["--db", "h.sqlite", "--day", "2026-03-10", "--memory", memory], at: folder)
            #expect(result.status == 0, "\(result.errors)")
            return result.errors
        }
        #expect(try said("16").contains("MiB, more than the 16 MiB allowed (memory)"))
        #expect(try said("4000") == "")
    }

    @Test func whatTheCommandLineSaysOfMemoryCountsForTheSlicesOfTheFile() throws {
        let folder = try night()
        try run(["run", "--logs", "SampleData/logs", "more", "--out", "out"], in: folder)
        try folder.write("slices: 4\n", to: "c.yaml")
        let report = ["report", "--out", "again", "--config", "c.yaml"]
        #expect(try putsDropsAside(report, in: folder))
        #expect(try !putsDropsAside(report + ["--memory", "4000"], in: folder))
    }
}
