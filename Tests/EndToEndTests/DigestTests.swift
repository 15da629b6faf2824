import Foundation
import Testing

/// The mail of a week that is over.
@Suite struct DigestTests {
    private func record(_ time: String, _ device: String = "pump-1") -> String {
        """
        {"time":"\(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"\(device)\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """
    }

    private func configure(_ folder: TemporaryFolder, _ mail: String) throws {
        try folder.write(
            """
            logs: [logs]
            database: h.sqlite
            output: out
            mail:
              from: hubdrops <reports@ops.example>
              sendmail: [/bin/sh, -c, "test -e \(folder.path("closed")) && exit 75; mkdir -p \(folder.path("sent")); cat > \(folder.path("sent"))/$(ls \(folder.path("sent")) | wc -l).eml"]
            \(mail)
            """, to: "hubdrops.yaml")
    }

    @discardableResult
    private func run(_ folder: TemporaryFolder, day: String) throws -> Program.Result {
        try Program.hubdrops.run("run", "--config", "hubdrops.yaml", "--day", day, in: folder)
    }

    /// Of every mail that was sent: to whom, its subject, its id, what it answers.
    private func sent(_ folder: TemporaryFolder) throws -> [String] {
        let reader = """
            import email, email.policy, glob, os, sys
            for name in sorted(glob.glob(sys.argv[1] + '/*.eml'), key=lambda n: int(os.path.basename(n)[:-4])):
                m = email.message_from_bytes(open(name, 'rb').read(), policy=email.policy.default)
                assert not [p.defects for p in m.walk() if p.defects]
                print(m['To'], '|', m['Subject'].rsplit(':', 1)[0], '|', m['Message-ID'], '|', m['In-Reply-To'] or '-')
            """
        let result = try Program.python.run("-c", reader, folder.path("sent"))
        #expect(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func theReportOfAWeekIsMailedOnceWhenItIsOver() throws {
        let folder = try TemporaryFolder()
        try configure(folder, "  to: [ops@ops.example]\n  when: never\n  digest: week")
        // 2026-03-14 is a Saturday.
        try folder.write(record("2026-03-14T07:00:00Z"), to: "logs/14.json")
        try run(folder, day: "2026-03-14")
        #expect(try sent(folder) == [])
        try folder.write(record("2026-03-15T07:00:00Z"), to: "logs/15.json")
        try run(folder, day: "2026-03-15")
        let one = ["ops@ops.example | [hubdrops] pumps-weu 2026-W11 | <pumps-weu.2026-W11.r1@ops.example> | -"]
        #expect(try sent(folder) == one)
        try run(folder, day: "2026-03-15")
        try folder.write(record("2026-03-16T07:00:00Z"), to: "logs/16.json")
        try run(folder, day: "2026-03-16")
        #expect(try sent(folder) == one)
        let kept = try String(contentsOfFile: folder.path("out/2026-W11/summary.eml"), encoding: .utf8)
        #expect(
            try kept.replacing("\r\n", with: "\n")
                == String(contentsOfFile: folder.path("sent/0.eml"), encoding: .utf8))
        #expect(kept.contains("pumps-weu-2026-W11.html"))
    }

    @Test func whoGetsTheDigestAloneGetsNoMailOfADay() throws {
        let folder = try TemporaryFolder()
        try configure(
            folder,
            "  to: [ops@ops.example]\n  cc: [night@ops.example]\n  digest: [week, month]\n  digest-to: [manager@ops.example]"
        )
        try folder.write(record("2026-05-31T07:00:00Z"), to: "logs/31.json")
        // A Sunday that ends its month.
        try run(folder, day: "2026-05-31")
        #expect(
            try sent(folder).map { $0.components(separatedBy: " | ").prefix(2).joined(separator: " | ") }.sorted() == [
                "manager@ops.example | [hubdrops] pumps-weu 2026-05",
                "manager@ops.example | [hubdrops] pumps-weu 2026-W22",
                "ops@ops.example | [hubdrops] pumps-weu 2026-05-31",
            ])
    }

    @Test func lateRecordsThatChangeTheNumbersBringTheWeekAgainUnderTheFirstMail() throws {
        let folder = try TemporaryFolder()
        try configure(folder, "  digest: week\n  digest-to: [manager@ops.example]")
        try folder.write(record("2026-03-14T07:00:00Z"), to: "logs/14.json")
        try run(folder, day: "2026-03-14")
        try folder.write(record("2026-03-15T07:00:00Z"), to: "logs/15.json")
        try run(folder, day: "2026-03-15")
        try folder.write(record("2026-03-14T09:00:00Z", "pump-2"), to: "logs/late.json")
        try run(folder, day: "2026-03-16")
        #expect(
            try sent(folder) == [
                "manager@ops.example | [hubdrops] pumps-weu 2026-W11 | <pumps-weu.2026-W11.r1@ops.example> | -",
                "manager@ops.example | Re: [hubdrops] pumps-weu 2026-W11 | <pumps-weu.2026-W11.r2@ops.example> | "
                    + "<pumps-weu.2026-W11.r1@ops.example>",
            ])
    }

    @Test func aDigestThatCouldNotLeaveLeavesWithTheNextRun() throws {
        let folder = try TemporaryFolder()
        try configure(folder, "  digest: week\n  digest-to: [manager@ops.example]")
        try folder.write(record("2026-03-15T07:00:00Z"), to: "logs/15.json")
        // Asked for by hand the report is written and mailed to nobody; it still counts as untold.
        let imported = try Program.hubdrops.run("import", "logs", "--db", "h.sqlite", in: folder)
        #expect(imported.status == 0, "\(imported.errors)")
        _ = try Program.hubdrops.run(
            "report", "--config", "hubdrops.yaml", "--day", "2026-03-15", in: folder)
        #expect(try sent(folder) == [])
        try run(folder, day: "2026-03-15")
        #expect(try sent(folder).count == 1)
    }

    @Test func aCheckSaysWhoGetsWhat() throws {
        let folder = try TemporaryFolder()
        try configure(
            folder, "  to: [a@ops.example, b@ops.example]\n  when: worse\n  digest: week\n  digest-to: [c@ops.example]")
        let result = try Program.hubdrops.run("check", "--config", "hubdrops.yaml", in: folder)
        #expect(result.output.contains("/bin/sh; every day that is worse to 2, every week to 1\n"), "\(result.output)")
    }

    /// Late records turn a day that lacked half of its input into one that is not worth a mail; who was told the one is
    /// told the other.
    @Test func aDayThatWasMailedAsBadIsMailedAgainWhenItTurnsOutOtherwise() throws {
        let folder = try TemporaryFolder()
        try configure(folder, "  to: [ops@ops.example]\n  when: worse")
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        func hours(_ day: Int, _ hours: Range<Int>) -> String {
            hours.map { hour in
                (0..<60).map { minute in
                    record("2026-03-\(two(day))T\(two(hour)):\(two(minute)):00Z", "pump-\(minute)")
                        .replacingOccurrences(of: "deviceDisconnect", with: "deviceConnect")
                        .replacingOccurrences(of: "\"level\":\"Error\"", with: "\"level\":\"Information\"")
                        .replacingOccurrences(of: "\"resultType\":\"404104\",", with: "")
                }.joined()
            }.joined()
        }
        try folder.write(
            hours(9, 20..<24) + hours(10, 0..<12) + hours(10, 18..<24) + hours(11, 0..<6), to: "logs/10.json")
        let told = try run(folder, day: "2026-03-10")
        #expect(!told.errors.contains("rejected") && !told.errors.contains("could not be read"), "\(told.errors)")
        #expect(try sent(folder).count == 1)
        try folder.write(hours(10, 12..<18), to: "logs/late.json")
        try run(folder, day: "2026-03-10")
        let mails = try sent(folder)
        #expect(
            mails.last
                == "ops@ops.example | Re: [hubdrops] pumps-weu 2026-03-10 | <pumps-weu.2026-03-10.r2@ops.example> | "
                + "<pumps-weu.2026-03-10.r1@ops.example>")
        let first = try subject(folder, 0)
        let second = try subject(folder, 1)
        #expect(first.contains("INCOMPLETE DATA"), "\(first)")
        #expect(second.hasPrefix("Re: [hubdrops] pumps-weu 2026-03-10: ") && !second.contains("24 h"), "\(second)")
    }

    private func subject(_ folder: TemporaryFolder, _ number: Int) throws -> String {
        let reader = """
            import email, email.policy, sys
            print(email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)['Subject'])
            """
        return try Program.python.run("-c", reader, folder.path("sent/\(number).eml")).output
    }
}
