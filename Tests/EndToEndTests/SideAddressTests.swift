import Foundation
import Loopback
import Testing

/// Registry, metric and health that are asked for, of stand-ins on this machine.
@Suite struct SideAddressTests {
    private static let resource = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/pumps-weu"
    private static let sample = Program.repository.appending(path: "SampleData")

    private func server() throws -> AzureServer {
        let server = try AzureServer()
        for (name, file) in [("devices", "registry"), ("metrics", "metrics"), ("health", "health")] {
            let text = try String(contentsOf: Self.sample.appending(path: file + ".json"), encoding: .utf8)
            try server.write(text, to: name + ".json")
        }
        return server
    }

    private func run(
        _ folder: TemporaryFolder, _ environment: [String: String], _ inputs: [String: String], out: String = "out"
    ) throws -> Program.Result {
        let logs = Self.sample.appending(path: "logs").path
        let options = inputs.sorted { $0.key < $1.key }.flatMap { ["--" + $0.key, $0.value] }
        return try Program.hubdrops.run(
            ["run", "--logs", logs, "--hub", "pumps-weu", "--db", out + ".sqlite", "--out", out, "--day", "2026-03-10"]
                + options, environment: environment, at: folder)
    }

    private func report(_ folder: TemporaryFolder, _ out: String = "out") throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: out + "/2026-03-10/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func addresses(_ server: AzureServer) -> [String: String] {
        ["registry": server.url(""), "metrics": server.url(Self.resource), "health": server.url(Self.resource)]
    }

    private func bytes(_ folder: TemporaryFolder, _ out: String, _ name: String) throws -> Data {
        try Data(contentsOf: folder.url.appending(path: out + "/2026-03-10/" + name))
    }

    @Test func theReportIsThatOfTheSameFactsInFiles() throws {
        let server = try server()
        let folder = try TemporaryFolder()
        let asked = try run(folder, server.identity, addresses(server))
        var files: [String: String] = [:]
        for name in ["registry", "metrics", "health"] {
            files[name] = Self.sample.appending(path: name + ".json").path
        }
        let read = try run(folder, [:], files, out: "files")
        #expect(asked.status == read.status, "\(asked.errors)")
        for name in ["drops.csv", "report.md", "report.html"] {
            #expect(try bytes(folder, "out", name) == bytes(folder, "files", name), "\(name)")
        }
        #expect((try report(folder)["health"] as? [Any])?.isEmpty == false)
        // The metric and the health are asked for by one identity, the registry by another.
        #expect(try server.requests.count { $0.path.hasPrefix("/metadata/") } == 2)
        // 260 devices, a hundred a page.
        #expect(try server.requests.count { $0.path.hasPrefix("/devices/query") } == 3)
        // Who only reads what was reported asks nobody.
        try server.forgetRequests()
        try folder.write("registry: \(server.url(""))\n", to: "hubdrops.yaml")
        _ = try Program.hubdrops.run(
            ["device", "pump-0001", "--db", "out.sqlite", "--day", "2026-03-10", "--config", "hubdrops.yaml"],
            environment: server.identity, at: folder)
        #expect(try server.requests.isEmpty)
    }

    @Test(arguments: [
        ("registry", "devices/query", 403, "IoT Hub Data Reader"), ("metrics", "Insights", 403, "Monitoring Reader"),
        ("health", "ResourceHealth", 404, "no such hub"), ("registry", "devices/query", 429, "busy"),
    ])
    func oneThatFailsCostsOnlyItselfAndIsAskedAgain(input: String, path: String, status: Int, words: String) throws {
        let server = try server()
        let folder = try TemporaryFolder()
        // So long nobody waits.
        try server.set(
            #"{"faults": [{"match": "\#(path)", "status": \#(status), "fields": {"Retry-After": "3600"}}]}"#)
        let result = try run(folder, server.identity, addresses(server))
        #expect(result.status == 1)
        #expect(result.errors.contains("not used: "), "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        var others = addresses(server)
        others[input] = nil
        _ = try run(folder, server.identity, others, out: "without")
        #expect(try bytes(folder, "out", "drops.csv") == bytes(folder, "without", "drops.csv"))
        let facts = try #require(try report(folder)["input"] as? [String: Any])
        let problems = try #require(facts["sideProblems"] as? [String])
        #expect(problems.contains { $0.contains(words) }, "\(problems)")
        // The same night again has it.
        try server.set("{}")
        _ = try run(folder, server.identity, addresses(server))
        _ = try run(folder, server.identity, addresses(server), out: "whole")
        #expect(try bytes(folder, "out", "drops.csv") == bytes(folder, "whole", "drops.csv"))
        let again = try #require(try report(folder)["input"] as? [String: Any])
        #expect(!((again["sideProblems"] as? [String] ?? []).contains { $0.contains(words) }))
    }

    @Test func aListThatBreaksInTheMiddleIsTriedAgain() throws {
        let server = try server()
        let folder = try TemporaryFolder()
        try server.set(#"{"page": 50, "faults": [{"match": "devices/query", "how": "cut", "times": 2}]}"#)
        _ = try run(folder, server.identity, ["registry": server.url("")])
        #expect(
            try report(folder)["input"].flatMap { ($0 as? [String: Any])?["sideProblems"] as? [String] } ?? [] == [])
        #expect(try server.requests.count { $0.path.hasPrefix("/devices/query") } == 8)
    }

    @Test func aPolicyOfTheHubOpensItsRegistry() throws {
        let server = try server()
        let folder = try TemporaryFolder()
        let line = "HostName=127.0.0.1;SharedAccessKeyName=reader;SharedAccessKey="
        let file = try folder.write(
            "HostName=other.azure-devices.net;SharedAccessKeyName=x;SharedAccessKey=eA==\n\(line)\(AzureServer.hubKey)\n",
            to: "hubs")
        let environments = [
            ["IOTHUB_CONNECTION_STRING": line + AzureServer.hubKey], ["IOTHUB_CONNECTION_STRING_FILE": file],
        ]
        for environment in environments {
            try server.forgetRequests()
            let result = try run(folder, environment, ["registry": server.url("")])
            #expect(!result.errors.contains("not used"), "\(result.errors)")
            #expect(try server.requests.map(\.opened) == ["signature", "signature", "signature"])
            try FileManager.default.removeItem(atPath: folder.path("out"))
        }
        let wrong = try run(
            folder, ["IOTHUB_CONNECTION_STRING": line + "S3CRET=="], ["registry": server.url("")], out: "wrong")
        #expect(wrong.errors.contains("IOTHUB_CONNECTION_STRING"), "\(wrong.errors)")
        #expect(!wrong.errors.contains("S3CRET"))
    }

    @Test func theCheckAsksEachOfThem() throws {
        let server = try server()
        let folder = try TemporaryFolder()
        try folder.write(
            addresses(server).map { "\($0.key): \($0.value)\n" }.joined(), to: "hubdrops.yaml")
        let arguments = ["check", "--config", folder.path("hubdrops.yaml")]
        let check = try Program.hubdrops.run(arguments, environment: server.identity)
        #expect(check.status == 0)
        #expect(check.output.components(separatedBy: "managed identity (instance metadata); read").count == 4)
        try server.set(#"{"faults": [{"match": "ResourceHealth", "status": 403}]}"#)
        let refused = try Program.hubdrops.run(arguments, environment: server.identity)
        #expect(refused.status == 78)
        #expect(refused.output.contains("WRONG  health"), "\(refused.output)")
    }

    @Test func aSecretInAnAddressOfTheConfigurationIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write("registry: https://pumps.azure-devices.net?sig=S3CRET\n", to: "hubdrops.yaml")
        let result = try Program.hubdrops.run(["check", "--config", folder.path("hubdrops.yaml")])
        #expect(result.status == 78)
        #expect(result.errors.contains("docs/azure.md says where credentials come from"), "\(result.errors)")
        #expect(!result.errors.contains("S3CRET"))
    }
}
