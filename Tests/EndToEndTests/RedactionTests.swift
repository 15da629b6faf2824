import Foundation
import Testing

/// Reports that may leave the company.
@Suite struct RedactionTests {
    /// Devices whose names are hidden in places where nobody looks for them: an SDK, a line that cannot be read.
    private static let hostile = """
        {"time":"2026-03-10T07:12:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceConnect","category":"Connections","level":"Information","properties":"{\\"deviceId\\":\\"secret-pump-1\\",\\"moduleId\\":\\"hall-camera\\",\\"protocol\\":\\"Mqtt\\",\\"sdkVersion\\":\\"iothubclient/1.3.9 (secret-pump-2; at=secret-pump-1)\\",\\"maskedIpAddress\\":\\"198.51.100.XXX\\"}"}
        {"time":"2026-03-10T07:13:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"secret-pump-1 went away","properties":"{\\"deviceId\\":\\"secret-pump-2\\",\\"protocol\\":\\"Mqtt\\",\\"maskedIpAddress\\":\\"198.51.100.XXX\\"}"}
        {"time":"2026-03-10T07:14:41Z","deviceId":"secret-pump-1" is not JSON

        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let sample = Program.repository.appending(path: "SampleData")
        for name in ["logs", "registry.json", "registry-pumps-neu.json", "health.json"] {
            try FileManager.default.copyItem(
                at: sample.appending(path: name), to: folder.url.appending(path: name))
        }
        try folder.write(Self.hostile, to: "logs/PT1H.json")
        try folder.write(
            """
            logs: [logs]
            database: h.sqlite
            output: out
            day: 2026-03-10
            registry: [registry.json, registry-pumps-neu.json]
            health: [health.json]
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
        // The search finds what is there.
        _ = try Program.hubdrops.run("run", "--config", "hubdrops.yaml", in: folder)
        #expect(try leaks(folder, "out").contains("secret-pump-2"))
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
}
