import Foundation
import Testing

/// Files among the logs that are none, and records that nobody knows.
@Suite struct StrangerFileTests {
    private func run(_ folder: TemporaryFolder, day: String = "2026-03-10") throws -> Program.Result {
        try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "logs/reports", "--day", day], at: folder)
    }

    private func input(_ folder: TemporaryFolder, day: String = "2026-03-10") throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "logs/reports/\(day)/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(report["input"] as? [String: Any])
    }

    private static let key = "c2VjcmV0LXByaW1hcnkta2V5LW9mLWEtZGV2aWNlLTE="
    private static let registry =
        #"[{"deviceId":"a","status":"enabled","authentication":{"symmetricKey":{"primaryKey":"\#(key)"}}}]"#

    @Test func aRegistryAmongTheLogsIsNamedTaintsNoDayAndLeavesWithItsFile() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            LogLine.drop("2026-03-10T07:00:00Z", "a") + LogLine.connect("2026-03-10T07:10:00Z", "a"), to: "logs/a.json")
        let clean = try run(folder)
        let rejected = try input(folder)["rejected"] as? Int
        try folder.write(Self.registry, to: "logs/registry.json")
        let result = try run(folder)
        #expect(result.status == clean.status)
        #expect(result.errors.contains("registry.json: no log, and left out: an export of the device registry"))
        #expect(result.errors.contains("--registry"))
        let named = try input(folder)
        #expect((named["notes"] as? [String])?.first?.contains("give it with --registry") == true)
        #expect(named["rejected"] as? Int == rejected)
        #expect((named["warnings"] as? [String])?.isEmpty == true)
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path("logs/reports"))
        for name in all {
            guard let data = FileManager.default.contents(atPath: folder.path("logs/reports/" + name)) else { continue }
            #expect(!String(decoding: data, as: UTF8.self).contains(Self.key))
        }
        try FileManager.default.removeItem(atPath: folder.path("logs/registry.json"))
        #expect(try run(folder).status == clean.status)
        #expect((try input(folder)["notes"] as? [String])?.isEmpty == true)
    }

    @Test func anOperationThatNobodyKnowsIsNotedAndMakesNoDayIncomplete() throws {
        let folder = try TemporaryFolder()
        let known = LogLine.drop("2026-03-10T07:00:00Z", "a") + LogLine.connect("2026-03-10T07:10:00Z", "a")
        try folder.write(known, to: "logs/a.json")
        let clean = try run(folder)
        try folder.write(
            known + LogLine.connect("2026-03-10T08:00:00Z", "a").replacing("deviceConnect", with: "deviceFly"),
            to: "logs/a.json")
        #expect(try run(folder).status == clean.status)
        let input = try input(folder)
        #expect(
            input["notes"] as? [String] == [
                "1 record of operations that are not known here was counted and left out: deviceFly (1)."
            ])
        #expect(input["rejected"] as? Int == 0)
    }
}
