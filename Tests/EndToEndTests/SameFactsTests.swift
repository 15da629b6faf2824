import Foundation
import Testing

/// A day's report is a function of what the database holds, by whichever way that came: over small fleets of many days,
/// drawn from seeds.
@Suite struct SameFactsTests {
    /// More by `make facts`.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["FACTS_SEEDS"]?.split(separator: ",").compactMap { UInt64($0) } ?? [1]

    private static let settings = """
        time-zone: \(SmallFleet.zone)
        late-days: 12

        """

    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(settings, to: "hubdrops.yaml")
        return folder
    }

    private static func command(_ command: String, _ date: String, _ folder: TemporaryFolder, out: String = "out")
        throws
        -> Int32
    {
        let logs = command == "run" ? ["--logs", "logs"] : []
        return try Program.hubdrops.run(
            [command, "--db", "h.sqlite", "--out", out, "--config", "hubdrops.yaml", "--day", date] + logs, at: folder
        ).status
    }

    private static func run(_ date: String, _ folder: TemporaryFolder) throws {
        #expect(try command("run", date, folder) <= 1, "run of \(date)")
    }

    private static func reportAll(_ folder: TemporaryFolder, out: String, dates: [String] = SmallFleet.dates) throws {
        for date in dates { #expect(try command("report", date, folder, out: out) <= 1, "report of \(date)") }
    }

    /// Everything that a reader sees of each day, but for the number of the revision and its list of changes.
    private static func outputs(_ folder: TemporaryFolder, out: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for date in SmallFleet.dates {
            for name in ["report.json", "report.html", "drops.csv"] {
                texts["\(date)/\(name)"] = try String(
                    contentsOf: folder.url.appending(path: "\(out)/\(date)/\(name)"), encoding: .utf8
                ).replacingOccurrences(of: folder.url.lastPathComponent, with: "FOLDER")
            }
        }
        return texts
    }

    /// Calls every revision the first.
    private static func forgetRevisions(_ folder: TemporaryFolder) throws {
        try Program(tool: "sqlite3").run(
            "h.sqlite",
            """
            UPDATE day_summary SET revision = 1,
              summary = CAST(json_remove(CAST(summary AS TEXT), '$.revisionChanges') AS BLOB)
            """, in: folder)
    }

    private static func differences(_ one: [String: String], _ other: [String: String]) -> [String] {
        one.keys.sorted().compactMap { name in
            guard one[name] != other[name] else { return nil }
            let lines = zip(
                (one[name] ?? "").split(separator: "\n"), (other[name] ?? "").split(separator: "\n"))
            return "\(name): \(lines.first { $0 != $1 }.map { "\($0.prefix(300)) | \($1.prefix(300))" } ?? "length")"
        }
    }

    /// A folder whose nights ran one after the other, each with the files of its day.
    private static func nightly(_ fleet: SmallFleet) throws -> TemporaryFolder {
        let folder = try folder()
        for date in SmallFleet.dates {
            for (name, text) in fleet.files where name.contains(date) { try folder.write(text, to: "logs/\(name)") }
            try run(date, folder)
        }
        return folder
    }

    @Test(arguments: seeds) func itDoesNotMatterHowTheRecordsCame(seed: UInt64) throws {
        var fleet = SmallFleet(seed: seed)
        let nightly = try Self.nightly(fleet)
        try Self.forgetRevisions(nightly)
        try Self.reportAll(nightly, out: "last")
        let expected = try Self.outputs(nightly, out: "last")

        // State made from nothing, the newest day first.
        try Program(tool: "sqlite3").run("h.sqlite", "DELETE FROM hub_state", in: nightly)
        try Self.reportAll(nightly, out: "rebuilt", dates: SmallFleet.dates.reversed())
        #expect(Self.differences(expected, try Self.outputs(nightly, out: "rebuilt")) == [], "state made anew")

        // All days at once.
        let atOnce = try Self.folder()
        for (name, text) in fleet.files { try atOnce.write(text, to: "logs/\(name)") }
        try Self.run(try #require(SmallFleet.dates.last), atOnce)
        try Self.reportAll(atOnce, out: "last", dates: SmallFleet.dates.reversed())
        #expect(Self.differences(expected, try Self.outputs(atOnce, out: "last")) == [], "all days at once")

        // In any order, some files a night, the last of them late.
        let late = try Self.folder()
        for (position, name) in fleet.shuffled().enumerated() {
            try late.write(try #require(fleet.files[name]), to: "logs/\(name)")
            if position % 4 == 3 { try Self.run(try #require(SmallFleet.dates.last), late) }
        }
        try Self.run(try #require(SmallFleet.dates.last), late)
        try Self.forgetRevisions(late)
        try Self.reportAll(late, out: "last")
        #expect(Self.differences(expected, try Self.outputs(late, out: "last")) == [], "late files in any order")
    }

    /// A write that fails, in each table in turn, ends the run; the next one leaves what an undisturbed one does.
    @Test(arguments: [
        "hour_event", "hour", "hour_revision", "rollup", "file", "import_run", "hub_state", "day_summary", "device_day",
        "known_device", "client",
    ])
    func aRunThatFailsAtATableIsMadeGoodByTheNextOne(table: String) throws {
        let fleet = SmallFleet(seed: 3)
        let folders = [try Self.folder(), try Self.folder()]
        let dates = SmallFleet.dates.prefix(3)
        for (isDisturbed, folder) in zip([false, true], folders) {
            for date in dates {
                for (name, text) in fleet.files where name.contains(date) {
                    try folder.write(text, to: "logs/\(name)")
                }
                if isDisturbed && date == dates.last {
                    let shell = Program(tool: "sqlite3")
                    try shell.run(
                        "h.sqlite",
                        "CREATE TRIGGER fault BEFORE INSERT ON \(table) BEGIN SELECT RAISE(ABORT, 'fault'); END",
                        in: folder)
                    #expect(try Self.command("run", date, folder) >= 64)
                    try shell.run("h.sqlite", "DROP TRIGGER fault", in: folder)
                }
                try Self.run(date, folder)
            }
        }
        for date in dates {
            for name in ["report.json", "drops.csv"] {
                let texts = try folders.map { folder in
                    try String(contentsOf: folder.url.appending(path: "out/\(date)/\(name)"), encoding: .utf8)
                        .replacingOccurrences(of: folder.url.lastPathComponent, with: "FOLDER")
                }
                #expect(texts[0] == texts[1], "\(date)/\(name)")
            }
        }
        let states = try folders.map { folder in
            try Program(tool: "sqlite3").run(
                "h.sqlite", "SELECT moment, hub, identities, digest, hex(state) FROM hub_state ORDER BY 1, 2",
                in: folder
            ).output
        }
        #expect(states[0] == states[1])
        #expect(!states[0].isEmpty)
    }
}
