import ArgumentParser
import Foundation
import Testing

@testable import generate_days

@Suite struct FilesTests {
    @Test func theSameOptionsWriteTheSameBytes() throws {
        let (one, other) = (try run("--gzip", "--devices", "40"), try run("--gzip", "--devices", "40"))
        #expect(one.keys.sorted() == other.keys.sorted())
        #expect(one == other)
    }

    @Test func eachLineIsARecordOfItsHubAndTimesHaveWholeSeconds() throws {
        let files = try run("--no-noise", "--devices", "40")
        #expect(files.count > 0)
        for (_, bytes) in files {
            for line in bytes.split(separator: 0x0A) {
                let record = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
                #expect((record["time"] as? String)?.count == 20)
                let text = try #require(record["properties"] as? String)
                let properties = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                #expect(properties["deviceId"] is String)
                #expect(record["operationName"] as? String == "deviceConnect" || properties["sdkVersion"] == nil)
                #expect(properties["protocol"] as? String == "Amqp" || properties["authType"] is NSNull)
                #expect((record["level"] as? String == "Error") == (record["resultDescription"] != nil))
            }
        }
    }

    @Test func theTreeFollowsTheHourOfArrival() throws {
        let names = try run("--devices", "20", "--hub", "Pumps-WEU").keys
        #expect(
            names.contains(
                "insights-logs-connections/resourceId=/SUBSCRIPTIONS/00000000-1111-2222-3333-444444444444/RESOURCEGROUPS/RG-FIELD/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU/y=2026/m=03/d=10/h=06/m=00/PT1H.json"
            ))
    }

    @Test func theTableFormsHoldTheEventsOfTheTreeEachOnce() throws {
        let options = ["--devices", "60", "--no-noise"]
        let tree = try run(options).values.reduce(0) { $0 + $1.split(separator: 0x0A).count }
        let csv = try #require(try run(options + ["--format", "csv"])["log-analytics.csv"])
        #expect(String(decoding: csv, as: UTF8.self).components(separatedBy: "\r\n").count - 2 == tree)
        let az = try #require(try run(options + ["--format", "az-json"])["az-query.json"])
        #expect((try JSONSerialization.jsonObject(with: az) as? [[String: String]])?.count == tree)
        let export = try run(options + ["--format", "data-export"])
        #expect(export.values.reduce(0) { $0 + $1.split(separator: 0x0A).count } == tree)
        #expect(export.keys.contains { $0.hasSuffix("workspaces/field-logs/y=2026/m=03/d=10/h=06/m=05/PT05M.json") })
        let query = try #require(try run(options + ["--format", "query-json"])["query-rest.json"])
        let answer = try #require(try JSONSerialization.jsonObject(with: query) as? [String: [[String: Any]]])
        let table = try #require(answer["tables"]?.first)
        #expect((table["rows"] as? [[String]])?.count == tree)
        #expect((table["columns"] as? [[String: String]])?.count == 7)
    }

    @Test func theRegistryHoldsEveryDeviceAndNoKey() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("registry.json")
        _ = try run("--devices", "80", "--registry", path.path)
        let bytes = try Data(contentsOf: path)
        let twins = try #require(try JSONSerialization.jsonObject(with: bytes) as? [[String: Any]])
        #expect(twins.count == 80)
        #expect(twins.contains { $0["status"] as? String == "disabled" })
        #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("key"))
    }

    @Test func theMetricHasAPointForEveryMinute() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("metrics.json")
        _ = try run("--devices", "30", "--metrics", path.path)
        let text = try String(contentsOf: path, encoding: .utf8)
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
        #expect(text.components(separatedBy: "timeStamp").count - 1 == 1_440)
    }

    @Test func eventGridTellsEachIdentitysChangesInTurn() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("events.json")
        _ = try run("--devices", "60", "--event-grid", path.path)
        let events = try #require(
            try JSONSerialization.jsonObject(with: try Data(contentsOf: path)) as? [[String: Any]])
        var latest: [String: String] = [:]
        var repeated = 0
        for event in events {
            let subject = try #require(event["subject"] as? String)
            let type = try #require(event["eventType"] as? String)
            if latest[subject] == type { repeated += 1 }
            latest[subject] = type
        }
        #expect(events.count > 100)
        #expect(repeated == 0)
    }

    /// The compressed blobs are left out, since another zlib may compress the same bytes to others.
    @Test func theSampleDataIsWhatTheGeneratorWrites() throws {
        let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("SampleData")
        let options = [
            "--no-broken-lines", "--seed", "10", "--devices", "260", "--hub", "PUMPS-WEU", "--hub", "PUMPS-NEU",
        ]
        let logs = try run(options + ["--gzip", "--plain-hours", "6-8"])
        let tables = try run(options + ["--format", "csv", "--hours", "6-8"])
        let plain = logs.filter { $0.key.hasSuffix(".json") }
        #expect(plain.count == 4 && tables.count == 1)
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try run(options + ["--truth", folder.appendingPathComponent("drops.csv").path])
        for name in ["drops.csv", "incidents.csv", "devices.csv", "counts.json"] {
            let expected = try Data(contentsOf: sample.appendingPathComponent("truth/" + name))
            #expect(try Data(contentsOf: folder.appendingPathComponent(name)) == expected, "\(name)")
        }
        for (name, bytes) in plain {
            #expect(try Data(contentsOf: sample.appendingPathComponent("logs/" + name)) == bytes, "\(name)")
        }
        for (name, bytes) in tables {
            #expect(try Data(contentsOf: sample.appendingPathComponent(name)) == bytes, "\(name)")
        }
    }

    @Test func theListOfBrokenFilesNamesThemAll() throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try run("--devices", "10", "--broken", folder.path)
        let list = try String(contentsOf: folder.appendingPathComponent("contents.txt"), encoding: .utf8)
        let listed = list.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").first.map(String.init)
        }
        let present = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "contents.txt" }
        #expect(!present.isEmpty && listed.sorted() == present.sorted())
    }

    @Test(arguments: [
        ["--date", "2026-02-30"], ["--days", "0"], ["--devices", "0"], ["--hours", "9-6"], ["--profile", "loud"],
    ])
    func senselessOptionsAreRefused(options: [String]) {
        #expect(throws: (any Error).self) { try GenerateDays.parse(["--out", "unused"] + options) }
    }

    private func run(_ options: String...) throws -> [String: Data] { try run(options) }

    /// The files of the logs by their path within the folder.
    private func run(_ options: [String]) throws -> [String: Data] {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var command = try GenerateDays.parse(["--out", folder.path, "--quiet"] + options)
        try command.run()
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let url = folder.appendingPathComponent(name)
            if name.hasSuffix(".json") || name.hasSuffix(".gz") || name.hasSuffix(".csv") {
                files[name] = try Data(contentsOf: url)
            }
        }
        return files
    }

    private func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("generate-days-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
