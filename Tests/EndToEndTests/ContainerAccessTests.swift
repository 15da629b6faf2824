import Foundation
import Loopback
import Testing

/// What opens a container, what is said where nothing does, and what nobody may see of it.
@Suite struct ContainerAccessTests {
    /// What was not read is the address, whatever stood in the way, so that a run without it has nothing to miss.
    @Test(
        arguments: [
            ("https://acct.blob.core.windows.net/insights-logs-connections?sv=1", [:], "copy it whole, in quotes"),
            ("https://acct.dfs.core.windows.net/logs", [:], ".blob."),
            ("https://acct.blob.core.windows.net/logs/%zz", [:], "%"),
            (
                "https://acct.blob.core.windows.net/logs", ["AZURE_STORAGE_SAS_TOKEN": "S3CRET"],
                "https://acct.blob.core.windows.net/logs/: AZURE_STORAGE_SAS_TOKEN in the environment: no shared access signature"
            ),
            (
                "https://acct.blob.core.windows.net/logs",
                [
                    "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "/nowhere",
                ], "https://acct.blob.core.windows.net/logs/: /nowhere: cannot be read as a token"
            ),
        ] as [(String, [String: String], String)])
    func anAddressThatNothingCanBeReadFromIsMissedInItsOwnReportAlone(
        url: String, environment: [String: String], words: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        let job = ["run", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", "--logs", "other.json"]
        let result = try Program.hubdrops.run(job + ["--logs", url], environment: environment, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("its records are missing"))
        #expect(report.contains("//acct"))
        try Program.hubdrops.run(job, at: folder)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    /// A refusal has more bytes than the one that is asked for.
    @Test func checkSaysWhyABlobIsRefused() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: "a.json")
        try server.set(
            #"{"faults": [{"match": "a.json", "status": 403, "code": "AuthorizationPermissionMismatch"}]}"#)
        let check = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)], environment: server.keyed)
        #expect(check.status == 78)
        #expect(check.output.contains("give it the role Storage Blob Data Reader"), "\(check.output)")
    }

    /// A rule of the account archives what is old, and old names come first.
    @Test(arguments: [(["h=06"], "; listed and read"), (["h="], "; listed, nothing online to read")])
    func checkReadsWhatIsNotArchived(archived: [String], words: String) throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for hour in ["06", "07"] {
            try server.put(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), at: "h=\(hour)/a.json")
        }
        try server.set(#"{"archived": \#(archived)}"#)
        let check = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)], environment: server.keyed)
        #expect(check.output.contains(words), "\(check.output)")
    }

    @Test func tokensOfAnIdentityOpenAContainerAndAreRenewed() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: "a.json")
        // Shorter than the time before its end at which a token is renewed: each request asks for one.
        try server.set(#"{"life": 200}"#)
        let host = "http://127.0.0.1:\(server.port)"
        let identities: [([String: String], String)] = [
            (["AZURE_POD_IDENTITY_AUTHORITY_HOST": host], "managed identity (instance metadata)"),
            (
                ["IDENTITY_ENDPOINT": host + "/msi/token", "IDENTITY_HEADER": "HEADEROFNOBODY"],
                "managed identity (IDENTITY_ENDPOINT)"
            ),
            (
                [
                    "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "c", "AZURE_AUTHORITY_HOST": host,
                    "AZURE_CLIENT_SECRET": "a secret/of+nobody=",
                ], "service principal c, client secret"
            ),
            (
                [
                    "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "c", "AZURE_AUTHORITY_HOST": host,
                    "AZURE_FEDERATED_TOKEN_FILE": try folder.write("assertion.of.nobody\n", to: "assertion"),
                ], "service principal c, federated token"
            ),
        ]
        for (number, (environment, words)) in identities.enumerated() {
            try server.forgetRequests()
            let db = "\(number).sqlite"
            let result = try Program.hubdrops.run(
                ["import", server.url(), "--db", db], environment: environment, at: folder)
            #expect(result.status == 0, "\(words): \(result.errors)")
            #expect(try folder.rows("SELECT count(*) FROM events", db: db) == "2\n")
            #expect(try server.requests.count { $0.opened == "token" && !$0.path.contains("/logs") } >= 2)
            let check = try Program.hubdrops.run(
                ["check", "--config", try configuration(folder, server)], environment: environment)
            #expect(check.output.contains(words + "; listed and read"), "\(check.output)")
        }
    }

    private func configuration(_ folder: TemporaryFolder, _ server: BlobServer) throws -> String {
        try folder.write("logs: \(server.url())\n", to: "hubdrops.yaml")
    }

    @Test func theLoginOfThePersonIsUsedLast() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: "a.json")
        let ask =
            "curl -s -H Metadata:true 'http://127.0.0.1:\(server.port)/metadata/identity/oauth2/token?resource=https://storage.azure.com/'"
        let script = try folder.write(
            "#!/bin/sh\necho 'WARNING: old' >&2\n[ \"$1 $2\" = 'account get-access-token' ] && \(ask) | sed s/access_token/accessToken/\n",
            to: "az.sh")
        _ = try folder.install(script, as: "bin/az")
        let environment = [
            "PATH": folder.path("bin") + ":/usr/bin:/bin", "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1",
        ]
        let check = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)], environment: environment)
        #expect(check.output.contains("az login; listed and read"), "\(check.output)")
        let without = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)],
            environment: ["PATH": "/nowhere", "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1"])
        #expect(without.status == 78)
        #expect(without.output.contains("run az login"), "\(without.output)")
    }

    @Test func aSecretInTheConfigurationIsRefusedWithItsPlace() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "logs:\n  - https://acct.blob.core.windows.net/logs?sv=2026-10-06&sig=S3CRET\n", to: "hubdrops.yaml")
        let result = try Program.hubdrops.run(["check", "--config", path])
        #expect(result.status == 78)
        #expect(result.errors.contains("hubdrops.yaml:2:5:"), "\(result.errors)")
        #expect(result.errors.contains("AZURE_STORAGE_SAS_TOKEN"))
        #expect(!(result.output + result.errors).contains("S3CRET"))
    }

    @Test func theProcessListShowsNoSignature() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.set(#"{"says": true, "latency": 60, "signed": false}"#)
        let process = try Program.hubdrops.started(
            [
                "import", server.url() + "?sv=2026-10-06&sig=S3CRET", "--db", folder.path("sig=S3CRET"),
            ], in: folder)
        try server.waitForRequest()
        let shown = try String(contentsOfFile: "/proc/\(process.processIdentifier)/cmdline", encoding: .utf8)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(shown.contains(server.url() + "?x"))
        #expect(!shown.contains("S3CRET"))
    }
}
