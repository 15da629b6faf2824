import Foundation
import Loopback
import Testing

/// Notifications of whole runs, to a server on this machine.
@Suite struct NotifyTests {
    private static let connect = LogLine.connect("2026-03-10T06:00:04Z", "pump-1")
    private static let drop = LogLine.drop("2026-03-10T07:12:41Z", "pump-1")

    /// A folder with a day in which `pump-1` is down at the end, and the configuration that notifies a server.
    private func folder(_ server: LoopbackServer, _ services: [String] = ["webhook"]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Self.connect + Self.drop, to: "logs/PT1H.json")
        for (name, secret) in [("url", server.url("/hook/S3CRETPATH")), ("key", "R0UTINGKEY"), ("token", "T0KENT0KEN")]
        {
            let path = try folder.write(secret + "\n", to: name)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
        let settings = [
            "slack": "{url-file: url}", "teams": "{url-file: url}",
            "pagerduty": "{key-file: key, url: \"\(server.url("/v2/enqueue"))\"}",
            "webhook": "{url: \"\(server.url("/webhook"))\", token-file: token}",
        ]
        let lines = services.map { "  \($0): \(settings[$0] ?? "")" }
        try folder.write("notify:\n" + lines.joined(separator: "\n") + "\n", to: "hubdrops.yaml")
        return folder
    }

    private static let job = [
        "run", "--config", "hubdrops.yaml", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10",
    ]

    @discardableResult
    private func run(_ folder: TemporaryFolder) throws -> Program.Result {
        try Program.hubdrops.run(Self.job, at: folder)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func everyServiceGetsItsBodyOnce() throws {
        let server = try LoopbackServer("[{}]")
        let folder = try folder(server, ["slack", "teams", "pagerduty", "webhook"])
        #expect(try run(folder).status == 0)
        #expect(try run(folder).status == 0)
        let sent = try server.requests
        let day = folder.path("out/2026-03-10") + "/"
        func file(_ name: String) throws -> String { try String(contentsOfFile: day + name, encoding: .utf8) }
        #expect(sent.count == 4, "each of them once, also after a second run")
        #expect(
            sent.filter { $0.path == "/hook/S3CRETPATH" }.map(\.text).sorted()
                == [
                    try file("notify/slack.json"), try file("notify/teams.json"),
                ].sorted())
        let webhook = try #require(sent.first { $0.path == "/webhook" })
        #expect(webhook.text == (try file("notify.json")))
        #expect(webhook["Authorization"] == "Bearer T0KENT0KEN")
        let page = try object(try #require(sent.first { $0.path == "/v2/enqueue" }).text)
        #expect(page["routing_key"] as? String == "R0UTINGKEY")
        #expect(page["event_action"] as? String == "trigger")
    }

    @Test func aPageEndsWhenItsMatterIsOver() throws {
        let server = try LoopbackServer(#"[{"status":202}]"#)
        let folder = try folder(server, ["pagerduty"])
        try run(folder)
        // The next day the device is back, and connected to its end.
        try folder.write(
            LogLine.connect("2026-03-11T01:00:00Z", "pump-1") + LogLine.connect("2026-03-11T02:00:00Z", "pump-2"),
            to: "logs/PT2H.json")
        var next = Self.job
        next[next.count - 1] = "2026-03-11"
        try Program.hubdrops.run(next, at: folder)
        let events = try server.requests.map { try object($0.text) }
        #expect(events.map { $0["event_action"] as? String } == ["trigger", "resolve"])
        #expect(Set(events.map { $0["dedup_key"] as? String }).count == 1)
    }

    @Test(arguments: [
        (#"[{"status":400,"body":"no"}]"#, "not delivered: answered 400: no"),
        (#"[{"status":403}]"#, "waits for the next run: answered 403"),
        // A wait that is longer than the run's patience, so that the test need not wait either.
        (#"[{"status":429,"fields":{"Retry-After":"600"}}]"#, "waits for the next run: answered 429"),
        (#"[{"status":503,"fields":{"Retry-After":"600"}}]"#, "waits for the next run: answered 503"),
    ])
    func whatIsNotDeliveredIsSaidAndEndsTheRunWithOne(answers: String, words: String) throws {
        let server = try LoopbackServer(answers)
        let folder = try folder(server)
        let result = try run(folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(try server.requests.count == 1)
    }

    @Test func whatWaitsLeavesWithTheNextRun() throws {
        let server = try LoopbackServer(#"[{"status":429,"fields":{"Retry-After":"600"}},{"status":200}]"#)
        let folder = try folder(server)
        #expect(try run(folder).status == 1)
        #expect(try run(folder).status == 0)
        #expect(try run(folder).status == 0)
        let sent = try server.requests
        #expect(sent.count == 2)
        #expect(Set(sent.map { $0["Idempotency-Key"] }).count == 1)
        #expect(Set(sent.map(\.text)).count == 1)
    }

    @Test func aRunThatIsKilledWhileItSendsLosesNothing() throws {
        let server = try LoopbackServer(#"[{"how":"stall"},{"status":200}]"#)
        let folder = try folder(server)
        let streams = try TemporaryFolder()
        let process = try Program.hubdrops.started(Self.job, in: streams, at: folder)
        try server.waitForRequest()
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let next = try run(folder)
        #expect(next.status == 0, "\(next.errors)")
        #expect(next.errors.contains("may arrive twice"))
        let sent = try server.requests
        #expect(sent.count == 2)
        #expect(Set(sent.map { $0["Idempotency-Key"] }).count == 1, "under one key")
        #expect(sent[0].body == sent[1].body)
    }

    @Test func noSecretIsInAnythingThatIsWritten() throws {
        let server = try LoopbackServer(#"[{"status":400,"how":"echo"}]"#)
        let folder = try folder(server, ["slack", "teams", "pagerduty", "webhook"])
        let result = try run(folder)
        for secret in ["S3CRETPATH", "R0UTINGKEY", "T0KENT0KEN"] {
            #expect(!(result.output + result.errors).contains(secret))
            let found = try Program(tool: "grep").run("-rlF", secret, ".", in: folder)
            #expect(
                Set(found.output.split(separator: "\n")).isSubset(of: ["./url", "./key", "./token"]), "\(found.output)")
        }
    }
}
