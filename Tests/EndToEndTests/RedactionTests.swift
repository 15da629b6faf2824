import Foundation
import Testing

/// Reports that may leave the company.
@Suite struct RedactionTests {
    /// Devices whose names are hidden in places where nobody looks for them: an SDK, a line that cannot be read.
    private static let hostile = """
        {"time":"2026-03-10T07:12:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceConnect","category":"Connections","level":"Information","properties":"{\\"deviceId\\":\\"secret-pump-1\\",\\"moduleId\\":\\"hall-camera\\",\\"protocol\\":\\"Mqtt\\",\\"sdkVersion\\":\\"iothubclient/1.3.9 (secret-pump-2; at=secret-pump-1)\\",\\"maskedIpAddress\\":\\"198.51.100.XXX\\"}"}
        {"time":"2026-03-10T07:13:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404998","resultDescription":"secret-pump-1 went away to 192.0.2.77:8883","properties":"{\\"deviceId\\":\\"secret-pump-2\\",\\"protocol\\":\\"Mqtt\\",\\"maskedIpAddress\\":\\"198.51.100.XXX\\"}"}
        {"time":"2026-03-10T07:14:41Z","deviceId":"secret-pump-1" is not JSON

        """

    /// An event of which the log has no record, so that the report shows it.
    private static let hostileEvent = """
        [{"id":"1","topic":"/SUBSCRIPTIONS/S","subject":"devices/secret-pump-1","eventType":"Microsoft.Devices.DeviceDisconnected","eventTime":"2026-03-10T15:12:52.1234567Z","data":{"deviceConnectionStateEventInfo":{"sequenceNumber":"01"},"hubName":"PUMPS-WEU","deviceId":"secret-pump-1","moduleId":"hall-camera"},"dataVersion":"1","metadataVersion":"1"}]
        """

    private static let hostileHealth = """
        {"value":[{"id":"/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/pumps-weu/providers/Microsoft.ResourceHealth/availabilityStatuses/current","name":"current","properties":{"availabilityState":"Degraded","title":"secret-pump-2 is affected","summary":"Support looks at it.","occuredTime":"2026-03-10T09:55:00Z","reportedTime":"2026-03-10T10:05:00Z"}}]}
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let sample = Program.repository.appending(path: "SampleData")
        for name in ["logs", "registry.json", "registry-pumps-neu.json", "health.json"] {
            try FileManager.default.copyItem(
                at: sample.appending(path: name), to: folder.url.appending(path: name))
        }
        try folder.write(Self.hostile, to: "logs/PT1H.json")
        try folder.write(Self.hostileEvent, to: "events.json")
        try folder.write(Self.hostileHealth, to: "hostile-health.json")
        try folder.write(
            """
            logs: [logs]
            database: h.sqlite
            output: out
            day: 2026-03-10
            registry: [registry.json, registry-pumps-neu.json]
            health: [health.json, hostile-health.json]
            connection-events: [events.json]
            metrics-file: hubdrops.prom
            alerts:
              device-not-back: [secret-pump-2]
            mail:
              from: hubdrops <reports@ops.example>
              to: [operators@ops.example]
              attach-csv: true
              sendmail: [/bin/sh, -c, "cat >> \(folder.path("sent.eml"))"]
            """, to: "hubdrops.yaml")
        return folder
    }

    private func leaks(_ folder: TemporaryFolder, _ places: String...) throws -> String {
        let script = Program.repository.appending(path: "Tests/reference/leaks.py").path
        let result = try Program.python.run(
            [script, folder.path("h.sqlite"), folder.path("registry.json")] + places.map(folder.path))
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test func noNameOfTheDayStandsInAnyOutput() throws {
        let folder = try folder()
        let run = try Program.hubdrops.run("run", "--config", "hubdrops.yaml", "--redact", "--summary", in: folder)
        #expect(run.status == 1, "\(run.errors)")
        try folder.write(run.output + run.errors, to: "said")
        for command in [["export", "counts"], ["export", "drops"], ["device", "secret-pump-2"]] {
            let result = try Program.hubdrops.run(command + ["--config", "hubdrops.yaml", "--redact"], at: folder)
            #expect(result.status == 0, "\(result.errors)")
            try folder.write(result.output + result.errors, to: "said-" + command[0] + command[1].prefix(6))
        }
        #expect(
            try leaks(
                folder, "out", "sent.eml", "hubdrops.prom", "said", "said-exportcounts", "said-exportdrops",
                "said-devicesecret")
                == "")
        let redacted = try text(folder, "out/2026-03-10/report.json")
        for hidden in ["192.0.2.77", "logs/", "is not JSON"] { #expect(!redacted.contains(hidden), "\(hidden)") }
        // The search finds what is there.
        _ = try Program.hubdrops.run("run", "--config", "hubdrops.yaml", in: folder)
        #expect(try leaks(folder, "out").contains("secret-pump-2"))
        let page = try text(folder, "out/2026-03-10/report.json")
        for shown in ["secret-pump-1 went away to 192.0.2.77", "secret-pump-2 is affected", "hall-camera"] {
            #expect(page.contains(shown), "\(shown)")
        }
    }

    /// Bundle, tickets, phone text, mails of incidents, the page of a device, and a week whose days were worked out
    /// before anybody thought of pseudonyms.
    @Test func noNameStandsInWhatIsMadeBesideTheReport() throws {
        let folder = try folder()
        let more = """

