import Foundation
import Testing

/// What a run makes of the place that it is started in.
@Suite struct SurroundingsTests {
    /// A log that is not whole, so that a run has something to say.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("{\"time\"\n", to: "logs/PT1H.json")
        try folder.write(
            """
            logs: [logs]
            database: h.sqlite
            output: out
            day: 2026-03-10
            on-success: [/bin/sh, -c, "echo $HUBDROPS_EXIT > hook"]
            on-failure: [/bin/sh, -c, "echo $HUBDROPS_EXIT > hook"]
            """, to: "hubdrops.yaml")
        return folder
    }

    private let arguments = [Program.hubdrops.url.path, "run", "--config", "hubdrops.yaml"]

    private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    @Test(arguments: ["2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
    func whatIsSaidToClosedStreamsGoesIntoNoFile(closed: String) throws {
        let folder = try folder()
        let script = #"exec "$@" "# + closed
        let run = try Program(tool: "sh").run(["-c", script, "sh"] + arguments, at: folder)
        #expect(run.status == 1)
        #expect(try text(folder, "h.sqlite.lock").wholeMatch(of: /[0-9]+\n/) != nil)
    }

    @Test func theGroupThatIsNamedMayReadReportsWhateverTheUmask() throws {
        let folder = try folder()
        let group = try Program(tool: "id").run("-gn").output.split(separator: "\n")[0]
        try folder.write("output-group: \(group)\n" + text(folder, "hubdrops.yaml"), to: "hubdrops.yaml")
        let script = #"umask 077; exec "$@""#
        #expect(try Program(tool: "sh").run(["-c", script, "sh"] + arguments, at: folder).status == 1)
        func mode(_ name: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
        }
        #expect(try mode("out") == 0o750)
        #expect(try mode("out/2026-03-10") == 0o750)
        #expect(try mode("out/2026-03-10/report.html") == 0o640)
        #expect(try mode("out/index.html") == 0o640)
        #expect(try mode("h.sqlite") == 0o600)
    }

    @Test func aReaderThatIsGoneIsAFailureWithItsHook() throws {
        let folder = try folder()
        let script = """
            import os, subprocess, sys
            reading, writing = os.pipe()
            os.close(reading)
            sys.exit(subprocess.run(sys.argv[1:], stdout=writing).returncode)
            """
        let run = try Program.python.run(["-c", script] + arguments + ["--summary"], at: folder)
        #expect(run.status == 73, "\(run.errors)")
        #expect(try text(folder, "hook") == "73\n")
    }

    @Test func withoutAThreadToBeHadARunEndsAndTheNextOneDoesItsWork() throws {
        let folder = try folder()
        let strace = ["-f", "-qq", "-o", "trace", "-e", "trace=clone3", "-e", "inject=clone3:error=EAGAIN"]
        let run = try Program(tool: "strace").run(strace + arguments, at: folder)
        #expect(run.status == 71)
        #expect(run.errors.contains("no thread to be had"), "\(run.errors)")
        #expect(try text(folder, "trace").contains("INJECTED"))
        #expect(try Program.hubdrops.run("run", "--config", "hubdrops.yaml", in: folder).status == 1)
    }

    @Test(arguments: [":memory:", ""])
    func aDatabaseThatIsNoFileIsRefused(name: String) throws {
        let folder = try folder()
        let run = try Program.hubdrops.run("run", "--config", "hubdrops.yaml", "--db", name, in: folder)
        #expect(run.status == 64)
        #expect(run.errors.contains("is not a file"), "\(run.errors)")
    }

    @Test func aLinkInPlaceOfADaysFolderIsNotFollowed() throws {
        let folder = try folder()
        for name in ["out", "other"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("out/2026-03-10"), withDestinationPath: folder.path("other"))
        let run = try Program.hubdrops.run("run", "--config", "hubdrops.yaml", in: folder)
        #expect(run.status == 73)
        #expect(run.errors.contains("a link has its name"), "\(run.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("other")) == [])
    }

    @Test func ofAFolderThatCannotBeListedToItsEndTheRestIsRead() throws {
        let folder = try folder()
        let strace = [
            "-f", "-qq", "-o", "trace", "-P", "logs", "-e", "trace=getdents64", "-e",
            "inject=getdents64:error=EIO:when=2+",
        ]
        let run = try Program(tool: "strace").run(strace + arguments, at: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("logs: cannot list to its end"), "\(run.errors)")
        #expect(run.errors.contains("PT1H.json:1: "), "\(run.errors)")
        #expect(try text(folder, "trace").contains("INJECTED"))
    }
}
