import Foundation
import Testing

/// What leaves a run beside the report: mail, metrics, hooks.
@Suite struct DeliveryOfARunTests {
    private let record = """
        {"time":"2026-03-10T07:12:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"pump-1\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """

    private func run(_ folder: TemporaryFolder, _ configuration: String) throws -> Program.Result {
        try folder.write(record, to: "logs/PT1H.json")
        try folder.write(configuration, to: "hubdrops.yaml")
        return try Program.hubdrops.run(
            "run", "--config", "hubdrops.yaml", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day",
            "2026-03-10", in: folder)
    }

    @Test func theMailOfADayReachesItsCommandOnceAndIsKeptBesideTheReport() throws {
        let folder = try TemporaryFolder()
        let configuration = """
            mail:
              from: hubdrops <reports@ops.example>
              to: [operators@ops.example]
              sendmail: [/bin/sh, -c, "cat >> \(folder.path("sent.eml"))"]
            """
        #expect(try run(folder, configuration).status == 1)
        let sent = try Data(contentsOf: folder.url.appending(path: "sent.eml"))
        // A command is given the line ends of the system, the kept message has those of mail.
        let kept = try String(contentsOfFile: folder.path("out/2026-03-10/summary.eml"), encoding: .utf8)
        #expect(kept.replacing("\r\n", with: "\n") == String(decoding: sent, as: UTF8.self))
        let reader = """
            import email, email.policy, sys
            m = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
            print(m['Subject']); print(m['To']); print(m.get_body(('plain',)).get_content())
            print([p.get_filename() for p in m.iter_attachments()], [p.defects for p in m.walk()])
            """
        let read = try Program.python.run("-c", reader, folder.path("sent.eml"))
        #expect(read.output.hasPrefix("[hubdrops] pumps-weu 2026-03-10: "), "\(read)")
        #expect(read.output.contains("Devices that dropped"))
        #expect(read.output.contains("['pumps-weu-2026-03-10.html']"))

        // Another run with other settings writes the report anew, and sends nothing twice.
        _ = try run(folder, configuration + "\ncontext-after: 2h\n")
        #expect(try Data(contentsOf: folder.url.appending(path: "sent.eml")) == sent)
    }

    /// The command refuses for now, once; the day stands when the next run comes, and its mail leaves all the same.
    @Test func aMailThatCouldNotLeaveLeavesWithTheNextRunOfTheSameDay() throws {
        let folder = try TemporaryFolder()
        let configuration = """
            mail:
              from: hubdrops <reports@ops.example>
              to: [operators@ops.example]
              sendmail: [/bin/sh, -c, "test -e \(folder.path("open")) || exit 78; cat >> \(folder.path("sent.eml"))"]
            """
        let first = try run(folder, configuration)
        #expect(first.status == 1)
        #expect(first.errors.contains("waits for the next run"), "\(first.errors)")
        try folder.write("", to: "open")
        #expect(try run(folder, configuration).status == 1)
        let sent = try String(contentsOfFile: folder.path("sent.eml"), encoding: .utf8)
        _ = try run(folder, configuration)
        #expect(try String(contentsOfFile: folder.path("sent.eml"), encoding: .utf8) == sent)
        #expect(sent.components(separatedBy: "\nMessage-ID: ").count == 2)
    }

    @Test func withoutSettingsTheMailIsKeptAsADraftThatNamesNobody() throws {
        let folder = try TemporaryFolder()
        _ = try run(folder, "")
        let kept = try String(contentsOfFile: folder.path("out/2026-03-10/summary.eml"), encoding: .utf8)
        let head = try #require(kept.components(separatedBy: "\r\n\r\n").first)
        #expect(head.contains("\r\nX-Unsent: 1\r\n"))
        #expect(head.hasPrefix("From: hubdrops <hubdrops@hubdrops.invalid>\r\n"))
        #expect(!head.contains("\r\nTo:"))
        // A report that is asked for again is the same revision, and says the same to the byte.
        let again = try Program.hubdrops.run(
            "report", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", in: folder)
        #expect(again.status == 1, "\(again.errors)")
        #expect(try String(contentsOfFile: folder.path("out/2026-03-10/summary.eml"), encoding: .utf8) == kept)
    }

    /// STARTTLS, a password, one recipient refused for good and one for now, read back by two readers of other makers.
    @Test func theSampleDayReachesARealMailServer() throws {
        let repository = Program.repository
        let result = try Program.python.run(
            repository.appending(path: "Tests/mail/check_run.py").path, Program.hubdrops.url.path,
            repository.appending(path: "SampleData").path)
        #expect(result.status == 0, "\(result.output)\n\(result.errors)")
        #expect(result.output.contains("ok    ripmime: both bodies"))
    }

    @Test func metricsAndHooksTellHowTheRunEnded() throws {
        let folder = try TemporaryFolder()
        let configuration = """
            metrics-file: hubdrops.prom
            on-success: [/bin/sh, -c, "echo $HUBDROPS_EXIT $HUBDROPS_DAY > \(folder.path("hook"))"]
            """
        _ = try run(folder, configuration)
        let metrics = try String(contentsOfFile: folder.path("hubdrops.prom"), encoding: .utf8)
        #expect(metrics.contains("hubdrops_input_hours_covered 1\n"))
        #expect(metrics.contains("hubdrops_last_run_exit_code 1\n"))
        #expect(try String(contentsOfFile: folder.path("hook"), encoding: .utf8) == "1 2026-03-10\n")
    }

    @Test func aFailedRunKeepsTheTimeOfTheLastSuccess() throws {
        let folder = try TemporaryFolder()
        let configuration = "metrics-file: hubdrops.prom\n"
        _ = try run(folder, configuration)
        func line(_ name: String) throws -> Substring? {
            try String(contentsOfFile: folder.path("hubdrops.prom"), encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix(name + " ") }
        }
        let success = try #require(try line("hubdrops_last_success_timestamp_seconds"))
        try folder.write("no database", to: "h.sqlite")
        #expect(try run(folder, configuration).status == 65)
        #expect(try line("hubdrops_last_run_exit_code") == "hubdrops_last_run_exit_code 65")
        #expect(try line("hubdrops_last_success_timestamp_seconds") == success)
        #expect(try line("hubdrops_input_hours_covered") == "hubdrops_input_hours_covered 1")
    }

    @Test func aCheckLooksAtMailHooksAndMetrics() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            metrics-file: no/such/hubdrops.prom
            on-failure: [no-such-program]
            on-success: [sh, -c, "true"]
            mail:
              from: reports@ops.example
              to: [operators@ops.example]
              smtp: {host: mail.ops.example, user: u, password-file: missing}
            """, to: "hubdrops.yaml")
        let result = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", in: folder)
        #expect(result.status == 78)
        let wrong = result.output.split(separator: "\n").filter { $0.hasPrefix("WRONG") }.map {
            $0.split(separator: " ")[1]
        }
        #expect(wrong == ["mail", "metrics-file", "on-failure"])
    }
}
