import Foundation
import Testing

/// A run that dies leaves the database as it was before, or as it would have been after.
@Suite struct KillTests {
    @Test func anImportKilledAtAnyMomentIsRepairedByTheNextOne() throws {
        let day = try GeneratedDay()
        let folder = try TemporaryFolder()
        let database = folder.path("hubdrops.sqlite")

        let whole = ContinuousClock().measure {
            _ = try? Program.hubdrops.run("import", day.logs, "--db", folder.path("measured.sqlite"))
        }
        var random = SystemRandomNumberGenerator()
        for round in 1...20 {
            let output = try TemporaryFolder()
            let process = try Program.hubdrops.started(["import", day.logs, "--db", database], in: output)
            // The moment is what this test is about: anywhere between the start and the usual end.
            let wait = Double.random(in: 0...1, using: &random) * Double(whole.components.attoseconds) / 1e18
            usleep(UInt32(wait * 1e6))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let check = try Program.sqlite(database, "PRAGMA integrity_check")
            #expect(check.isEmpty || check == "ok\n", "round \(round)")
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
