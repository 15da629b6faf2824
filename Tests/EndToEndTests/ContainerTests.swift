import Foundation
import Loopback
import Testing

/// Logs that are read where they are: from a storage account on this machine, which clients of other makers judge
/// (`make check-sources`).
@Suite struct ContainerTests {
    /// A blob of an hour of a hub, as diagnostic settings name it.
    private static func name(_ date: String, _ hour: String, hub: String = "PUMPS-WEU") -> String {
        let parts = date.split(separator: "-")
        return
            "resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\(hub)/y=\(parts[0])/m=\(parts[1])/"
            + "d=\(parts[2])/h=\(hour)/m=00/PT1H.json"
    }

    private static func line(_ time: String, _ device: String = "pump-1") -> String {
        LogLine.drop(time, device) + LogLine.connect(time, device)
    }

    @discardableResult
    private func bringIn(
        _ folder: TemporaryFolder, _ url: String, _ environment: [String: String], db: String = "h.sqlite"
    ) throws -> Program.Result {
        try Program.hubdrops.run(["import", url, "--db", db], environment: environment, at: folder)
    }

    private func rows(_ folder: TemporaryFolder, _ sql: String, db: String = "h.sqlite") throws -> String {
        try Program(tool: "sqlite3").run(db, sql, in: folder).output
    }

    private static let events = "SELECT time, hub, device, operation, code, sdk FROM events ORDER BY 1, 2, 3, 4, 5, 6"

    @Test func theEventsOfAContainerAreThoseOfItsFiles() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for (name, text) in SmallFleet(seed: 7).files { try server.put(text, at: "hubs/" + name) }
        try server.set(#"{"page": 3}"#)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        try bringIn(folder, server.folder + "/blobs/logs", [:], db: "files.sqlite")
        let fromFiles = try rows(folder, Self.events, db: "files.sqlite")
        #expect(fromFiles.split(separator: "\n").count > 1000)
        #expect(try rows(folder, Self.events) == fromFiles)
    }