              incidents-to: [tickets@ops.example]
            tickets: [gfm, gitlab, ado-html, plain]
            group-by-tag: site
            silences: silences.yaml
            """
        let configuration = try String(contentsOfFile: folder.path("hubdrops.yaml"), encoding: .utf8)
        try folder.write(configuration + more, to: "hubdrops.yaml")
        try folder.write(
            """
            - {device: secret-pump-2, who: Ada, why: secret-pump-2 is in store beside secret-pump-1, until: 2026-04-01}
            - {device: "secret-pump-?", who: Ada, why: known, until: 2026-03-01}
            - {device: secret-pump-77, who: Ada, why: secret-pump-77 never came, until: 2026-03-01}

            """, to: "silences.yaml")
        #expect(try Program.hubdrops.run("run", "--config", "hubdrops.yaml", in: folder).status == 1)
        try FileManager.default.removeItem(atPath: folder.path("out"))
        let week = try Program.hubdrops.run(
            "report", "--week", "2026-W11", "--config", "hubdrops.yaml", "--redact", in: folder)
        #expect(week.status == 0, "\(week.errors)")
        #expect(try leaks(folder, "out") == "")
        #expect(try text(folder, "out/2026-W11/report.json").contains(/"scope" : "(addresses |tag site=t-)/))

        try FileManager.default.removeItem(atPath: folder.path("sent.eml"))
        try FileManager.default.removeItem(atPath: folder.path("h.sqlite.outbox"))
        #expect(try Program.hubdrops.run("run", "--config", "hubdrops.yaml", "--redact", in: folder).status == 1)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("out/2026-03-10/incidents"))
        let key = try #require(names.sorted().first { $0.hasSuffix(".html") }).dropLast(5)
        let bundle = try Program.hubdrops.run(
            "bundle", String(key), "--config", "hubdrops.yaml", "--redact", "--out", "bundle.tar.gz", in: folder)
        #expect(bundle.status == 0, "\(bundle.errors)")
        let device = try Program.hubdrops.run(
            "device", "secret-pump-2", "--config", "hubdrops.yaml", "--redact", "--html", "device.html", in: folder)
        #expect(device.status == 0, "\(device.errors)")
        for name in ["phone.txt", "tickets/day.plain.txt", "tickets/day.ado-html.html"] {
            #expect(FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/" + name)), "\(name)")
        }
        #expect(FileManager.default.fileExists(atPath: folder.path("out/2026-03-10/incidents/\(key).eml")))
        #expect(try leaks(folder, "out", "sent.eml", "bundle.tar.gz", "device.html") == "")
        let report = try text(folder, "out/2026-03-10/report.json")
        #expect(!report.contains("secret-pump"))
        #expect(report.contains("(withheld)"))
    }

    @Test func aSilenceWithARealIdHoldsWithPseudonyms() throws {
        let folder = try folder()
        let configuration = try String(contentsOfFile: folder.path("hubdrops.yaml"), encoding: .utf8)
        try folder.write(configuration + "\nsilences: silences.yaml\n", to: "hubdrops.yaml")
        func states(_ options: String...) throws -> [String] {
            _ = try Program.hubdrops.run(["run", "--config", "hubdrops.yaml"] + options, at: folder)
            let bytes = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
            let report = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            let findings = try #require(report["findings"] as? [[String: Any]])
            return findings.filter { $0["state"] as? String == "silenced" }.compactMap { $0["kind"] as? String }
                .sorted()
        }
        try folder.write("[]\n", to: "silences.yaml")
        _ = try states()
        let all = try JSONSerialization.jsonObject(
            with: Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json")))
        let findings = try #require((all as? [String: Any])?["findings"] as? [[String: Any]])
        let duplicate = try #require(
            findings.first { $0["kind"] as? String == "duplicate-identity" }?["devices"] as? [String])
        try folder.write(
            "- {device: \(duplicate[0]), finding: duplicate-identity, who: Ada, why: x, until: 2026-04-01}\n",
            to: "silences.yaml")
        #expect(try states() == ["duplicate-identity"])
        #expect(try states("--redact") == ["duplicate-identity"])
        try folder.write(
            "- {device: \"\(duplicate[0].dropLast())?\", finding: duplicate-identity, who: Ada, why: x, until: 2026-04-01}\n",
            to: "silences.yaml")
        let open = try states()
        #expect(!open.isEmpty)
        #expect(try states("--redact") == open)
    }

    private func text(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }

    @Test func pseudonymsChangeNoNumberAndLeadBackToTheirDevice() throws {
        let folder = try folder()
        func totals(_ options: String...) throws -> Data {
            _ = try Program.hubdrops.run(["run", "--config", "hubdrops.yaml"] + options, at: folder)
            let bytes = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
            let report = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
            return try JSONSerialization.data(withJSONObject: try #require(report["totals"]), options: .sortedKeys)
        }
        #expect(try totals() == totals("--redact"))

        let drops = try Program.hubdrops.run("export", "drops", "--config", "hubdrops.yaml", "--redact", in: folder)
        let row = try #require(drops.output.split(separator: "\n").first { $0.contains("2026-03-10T07:13:41") })
        let pseudonym = String(row.split(separator: ",")[1])
        #expect(pseudonym.hasPrefix("d-"))
        let device = try Program.hubdrops.run("device", pseudonym, "--config", "hubdrops.yaml", "--redact", in: folder)
        #expect(device.output.hasPrefix(pseudonym), "\(device)")
        // Without the setting the pseudonym is nobody.
        #expect(try Program.hubdrops.run("device", pseudonym, "--config", "hubdrops.yaml", in: folder).status == 66)
    }

    /// `az iot hub device-identity list` beside the logs: its lines are no records.
    @Test func theKeysOfARegistryAmongTheLogsReachNoOutput() throws {
        let folder = try TemporaryFolder()
        let key = "kT8s0w+Zq1/Vb7nYxE4mJc2RfHu9LpAoGd6iNtWkS3Q="
        let log = Self.hostile.replacing(
            "secret-pump-1 went away", with: "HostName=h;DeviceId=p;SharedAccessKey=\(key)")
        try folder.write(log, to: "logs/PT1H.json")
        try folder.write(
            "{\"deviceId\":\"p\",\"authentication\":{\"symmetricKey\":{\"primaryKey\":\"\(key)\"}}}\n",
            to: "logs/registry.json")
        let run = try Program.hubdrops.run(
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", in: folder)
        #expect(run.status == 1, "\(run.errors)")
        #expect(try text(folder, "out/2026-03-10/report.json").contains("(masked)"))
        let files = try #require(FileManager.default.enumerator(atPath: folder.url.path))
        for case let name as String in files where !name.hasPrefix("logs") {
            let bytes = FileManager.default.contents(atPath: folder.path(name)) ?? Data()
            #expect(bytes.range(of: Data(key.prefix(20).utf8)) == nil, "\(name)")
        }
    }
}
