import Foundation
import Testing

/// A run that dies leaves the database as it was before, or as it would have been after.
@Suite struct KillTests {
    /// Where the kills fall, as shares of an undisturbed run: drawn from a seed, which `KILL_SEED` repeats.
    private static func schedule(rounds: Int, seed: UInt64) -> [Double] {
        // SplitMix64 (Steele, Lea and Flood 2014).
        var state = seed
        return (0..<rounds).map { _ in
            state &+= 0x9e37_79b9_7f4a_7c15
            var bits = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
            return Double((bits ^ bits >> 31) >> 11) / Double(1 << 53)
        }
    }

    @Test func anImportKilledAtAnyMomentIsRepairedByTheNextOne() throws {
        let day = try GeneratedDay()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")

        let seed =
            try ProcessInfo.processInfo.environment["KILL_SEED"].map { try #require(UInt64($0)) }
            ?? UInt64.random(in: 1...999_999)
        print("KillTests: KILL_SEED=\(seed) repeats this schedule")
        let whole = try ContinuousClock().measure {
            try Program.hubdrops.run("import", day.logs, "--db", folder.path("measured.sqlite"))
        }
        let microseconds = Double(whole.components.seconds) * 1e6 + Double(whole.components.attoseconds) / 1e12
        for (round, share) in Self.schedule(rounds: 20, seed: seed).enumerated() {
            let output = try TemporaryFolder()
            let process = try Program.hubdrops.started(["import", day.logs, "--db", database], in: output)
            // The moment is what this test is about: anywhere between the start and the usual end.
            usleep(UInt32(share * microseconds))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let check = try Program.sqlite(database, "PRAGMA integrity_check")
            #expect(check.isEmpty || check == "ok\n", "round \(round) of KILL_SEED=\(seed)")
        }

        #expect(try Program.hubdrops.run("import", day.logs, "--db", database).status <= 1)
        #expect(try Program.sqlite(database, "PRAGMA integrity_check") == "ok\n")
        #expect(try Program.hubdrops.run("export", "counts", "--db", database).output == day.expected)
        #expect(try Program.hubdrops.run("status", "--db", database, "--integrity").status == 0)
    }
}

extension Program {
    /// What the sqlite3 shell answers; empty where the database does not exist yet.
    static func sqlite(_ database: String, _ sql: String) throws -> String {
        let shell = Program(tool: "sqlite3")
        guard FileManager.default.fileExists(atPath: database) else { return "" }
        return try shell.run(database, sql).output
    }
}
