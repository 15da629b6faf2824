import Foundation
import Testing

/// What a night leaves behind: the link to the newest day, what it forgets, whom it mails.
@Suite struct NightTests {
    @discardableResult
    private func run(_ folder: TemporaryFolder, day: String, _ more: String...) throws -> Program.Result {
        let settings = FileManager.default.fileExists(atPath: folder.path("hubdrops.yaml"))
        return try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", day]
                + (settings ? ["--config", "hubdrops.yaml"] : []) + more, at: folder)
    }

    private func report(_ folder: TemporaryFolder, day: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "out/\(day)/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func latest(_ folder: TemporaryFolder) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("out/latest"))
    }

    @Test func theLinkToTheNewestDayNeverGoesBack() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.drop("2026-03-10T07:00:00Z", "a") + LogLine.drop("2026-03-11T07:00:00Z", "a"), to: "logs/a.json")
        try run(folder, day: "2026-03-11")
        try run(folder, day: "2026-03-10")
        #expect(try latest(folder) == "2026-03-11")
        // Only a day whose report somebody removed makes room for an older one.
        try FileManager.default.removeItem(atPath: folder.path("out/2026-03-11"))
        try run(folder, day: "2026-03-10")
        #expect(try latest(folder) == "2026-03-10")
    }

    /// Eight months after the day all of its events are older than a week: those that it was worked out from stay.
    @Test func aRunForgetsWhatIsTooOldButNothingThatItsDayWasWorkedOutFrom() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.drop("2026-03-01T07:00:00Z", "a") + LogLine.drop("2026-03-09T23:00:00Z", "a")
                + LogLine.drop("2026-03-10T07:00:00Z", "a"), to: "logs/a.json")
        try folder.write("retention: {events: 7d}\n", to: "hubdrops.yaml")
        #expect(try run(folder, day: "2026-03-10").status == 1)
        let times = "SELECT time FROM events ORDER BY time"
        let kept = try Program.sqlite(folder.path("h.sqlite"), times)
        #expect(kept.split(separator: "\n").map { $0.prefix(13) } == ["2026-03-09T23", "2026-03-10T07"], "\(kept)")
        // The counts of what was forgotten stay, since nothing was said of them.
        let counts = try Program.hubdrops.run("export", "counts", "--db", "h.sqlite", in: folder)
        #expect(counts.output.contains("2026-03-01T07:00:00Z"))
    }

    @Test func aRunForgetsCountsThatAreTooOld() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.drop("2026-03-01T07:00:00Z", "a") + LogLine.drop("2026-03-10T07:00:00Z", "a"), to: "logs/a.json")
        try folder.write("retention: {rollups: 7d}\n", to: "hubdrops.yaml")
        try run(folder, day: "2026-03-10")
        #expect(try Program.sqlite(folder.path("h.sqlite"), "SELECT count(*) FROM rollup") == "1\n")
        #expect(try Program.sqlite(folder.path("h.sqlite"), "SELECT count(*) FROM event") == "1\n")
    }

    @Test func withoutARetentionARunForgetsNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.drop("2026-03-01T07:00:00Z", "a") + LogLine.drop("2026-03-10T07:00:00Z", "a"), to: "logs/a.json")
        try run(folder, day: "2026-03-10")
        #expect(try Program.sqlite(folder.path("h.sqlite"), "SELECT count(*) FROM event") == "2\n")
    }

    /// Two days alike: the second is as usual, and only an alert makes a mail of it.
    @Test(arguments: [("drops-over: 0", 1), ("drops-over: 5", 0)])
    func aDayAsUsualIsMailedWhenAnAlertFired(alert: String, mails: Int) throws {
        let folder = try TemporaryFolder()
        let night = { (day: String) in
            (0..<24).map { hour in
                let time = "2026-03-\(day)T\(hour < 10 ? "0" : "")\(hour):10:0"
                return (0..<5).map { LogLine.connect(time + "\($0)Z", "pump-\($0)") }.joined()
            }.joined() + LogLine.drop("2026-03-\(day)T10:30:00Z", "pump-1")
        }
        try folder.write(night("09") + night("10"), to: "logs/a.json")
        _ = try run(folder, day: "2026-03-09")
        try folder.write(
            """
            alerts: {\(alert)}
            mail:
              from: hubdrops <reports@ops.example>
              to: [ops@ops.example]
              when: worse
              sendmail: [/bin/sh, -c, "cat >> \(folder.path("sent"))"]
            """, to: "hubdrops.yaml")
        #expect(try run(folder, day: "2026-03-10").status == 0)
        let verdict = try #require(try report(folder, day: "2026-03-10")["verdict"] as? [String: Any])
        #expect(verdict["word"] as? String == "usual")
        let sent = (try? String(contentsOfFile: folder.path("sent"), encoding: .utf8)) ?? ""
        #expect(sent.components(separatedBy: "\nMessage-ID: ").count - 1 == mails)
    }

    /// A complete day: only the mail that waits makes it 1, and 0 once it has left.
    @Test func aMailThatWaitsIsNoSuccess() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            (0..<24).flatMap { hour in
                (0..<5).map { LogLine.connect("2026-03-10T\(hour < 10 ? "0" : "")\(hour):10:0\($0)Z", "pump-\($0)") }
            }.joined(), to: "logs/a.json")
        try folder.write(
            """
            mail:
              from: hubdrops <reports@ops.example>
              to: [ops@ops.example]
              sendmail: [/bin/sh, -c, "test -e \(folder.path("open")) || exit 78"]
            """, to: "hubdrops.yaml")
        #expect(try run(folder, day: "2026-03-10").status == 1)
        try folder.write("", to: "open")
        #expect(try run(folder, day: "2026-03-10").status == 0)
    }

    @Test func aDeviceToBeBackIsWatchedUnderItsPseudonym() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.connect("2026-03-10T06:00:00Z", "pump-1") + LogLine.drop("2026-03-10T23:40:00Z", "pump-1"),
            to: "logs/a.json")
        try folder.write("alerts: {device-not-back: [pump-1]}\n", to: "hubdrops.yaml")
        #expect(try run(folder, day: "2026-03-10", "--redact", "--fail-on", "device-not-back").status == 2)
        let alerts = try #require(try report(folder, day: "2026-03-10")["alerts"] as? [[String: Any]])
        #expect(alerts.map { $0["rule"] as? String } == ["device-not-back"])
    }

    /// The lock is let go once the run has had it open for a hundred looks in a row: it waits by then, or has given up.
    @Test func aRunWaitsForAnotherOneAsLongAsTheSettingsSay() throws {
        let folder = try TemporaryFolder()
        try folder.write(LogLine.drop("2026-03-10T07:00:00Z", "a"), to: "logs/a.json")
        try folder.write("lock-wait: 10m\n", to: "hubdrops.yaml")
        let lock = try folder.write("1\n", to: "h.sqlite.lock")
        let descriptor = unsafe open(lock, O_RDWR | O_CLOEXEC)
        try #require(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let waiting = try Program.hubdrops.started(
            [
                "run", "--config", "hubdrops.yaml", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day",
                "2026-03-10",
            ],
            in: try TemporaryFolder(), at: folder)
        var looks = 0
        while looks < 100, waiting.isRunning {
            let place = "/proc/\(waiting.processIdentifier)/fd"
            let open = try FileManager.default.contentsOfDirectory(atPath: place).contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: place + "/" + $0))?.hasSuffix(
                    "h.sqlite.lock") == true
            }
            looks = open ? looks + 1 : 0
        }
        #expect(waiting.isRunning)
        close(descriptor)
        waiting.waitUntilExit()
        #expect(waiting.terminationStatus == 1)
        #expect(FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/report.json")))
    }

    /// An archive, a snapshot, somebody else's: as another user, where this one may write everywhere.
    @Test func aDatabaseThatMayOnlyBeReadGivesItsReportAndKeepsItsBytes() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.connect("2026-03-10T06:00:00Z", "a") + LogLine.drop("2026-03-10T07:00:00Z", "a"),
            to: "archive/logs/a.json")
        let database = folder.path("archive/h.sqlite")
        #expect(try Program.hubdrops.run("import", folder.path("archive/logs"), "--db", database).status == 0)
        let out = folder.path("out")
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
        var words = ["report", "--db", database, "--out", out, "--day", "2026-03-10"]
        var program = Program.hubdrops
        if geteuid() == 0 {
            let nobody: uid_t = 65_534
            chown(out, nobody, nobody)
            // Nobody may not look into every checkout.
            let copy = try folder.install(program.url.path, as: "hubdrops")
            words = ["--reuid", "\(nobody)", "--regid", "\(nobody)", "--clear-groups", copy] + words
            program = Program(tool: "setpriv")
            chmod(database, 0o644)
        } else {
            chmod(database, 0o444)
            chmod(folder.path("archive"), 0o555)
        }
        defer { chmod(folder.path("archive"), 0o755) }
        let before = try Data(contentsOf: URL(filePath: database))
        let result = try program.run(words)
        #expect(result.status == 0, "\(result)")
        #expect(result.errors.contains("h.sqlite: not writable"))
        #expect(FileManager.default.fileExists(atPath: out + "/2026-03-10/report.html"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: out + "/latest") == "2026-03-10")
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("archive")).sorted()
        #expect(names == ["h.sqlite", "h.sqlite.lock", "logs"])
    }
}
