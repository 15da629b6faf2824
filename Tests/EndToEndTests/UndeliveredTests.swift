import Foundation
import Testing

/// Mail that does not arrive is no success, and is said wherever somebody may look.
@Suite struct UndeliveredTests {
    /// A day of one device, with a mailer that fails; hooks write their name and what they are told.
    private func folder(_ mailer: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.connect("2026-03-10T06:00:04Z", "pump-1") + LogLine.drop("2026-03-10T07:12:41Z", "pump-1"),
            to: "logs/PT1H.json")
        try folder.write("cat >/dev/null; \(mailer)\n", to: "mailer")
        try folder.write(
            """
            mail:
              from: hubdrops <reports@ops.example>
              to: [ops@ops.example]
              sendmail: [sh, \(folder.path("mailer"))]
            metrics-file: \(folder.path("hubdrops.prom"))
            on-success: [sh, -c, 'echo success $HUBDROPS_EXIT >>\(folder.path("hooks"))']
            on-failure: [sh, -c, 'echo failure $HUBDROPS_EXIT $HUBDROPS_UNDELIVERED $HUBDROPS_REPORT >>\(folder.path("hooks"))']
            """, to: "hubdrops.yaml")
        return folder
    }

    private func run(_ folder: TemporaryFolder, day: String = "2026-03-10") throws -> Program.Result {
        try Program.hubdrops.run(
            "run", "--config", "hubdrops.yaml", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", day,
            in: folder)
    }

    private func text(_ name: String, of folder: TemporaryFolder) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    /// 65 of sysexits.h: refused for good.
    @Test func aRefusedMailIsSaidEverywhere() throws {
        let folder = try folder("echo no such user; exit 65")
        let result = try run(folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("to ops@ops.example: not delivered: "))
        #expect(try text("hooks", of: folder) == "failure 1 1 \(folder.path("out/2026-03-10/report.html"))\n")
        let metrics = try text("hubdrops.prom", of: folder)
        #expect(metrics.contains("hubdrops_outbox_refused{way=\"mail\"} 1\n"))
        #expect(metrics.contains("hubdrops_outbox_waiting{way=\"mail\"} 0\n"))
        let status = try Program.hubdrops.run("status", "--db", "h.sqlite", in: folder).output
        #expect(status.contains("undelivered  Mail '"))
        // The next night's report begins with it.
        _ = try run(folder, day: "2026-03-11")
        let summary = try Program.hubdrops.run(
            "run", "--config", "hubdrops.yaml", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day",
            "2026-03-11", "--summary", in: folder)
        #expect(summary.output.contains("to ops@ops.example was not delivered"), "\(summary.output)")
        #expect(try text("out/2026-03-11/report.html", of: folder).contains("to ops@ops.example was not delivered"))
        #expect(try text("out/2026-03-11/notify.json", of: folder).contains("was not delivered"))
    }

    /// The mailer kills hubdrops the first time: nobody has refused the mail, and the next run sends it.
    @Test func aMailThatARunLeftWhenItDiedIsNotCalledUndelivered() throws {
        let folder = try folder("exit 0")
        let died = folder.path("died")
        try folder.write("[ -e \(died) ] || { touch \(died); kill -9 $PPID; }\n", to: "mailer")
        _ = try run(folder)
        #expect(FileManager.default.fileExists(atPath: died))
        _ = try run(folder, day: "2026-03-11")
        #expect(try !text("out/2026-03-11/report.json", of: folder).contains("\"undelivered\""))
    }

    /// 77 of sysexits.h: a wrong password.
    ///
    /// The mail waits, and is not tried again within the run.
    @Test func aMailThatWaitsIsNoSuccessEither() throws {
        let folder = try folder("echo wrong password; exit 77")
        #expect(try run(folder).status == 1)
        #expect(try text("hubdrops.prom", of: folder).contains("hubdrops_outbox_waiting{way=\"mail\"} 1\n"))
        #expect(try text("hooks", of: folder).hasPrefix("failure 1 1 "))
        try folder.write("cat >/dev/null\n", to: "mailer")
        #expect(try run(folder).status == 0)
        #expect(try text("hubdrops.prom", of: folder).contains("hubdrops_outbox_waiting{way=\"mail\"} 0\n"))
        #expect(try text("hooks", of: folder).hasSuffix("\nsuccess 0\n"))
    }

    @Test func aTestMailIsSentAndItsFateIsSaid() throws {
        let folder = try folder("exit 0")
        let good = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", "--send-test-mail", in: folder)
        #expect(good.status == 0, "\(good.output)")
        #expect(good.output.contains("ok     test mail      taken for ops@ops.example\n"))
        try folder.write("cat >/dev/null; echo no such user; exit 67\n", to: "mailer")
        let bad = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", "--send-test-mail", in: folder)
        #expect(bad.status == 78)
        #expect(bad.output.contains("WRONG  test mail      ops@ops.example: "))
        #expect(bad.output.contains("no such user"))
    }
}
