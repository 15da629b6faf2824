import Foundation
import Loopback
import Testing

/// Logs that are asked of Log Analytics and Data Explorer: stand-ins on this machine, whose queries an engine judges
/// (`make check-sources`).
@Suite struct QueryTests {
    enum Service: String, CaseIterable {
        case logAnalytics
        case dataExplorer

        func address(_ server: AzureServer) -> String {
            self == .logAnalytics ? server.logAnalytics : server.dataExplorer
        }
    }

    private static let events = "SELECT time, hub, device, operation, code, sdk FROM events ORDER BY 1, 2, 3, 4, 5, 6"

    @discardableResult
    private func bringIn(_ folder: TemporaryFolder, _ address: String, _ server: AzureServer) throws -> Program.Result {
        try Program.hubdrops.run(["import", address, "--db", "h.sqlite"], environment: server.identity, at: folder)
    }

    /// Records of 06 and 07 o'clock on 10 March.
    private func putTwoHours(_ server: AzureServer) throws {
        for hour in ["06", "07"] {
            try server.write(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), to: "logs/\(hour).json")
        }
    }

    private func asked(_ server: AzureServer) throws -> [String] {
        try server.requests.filter(\.asksForRecords).map(\.query)
    }

    @Test(arguments: Service.allCases)
    func theEventsOfATableAreThoseOfFilesHoweverOftenAnswersAreHalved(service: Service) throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        for (name, text) in SmallFleet(seed: 7).files { try server.write(text, to: "logs/" + name) }
        try server.set(#"{"rows": 20}"#)
        let result = try bringIn(folder, service.address(server), server)
        #expect(result.status == 0, "\(result.errors)")
        let hours = Int(try folder.rows("SELECT count(*) FROM files").dropLast()) ?? 0
        #expect(try asked(server).count > 2 * hours)
        try Program.hubdrops.run(["import", server.folder + "/logs", "--db", "files.sqlite"], at: folder)
        let fromFiles = try folder.rows(Self.events, db: "files.sqlite")
        #expect(fromFiles.split(separator: "\n").count > 1000)
        #expect(try folder.rows(Self.events) == fromFiles)
    }

    @Test(arguments: Service.allCases)
    func whatIsKnownIsNotAskedAgainAndWhatCameLateIs(service: Service) throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        #expect(try bringIn(folder, service.address(server), server).status == 0)
        #expect(try asked(server).count == 2)
        try server.forgetRequests()
        #expect(try bringIn(folder, service.address(server), server).status == 0)
        #expect(try asked(server).isEmpty)
        // Columns and counts.
        #expect(try server.requests.count { !$0.isToken } == 2)
        try server.write(LogLine.dropAndConnect("2026-03-10T06:30:04Z", "pump-2"), to: "logs/late.json")
        try server.forgetRequests()
        #expect(try bringIn(folder, service.address(server), server).status == 0)
        #expect(try asked(server).count == 1)
        #expect(try asked(server)[0].contains("datetime(2026-03-10T06:00:00Z)"))
        #expect(try folder.rows("SELECT count(*) FROM events") == "6\n")
    }

    @Test(arguments: [
        ("partial", "the second from 2026-03-10T07:00:00Z: the answer is partial"), ("short", "gave 1 of 2 records"),
        ("cut", "Transferred a partial file"),
    ])
    func anHourThatIsNotWholeIsNamedAndReadByTheNextRun(how: String, words: String) throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(#"{"faults": [{"match": ">= datetime(2026-03-10T07", "how": "\#(how)"}]}"#)
        let job = ["run", "--logs", server.logAnalytics, "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]
        let result = try Program.hubdrops.run(job, environment: server.identity, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words) && result.errors.contains("d=10/h=07"), "\(result.errors)")
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("its records are missing"))
        #expect(try folder.rows("SELECT path LIKE '%h=06' FROM file") == "1\n")
        try server.set("{}")
        #expect(try Program.hubdrops.run(job, environment: server.identity, at: folder).status <= 1)
        #expect(try folder.rows("SELECT count(*) FROM events") == "4\n")
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func anAddressThatIsNoneIsNamedAndNotRemembered() throws {
        let folder = try TemporaryFolder()
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        let result = try Program.hubdrops.run(
            ["import", "other.json", "log-analytics://pumps", "--db", "h.sqlite"], at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("log-analytics://pumps: a workspace is named by its id"), "\(result.errors)")
        #expect(try Program.hubdrops.run(["import", "other.json", "--db", "h.sqlite"], at: folder).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aDryRunKnowsWhatIsRead() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        let job = ["run", "--logs", server.logAnalytics, "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]
        _ = try Program.hubdrops.run(job, environment: server.identity, at: folder)
        let plan = try Program.hubdrops.run(job + ["--dry-run"], environment: server.identity, at: folder)
        #expect(plan.output.contains("files: 2, new or changed: 0"), "\(plan.output)")
    }

    @Test func aRunAsksForTheHoursThatItsDayNeeds() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        for time in ["2026-03-07T20", "2026-03-07T21", "2026-03-10T06", "2026-03-12T23", "2026-03-13T00"] {
            try server.write(LogLine.dropAndConnect(time + ":00:04Z"), to: "logs/\(time).json")
        }
        let result = try Program.hubdrops.run(
            ["run", "--logs", server.logAnalytics, "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"],
            environment: server.identity, at: folder)
        #expect(result.status <= 1, "\(result.errors)")
        let hours = try folder.rows("SELECT substr(path, -9) FROM file ORDER BY 1")
        #expect(hours == "d=07/h=21\nd=10/h=06\nd=12/h=23\n")
    }

    @Test func whatPassesIsTriedAgain() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(
            #"{"faults": [{"match": "summarize", "status": 429, "fields": {"Retry-After": "1"}, "times": 1}, {"match": "T07:00:00Z) and", "status": 503, "times": 1}, {"match": "getschema", "status": 401, "times": 1}]}"#
        )
        let result = try bringIn(folder, server.logAnalytics, server)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.rows("SELECT count(*) FROM events") == "4\n")
        #expect(Set(try server.requests.map(\.status)) == [200, 401, 429, 503])
    }

    @Test func aQueryThatTakesTooLongIsHalved() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(
            #"{"faults": [{"match": "T06:00:00Z) and TimeGenerated < datetime(2026-03-10T07:00:00Z) | project", "status": 504, "code": "GatewayTimeout"}]}"#
        )
        #expect(try bringIn(folder, server.logAnalytics, server).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM events") == "4\n")
        #expect(try asked(server).contains { $0.contains("< datetime(2026-03-10T06:30:00Z)") })
    }

    @Test(arguments: [
        (Service.logAnalytics, #"{"status": 403, "code": "InsufficientAccessError"}"#, "Log Analytics Reader"),
        (.dataExplorer, #"{"status": 403, "code": "Forbidden"}"#, "Viewer of the database"),
        (.logAnalytics, #"{"status": 400, "code": "SemanticError"}"#, "HTTP 400, BadArgumentError, SemanticError"),
        (.dataExplorer, #"{"status": 401}"#, "is not accepted"),
        (.logAnalytics, #"{"how": "partial"}"#, "the answer is partial"),
    ])
    func aTableThatCannotBeAskedLeavesTheOtherLogsAlone(service: Service, fault: String, words: String) throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        try server.set(#"{"faults": [{"match": "getschema", \#(fault.dropFirst())]}"#)
        let result = try Program.hubdrops.run(
            ["import", "other.json", service.address(server), "--db", "h.sqlite"], environment: server.identity,
            at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!result.errors.contains("TOKENOFNOBODY"))
        #expect(try folder.rows("SELECT count(*) FROM events") == "2\n")
        // A slip of the pen is not remembered.
        #expect(try Program.hubdrops.run(["import", "other.json", "--db", "h.sqlite"], at: folder).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    /// The token service stands in the way, and what is missing is the table: for this run, and for no other.
    @Test func aTableForWhichThereIsNoTokenIsMissedUnderItsOwnName() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        let job = ["run", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", "--logs", "other.json"]
        let result = try Program.hubdrops.run(
            job + ["--logs", server.dataExplorer],
            environment: [
                "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "c", "AZURE_FEDERATED_TOKEN_FILE": "/nowhere",
            ], at: folder)
        #expect(result.status == 1)
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("/fleet/AzureDiagnostics/: /nowhere: cannot be read as a token"), "\(report)")
        #expect(report.contains("its records are missing"))
        try Program.hubdrops.run(job, at: folder)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    /// Four hours in a row are asked for in vain; of the fifth nothing is asked.
    @Test func aServiceThatIsDeadIsNotAskedForEachHour() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        for hour in 10..<16 {
            try server.write(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), to: "logs/\(hour).json")
        }
        try server.set(
            #"{"faults": [{"match": "| project TimeGenerated,", "status": 503, "fields": {"Retry-After": "600"}}]}"#)
        let result = try bringIn(folder, server.logAnalytics, server)
        #expect(result.status == 1)
        #expect(result.errors.contains("4 requests in a row were in vain (HTTP 503)"), "\(result.errors)")
        #expect(try asked(server).count == 4)
    }

    @Test func aTableOfAnotherNameIsAsked() throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(
            #"{"columns": ["TimeGenerated", "OperationName", "properties_s", "_ResourceId", "Level", "ResultType"]}"#)
        let result = try bringIn(folder, server.dataExplorer + "/hub logs", server)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.rows("SELECT count(*) FROM events") == "4\n")
        try server.set(#"{"columns": ["TimeGenerated", "Message"]}"#)
        let other = try bringIn(folder, server.dataExplorer, server)
        #expect(other.errors.contains("no columns TimeGenerated and OperationName"), "\(other.errors)")
    }

    @Test(arguments: Service.allCases)
    func theCheckAsksAndSaysWithWhat(service: Service) throws {
        let server = try AzureServer()
        let folder = try TemporaryFolder()
        try folder.write("logs: \(service.address(server))\n", to: "hubdrops.yaml")
        let arguments = ["check", "--config", folder.path("hubdrops.yaml")]
        let check = try Program.hubdrops.run(arguments, environment: server.identity)
        #expect(
            check.output.contains("managed identity (instance metadata); 0 records of the last day"), "\(check.output)")
        try server.set(#"{"faults": [{"match": "query", "status": 403}]}"#)
        let refused = try Program.hubdrops.run(arguments, environment: server.identity)
        #expect(refused.status == 78)
        #expect(refused.output.contains("WRONG  logs"), "\(refused.output)")
    }
}