    @Test func gzipIsReadLikePlainText() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: "a.json")
        let path = server.folder + "/blobs/logs/a.json"
        #expect(try Program(tool: "gzip").run([path]).status == 0)
        #expect(try bringIn(folder, server.url(), server.keyed).status == 0)
        #expect(try rows(folder, "SELECT count(*) FROM events") == "2\n")
    }

    /// A blob of 06 and one of 07 o'clock on 10 March.
    private func putTwoHours(_ server: BlobServer) throws {
        for hour in ["06", "07"] {
            try server.put(Self.line("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", hour))
        }
    }

    @Test func anUnchangedContainerCostsItsListAlone() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try bringIn(folder, server.url(), server.keyed)
        try server.forgetRequests()
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try server.requests.map(\.isList) == [true])
    }

    @Test func ofABlobThatGrewOnlyWhatIsNewAndBothEndsMove() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let name = Self.name("2026-03-10", "06")
        let first = (0..<1000).map { Self.line("2026-03-10T06:00:04Z", "pump-\($0)") }.joined()
        try server.put(first, at: name)
        try bringIn(folder, server.url(), server.keyed)
        try server.forgetRequests()
        let second = (0..<300).map { Self.line("2026-03-10T06:30:04Z", "pump-\($0)") }.joined()
        try server.append(second, to: name)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try rows(folder, "SELECT count(*) FROM events") == "2600\n")
        let moved = try server.requests.filter { !$0.isList }
        #expect(moved.map(\.bytes).reduce(0, +) == second.utf8.count + 2 * 65_536)
        #expect(moved.contains { $0.range == "bytes=\(first.utf8.count)-\(first.utf8.count + second.utf8.count - 1)" })
        try server.forgetRequests()
        try bringIn(folder, server.url(), server.keyed)
        #expect(try server.requests.allSatisfy(\.isList))
    }

    @Test func aRunReadsOnlyTheHoursThatItsDayNeeds() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let hours = [
            ("2026-03-06", "12"), ("2026-03-07", "20"), ("2026-03-07", "21"), ("2026-03-10", "06"),
            ("2026-03-12", "23"), ("2026-03-13", "00"),
        ]
        for (date, hour) in hours {
            for hub in ["A", "B"] {
                try server.put(Self.line("\(date)T\(hour):00:04Z"), at: Self.name(date, hour, hub: hub))
            }
        }
        func read(_ day: String) throws -> [String] {
            try server.forgetRequests()
            let result = try Program.hubdrops.run(
                ["run", "--logs", server.url(), "--db", "h.sqlite", "--out", "out", "--day", day],
                environment: server.keyed, at: folder)
            #expect(result.status <= 1, "\(result.errors)")
            return try server.requests.filter { !$0.isList }.map { request in
                String(request.path.split(separator: "/").dropLast(2).suffix(4).joined(separator: "/"))
            }.sorted()
        }
        let wanted = ["y=2026/m=03/d=07/h=21", "y=2026/m=03/d=10/h=06", "y=2026/m=03/d=12/h=23"]
        #expect(try read("2026-03-10") == wanted.flatMap { [$0, $0] })
        // Eleven folders above the years, then for each hub its year, the month in it and the days in that.
        #expect(try server.requests.count(where: \.isList) == 17)
        // Two days later nothing between is left out, and what is known moves no byte.
        #expect(try read("2026-03-15") == ["y=2026/m=03/d=13/h=00", "y=2026/m=03/d=13/h=00"])
    }

    @Test func whatPassesIsTriedAgain() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for hour in 10..<16 {
            try server.put(Self.line("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", "\(hour)"))
        }
        try server.set(#"{"every": 3, "faults": [{"match": "h=12", "how": "cut", "times": 1}]}"#)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try rows(folder, "SELECT count(*) FROM events") == "12\n")
        let statuses = Set(try server.requests.map(\.status))
        #expect(statuses == [200, 206, 503])
    }

    @Test(arguments: [
        (#"{"status": 404, "code": "BlobNotFound"}"#, "is gone since it was listed"),
        (#"{"status": 409, "code": "BlobArchived"}"#, "is archived"),
        (#"{"status": 403, "code": "AuthorizationPermissionMismatch"}"#, "Storage Blob Data Reader"),
        (#"{"how": "shrink"}"#, "has become shorter"),
    ])
    func aBlobThatCannotBeReadIsNamedAndTheOthersAreRead(fault: String, words: String) throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for hour in ["06", "07", "08"] {
            try server.put(Self.line("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", hour))
        }
        try server.set(#"{"faults": [{"match": "h=07", \#(fault.dropFirst())]}"#)
        let job = ["run", "--logs", server.url(), "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]
        let result = try Program.hubdrops.run(job, environment: server.keyed, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.contains("h=07"))
        #expect(try rows(folder, "SELECT count(*) FROM events") == "4\n")
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("its records are missing"))
        // Once it can be read it is, and nothing is said of it any more.
        try server.set("{}")
        try Program.hubdrops.run(job, environment: server.keyed, at: folder)
        #expect(try rows(folder, "SELECT count(*) FROM events") == "6\n")
        #expect(try rows(folder, "SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aBlobThatIsGoneForGoodIsNotMissedOnceTheListSaysSo() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(#"{"faults": [{"match": "h=07", "status": 404, "code": "BlobNotFound"}]}"#)
        #expect(try bringIn(folder, server.url(), server.keyed).status == 1)
        // A run that does not ask this container learns nothing of it.
        try folder.write(Self.line("2026-03-10T09:00:04Z"), to: "other.json")
        try bringIn(folder, "other.json", [:])
        #expect(try rows(folder, "SELECT count(*) FROM unreadable") == "1\n")
        try server.remove(Self.name("2026-03-10", "07"))
        #expect(try bringIn(folder, server.url(), server.keyed).status == 0)
        #expect(try rows(folder, "SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aBlockBlobThatIsReplacedWhileItIsReadIsNamed() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let name = Self.name("2026-03-10", "06")
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: name)
        try server.set(
            #"{"blocks": ["PT1H"], "faults": [{"match": "PT1H", "status": 412, "code": "ConditionNotMet"}]}"#)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 1)
        #expect(result.errors.contains("was replaced since it was listed"), "\(result.errors)")
    }

    @Test func aContainerThatCannotBeListedLeavesTheOtherLogsAlone() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try folder.write(Self.line("2026-03-10T09:00:04Z"), to: "other.json")
        let result = try Program.hubdrops.run(
            [
                "import", "other.json", server.url().replacingOccurrences(of: "/logs", with: "/none"), "--db",
                "h.sqlite",
            ],
            environment: server.keyed, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("no such container"), "\(result.errors)")
        #expect(try rows(folder, "SELECT count(*) FROM events") == "2\n")
        // A slip of the pen is not remembered.
        #expect(try bringIn(folder, "other.json", [:]).status == 0)
        #expect(try rows(folder, "SELECT count(*) FROM unreadable") == "0\n")
    }

    /// What was not read is the address, whatever stood in the way, so that a run without it has nothing to miss.
    @Test(
        arguments: [
            ("https://acct.blob.core.windows.net/insights-logs-connections?sv=1", [:], "copy it whole, in quotes"),
            ("https://acct.dfs.core.windows.net/logs", [:], ".blob."),
            ("https://acct.blob.core.windows.net/logs/%zz", [:], "%"),
            (
                "https://acct.blob.core.windows.net/logs", ["AZURE_STORAGE_SAS_TOKEN": "S3CRET"],
                "https://acct.blob.core.windows.net/logs/: AZURE_STORAGE_SAS_TOKEN: holds no shared access signature"
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
        try folder.write(Self.line("2026-03-10T09:00:04Z"), to: "other.json")
        let job = ["run", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", "--logs", "other.json"]
        let result = try Program.hubdrops.run(job + ["--logs", url], environment: environment, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("its records are missing"))
        #expect(report.contains("//acct"))
        try Program.hubdrops.run(job, at: folder)
        #expect(try rows(folder, "SELECT count(*) FROM unreadable") == "0\n")
    }

    /// A refusal has more bytes than the one that is asked for.
    @Test func checkSaysWhyABlobIsRefused() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: "a.json")
        try server.set(
            #"{"faults": [{"match": "a.json", "status": 403, "code": "AuthorizationPermissionMismatch"}]}"#)
        let check = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)], environment: server.keyed)
        #expect(check.status == 78)
        #expect(check.output.contains("give it the role Storage Blob Data Reader"), "\(check.output)")
    }

    @Test func aRefusalThatIsLongerThanTheBlobIsTriedAgain() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let text = String(Self.line("2026-03-10T06:00:04Z").prefix(100))
        try server.put(text, at: "a.json")
        try server.set(#"{"faults": [{"match": "a.json", "status": 503, "code": "ServerBusy", "times": 1}]}"#)
        try bringIn(folder, server.url(), server.keyed)
        #expect(try server.requests.filter { !$0.isList }.map(\.status) == [503, 206])
    }

    /// A rule of the account archives what is old, and old names come first.
    @Test(arguments: [(["h=06"], "; listed and read"), (["h="], "; listed, nothing online to read")])
    func checkReadsWhatIsNotArchived(archived: [String], words: String) throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(#"{"archived": \#(archived)}"#)
        let check = try Program.hubdrops.run(
            ["check", "--config", try configuration(folder, server)], environment: server.keyed)
        #expect(check.output.contains(words), "\(check.output)")
    }

    @Test func tokensOfAnIdentityOpenAContainerAndAreRenewed() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: "a.json")
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
            let result = try bringIn(folder, server.url(), environment, db: db)
            #expect(result.status == 0, "\(words): \(result.errors)")
            #expect(try rows(folder, "SELECT count(*) FROM events", db: db) == "2\n")
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
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: "a.json")
        let ask =
            "curl -s -H Metadata:true 'http://127.0.0.1:\(server.port)/metadata/identity/oauth2/token?resource=https://storage.azure.com/'"
        let az = try folder.write(
            "#!/bin/sh\necho 'WARNING: old' >&2\n[ \"$1 $2\" = 'account get-access-token' ] && \(ask) | sed s/access_token/accessToken/\n",
            to: "bin/az")
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: az)
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

    /// Each of many small blobs is a wait: several are under way at a time.
    @Test func smallBlobsComeOverSeveralConnections() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for hour in 10..<22 {
            try server.put(Self.line("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", "\(hour)"))
        }
        // None is answered before eight are under way.
        try server.set(#"{"together": 8}"#)
        #expect(try bringIn(folder, server.url(), server.keyed).status == 0)
        let pieces = try server.requests.filter { !$0.isList }
        #expect(pieces.count == 12, "a piece each, and no request for their ends")
        #expect(Set(pieces.map(\.connection)).count == 8)
    }

    @Test func theDryRunSaysWhatCannotBeListed() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try folder.write(Self.line("2026-03-10T09:00:04Z"), to: "other.json")
        let missing = server.url().replacingOccurrences(of: "/logs", with: "/none")
        let result = try Program.hubdrops.run(
            [
                "run", "--logs", "other.json", missing, "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10",
                "--dry-run",
            ], environment: server.keyed, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("no such container"), "\(result.errors)")
        #expect(result.output.contains("files: 1, new or changed: 1"), "\(result.output)")
    }

    @Test func theDryRunListsAndReadsNothing() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(Self.line("2026-03-10T06:00:04Z"), at: Self.name("2026-03-10", "06"))
        let job = [
            "run", "--logs", server.url() + "?sv=2026-10-06&sig=S3CRET", "--db", "h.sqlite", "--out", "out", "--day",
            "2026-03-10", "--dry-run",
        ]
        try server.set(#"{"signed": false}"#)
        let result = try Program.hubdrops.run(job, at: folder)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("files: 1, new or changed: 1"), "\(result.output)")
        #expect(result.output.contains("import   logs from \(server.url()) into h.sqlite"))
        #expect(!(result.output + result.errors).contains("S3CRET"))
        #expect(try server.requests.allSatisfy(\.isList))
    }
}
