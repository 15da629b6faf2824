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

    @discardableResult
    private func bringIn(
        _ folder: TemporaryFolder, _ url: String, _ environment: [String: String], db: String = "h.sqlite"
    ) throws -> Program.Result {
        try Program.hubdrops.run(["import", url, "--db", db], environment: environment, at: folder)
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
        let fromFiles = try folder.rows(Self.events, db: "files.sqlite")
        #expect(fromFiles.split(separator: "\n").count > 1000)
        #expect(try folder.rows(Self.events) == fromFiles)
    }

    @Test func gzipIsReadLikePlainText() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: "a.json")
        let path = server.folder + "/blobs/logs/a.json"
        #expect(try Program(tool: "gzip").run([path]).status == 0)
        #expect(try bringIn(folder, server.url(), server.keyed).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM events") == "2\n")
    }

    /// A blob of 06 and one of 07 o'clock on 10 March.
    private func putTwoHours(_ server: BlobServer) throws {
        for hour in ["06", "07"] {
            try server.put(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", hour))
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
        let first = (0..<1000).map { LogLine.dropAndConnect("2026-03-10T06:00:04Z", "pump-\($0)") }.joined()
        try server.put(first, at: name)
        try bringIn(folder, server.url(), server.keyed)
        try server.forgetRequests()
        let second = (0..<300).map { LogLine.dropAndConnect("2026-03-10T06:30:04Z", "pump-\($0)") }.joined()
        try server.append(second, to: name)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.rows("SELECT count(*) FROM events") == "2600\n")
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
                try server.put(LogLine.dropAndConnect("\(date)T\(hour):00:04Z"), at: Self.name(date, hour, hub: hub))
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
            try server.put(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", "\(hour)"))
        }
        try server.set(#"{"every": 3, "faults": [{"match": "h=12", "how": "cut", "times": 1}]}"#)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.rows("SELECT count(*) FROM events") == "12\n")
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
            try server.put(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", hour))
        }
        try server.set(#"{"faults": [{"match": "h=07", \#(fault.dropFirst())]}"#)
        let job = ["run", "--logs", server.url(), "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"]
        let result = try Program.hubdrops.run(job, environment: server.keyed, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(result.errors.contains("h=07"))
        #expect(try folder.rows("SELECT count(*) FROM events") == "4\n")
        let report = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(report.contains("its records are missing"))
        // Once it can be read it is, and nothing is said of it any more.
        try server.set("{}")
        try Program.hubdrops.run(job, environment: server.keyed, at: folder)
        #expect(try folder.rows("SELECT count(*) FROM events") == "6\n")
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aBlobThatIsGoneForGoodIsNotMissedOnceTheListSaysSo() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try putTwoHours(server)
        try server.set(#"{"faults": [{"match": "h=07", "status": 404, "code": "BlobNotFound"}]}"#)
        #expect(try bringIn(folder, server.url(), server.keyed).status == 1)
        // A run that does not ask this container learns nothing of it.
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        try bringIn(folder, "other.json", [:])
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "1\n")
        try server.remove(Self.name("2026-03-10", "07"))
        #expect(try bringIn(folder, server.url(), server.keyed).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aBlockBlobThatIsReplacedWhileItIsReadIsNamed() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let name = Self.name("2026-03-10", "06")
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: name)
        try server.set(
            #"{"blocks": ["PT1H"], "faults": [{"match": "PT1H", "status": 412, "code": "ConditionNotMet"}]}"#)
        let result = try bringIn(folder, server.url(), server.keyed)
        #expect(result.status == 1)
        #expect(result.errors.contains("was replaced since it was listed"), "\(result.errors)")
    }

    @Test func aContainerThatCannotBeListedLeavesTheOtherLogsAlone() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
        let result = try Program.hubdrops.run(
            [
                "import", "other.json", server.url().replacingOccurrences(of: "/logs", with: "/none"), "--db",
                "h.sqlite",
            ],
            environment: server.keyed, at: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("no such container"), "\(result.errors)")
        #expect(try folder.rows("SELECT count(*) FROM events") == "2\n")
        // A slip of the pen is not remembered.
        #expect(try bringIn(folder, "other.json", [:]).status == 0)
        #expect(try folder.rows("SELECT count(*) FROM unreadable") == "0\n")
    }

    @Test func aRefusalThatIsLongerThanTheBlobIsTriedAgain() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        let text = String(LogLine.dropAndConnect("2026-03-10T06:00:04Z").prefix(100))
        try server.put(text, at: "a.json")
        try server.set(#"{"faults": [{"match": "a.json", "status": 503, "code": "ServerBusy", "times": 1}]}"#)
        try bringIn(folder, server.url(), server.keyed)
        #expect(try server.requests.filter { !$0.isList }.map(\.status) == [503, 206])
    }

    /// Each of many small blobs is a wait: several are under way at a time.
    @Test func smallBlobsComeOverSeveralConnections() throws {
        let server = try BlobServer()
        let folder = try TemporaryFolder()
        for hour in 10..<22 {
            try server.put(LogLine.dropAndConnect("2026-03-10T\(hour):00:04Z"), at: Self.name("2026-03-10", "\(hour)"))
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
        try folder.write(LogLine.dropAndConnect("2026-03-10T09:00:04Z"), to: "other.json")
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
        try server.put(LogLine.dropAndConnect("2026-03-10T06:00:04Z"), at: Self.name("2026-03-10", "06"))
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
