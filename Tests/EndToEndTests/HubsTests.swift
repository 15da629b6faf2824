import Foundation
import Testing

/// Hubs that come and go: each morning's report of a database with several of them.
@Suite struct HubsTests {
    private static func line(_ time: String, _ device: String, _ hub: String, _ code: String = "") -> String {
        let result = code.isEmpty ? #""level":"Information""# : #""level":"Error","resultType":"\#(code)""#
        let operation = code.isEmpty ? "deviceConnect" : "deviceDisconnect"
        return
            #"{"time":"\#(time)Z","resourceId":"/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\#(hub)","category":"Connections","#
            + #""operationName":"\#(operation)",\#(result),"properties":{"deviceId":"\#(device)","protocol":"Mqtt"}}"#
            + "\n"
    }

    /// In every hour of a day `hub`'s device drops and is back after ten minutes.
    private static func day(_ date: String, _ hub: String) -> String {
        (0..<24).map { hour in
            let clock = "\(date)T\(hour < 10 ? "0" : "")\(hour)"
            return line(clock + ":10:00", hub + "-1", hub, "404104") + line(clock + ":20:00", hub + "-1", hub)
        }.joined()
    }

    private struct Morning {
        let status: Int32
        let report: [String: Any]
        private var verdict: [String: Any] { report["verdict"] as? [String: Any] ?? [:] }
        var word: String { verdict["word"] as? String ?? "" }
        var headline: String { verdict["headline"] as? String ?? "" }
        var sentence: String { verdict["sentence"] as? String ?? "" }
        var firstAction: String { (report["actions"] as? [[String: Any]])?.first?["kind"] as? String ?? "" }
        var isCompared: Bool {
            (verdict["numbers"] as? [[String: Any]])?.first?["previous"] != nil && report["changes"] != nil
        }

        /// Findings of a kind, as `state: headline`.
        func findings(_ kind: String) -> [String] {
            (report["findings"] as? [[String: Any]] ?? []).filter { $0["kind"] as? String == kind }.map {
                "\($0["state"] as? String ?? "-"): \($0["headline"] as? String ?? "")"
            }
        }
    }

    private static func morning(_ folder: TemporaryFolder, _ date: String, extra: [String] = []) throws -> Morning {
        let result = try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", date] + extra, at: folder)
        #expect(result.status <= 1, "\(result.errors)")
        let data = try Data(contentsOf: folder.url.appending(path: "out/\(date)/report.json"))
        return Morning(
            status: result.status, report: try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]))
    }

    private static let dates = (9...15).map { $0 < 10 ? "2026-03-0\($0)" : "2026-03-\($0)" }

    @Test func aHubThatStopsIsMissedOnTheFirstDayAndKnownAfterIt() throws {
        let folder = try TemporaryFolder()
        for (number, date) in Self.dates.prefix(6).enumerated() {
            try folder.write(
                Self.day(date, "stays") + (number < 3 ? Self.day(date, "goes") : ""), to: "logs/\(date).json")
        }
        let mornings = try Self.dates.prefix(6).map { try Self.morning(folder, $0) }
        #expect(mornings.map(\.status) == [0, 0, 0, 1, 0, 0])
        #expect(mornings.dropFirst().allSatisfy { $0.isCompared })
        #expect(mornings[3].headline == "No data from goes")
        let page = try String(
            contentsOf: folder.url.appending(path: "out/\(Self.dates[3])/hubs/goes.html"), encoding: .utf8)
        #expect(page.contains("<h1>No data</h1>"))
        #expect(!page.contains("No device dropped"))
        #expect(mornings[3].firstAction == "hub-without-records")
        #expect(
            mornings[3].findings("hub-without-records") == [
                "new: No data from goes: its last record is from 11 Mar 23:20:00"
            ])
        for morning in mornings.suffix(2) {
            #expect(morning.word == "usual")
            #expect(morning.sentence.hasSuffix(" goes: no record since 11 Mar 23:20:00."))
            #expect(morning.findings("hub-without-records") == ["known: goes: no record since 11 Mar 23:20:00"])
        }
    }

    @Test func aRetiredHubIsNotMissed() throws {
        let folder = try TemporaryFolder()
        try folder.write("retired-hubs: [Goes]\n", to: "hubdrops.yaml")
        for (number, date) in Self.dates.prefix(3).enumerated() {
            try folder.write(
                Self.day(date, "stays") + (number < 2 ? Self.day(date, "goes") : ""), to: "logs/\(date).json")
        }
        for date in Self.dates.prefix(2) { _ = try Self.morning(folder, date) }
        let morning = try Self.morning(folder, Self.dates[2], extra: ["--config", "hubdrops.yaml"])
        #expect(morning.status == 0)
        #expect(morning.findings("hub-without-records") == [])
    }

    @Test func aHubThatIsAddedLateMissesNothingBeforeItsFirstRecord() throws {
        let folder = try TemporaryFolder()
        for (number, date) in Self.dates.prefix(3).enumerated() {
            let added =
                number < 2
                ? "" : (12..<24).map { Self.line("\(date)T\($0):10:00", "late-\($0)", "late") }.joined()
            try folder.write(Self.day(date, "stays") + added, to: "logs/\(date).json")
        }
        let mornings = try Self.dates.prefix(3).map { try Self.morning(folder, $0) }
        #expect(mornings.map(\.status) == [0, 0, 0])
        #expect(mornings[2].word == "usual")
        #expect(mornings[2].sentence.hasSuffix(" late is new since 12:10:00."))
        #expect(mornings[2].findings("new-hub") == ["-: late is new since 12:10:00"])
    }
}
