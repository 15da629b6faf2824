import Foundation
import Testing

/// What reports of several nights say of devices that the nights before know, and that they all say the same of a day,
/// however its records came.
@Suite struct CarriedStateTests {
    private func record(
        _ time: String, _ device: String, _ operation: String, code: String = "", hub: String = "PUMPS-WEU"
    )
        -> String
    {
        let result = code.isEmpty ? "\"level\":\"Information\"" : "\"level\":\"Error\",\"resultType\":\"\(code)\""
        return """
            {"time":"\(time)Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\(hub)","operationName":"\(operation)","category":"Connections",\(result),"properties":"{\\"deviceId\\":\\"\(device)\\",\\"protocol\\":\\"Mqtt\\",\\"sdkVersion\\":\\"iothubclient/1.13.0\\",\\"maskedIpAddress\\":\\"203.0.113.XXX\\"}","location":"westeurope"}

            """
    }

    private func night(_ folder: TemporaryFolder, _ day: String, extra: String...) throws {
        let result = try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", day] + extra, at: folder)
        #expect(result.status == 0 || result.status == 1, "\(result.errors)")
    }

    private func report(_ folder: TemporaryFolder, _ day: String, out: String = "out") throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "\(out)/\(day)/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func stillDown(_ report: [String: Any]) -> Int? {
        (report["totals"] as? [String: Any])?["stillDown"] as? Int
    }

    private func names(_ list: String, _ report: [String: Any]) -> [String] {
        let changes = report["changes"] as? [String: Any]
        return (changes?[list] as? [[String: Any]])?.compactMap { $0["device"] as? String } ?? []
    }

    /// An hourly connect and clean close, so that no hour is silent.
    private func probe(_ date: String) -> String {
        (0..<24).map { hour in
            let clock = "\(date)T\(hour < 10 ? "0" : "")\(hour)"
            return record(clock + ":10:00", "probe", "deviceConnect")
                + record(clock + ":20:00", "probe", "deviceDisconnect")
        }.joined()
    }

    private static let dates = (5...9).map { "2026-03-0\($0)" }

    /// Five days: pump-1 is lost on the first and returns on the fourth, pump-2 is lost for good, pump-3 is refused from the
    /// second on.
    private func log(_ date: String) -> String {
        var text = probe(date)
        switch date {
        case "2026-03-05":
            for pump in 1...5 { text += record("\(date)T01:00:00", "pump-\(pump)", "deviceConnect") }
            text += record("\(date)T14:00:00", "pump-1", "deviceDisconnect", code: "404104")
            text += record("\(date)T15:00:00", "pump-2", "deviceDisconnect", code: "404104")
        case "2026-03-06":
            text += record("\(date)T09:00:00", "pump-3", "deviceDisconnect", code: "401003")
        case "2026-03-08": text += record("\(date)T06:00:00", "pump-1", "deviceConnect")
        default: break
        }
        if date > "2026-03-05" {
            for hour in 10..<20 { text += record("\(date)T\(hour):00:00", "pump-3", "deviceConnect", code: "401003") }
        }
        return text
    }

    @Test func everyNightKnowsWhatIsDownSinceDaysAndWhatCameBack() throws {
        let folder = try TemporaryFolder()
        var down: [Int?] = []
        for date in Self.dates {
            try folder.write(log(date), to: "logs/\(date).json")
            try night(folder, date)
            down.append(stillDown(try report(folder, date)))
        }
        #expect(down == [2, 3, 3, 2, 2])
        #expect(names("recovered", try report(folder, "2026-03-07")) == [])
        #expect(names("recovered", try report(folder, "2026-03-08")) == ["pump-1"])
        #expect(names("longDown", try report(folder, "2026-03-09")).sorted() == ["pump-2", "pump-3"])
        let causes = try #require(report(folder, "2026-03-09")["causes"] as? [[String: Any]])
        let seconds = Dictionary(
            uniqueKeysWithValues: causes.map { ($0["cause"] as? String ?? "", $0["downtimeSeconds"] as? Int ?? 0) })
        #expect(seconds["network-loss"] == 86_400)
        #expect(seconds["credential-refused"] == 86_400)
    }

    /// Reports without what names the revision, the files and the numbers of the database.
    private func facts(_ folder: TemporaryFolder, out: String = "out") throws -> [String] {
        try Self.dates.map { date in
            var report = try report(folder, date, out: out)
            for key in ["revision", "revisionChanges", "input"] { report[key] = nil }
            report["devices"] = (report["devices"] as? [[String: Any]])?.map { device in
                device.filter { $0.key != "deviceID" }
            }
            return String(
                decoding: try JSONSerialization.data(withJSONObject: report, options: [.sortedKeys, .prettyPrinted]),
                as: UTF8.self)
        }
    }

    private func reportAll(_ folder: TemporaryFolder, out: String) throws {
        for date in Self.dates.reversed() {
            let result = try Program.hubdrops.run(
                "report", "--db", "h.sqlite", "--out", out, "--day", date, in: folder)
            #expect(result.status == 0 || result.status == 1, "\(result.errors)")
        }
    }

    @Test func aDayIsTheSameHoweverItsRecordsCame() throws {
        let nightly = try TemporaryFolder()
        for date in Self.dates {
            try nightly.write(log(date), to: "logs/\(date).json")
            try night(nightly, date)
        }
        try night(nightly, "2026-03-09")
        let expected = try facts(nightly)

        // State rebuilt from nothing, the newest day first.
        try Program(tool: "sqlite3").run("h.sqlite", "DELETE FROM hub_state", in: nightly)
        try reportAll(nightly, out: "rebuilt")
        #expect(try facts(nightly, out: "rebuilt") == expected)

        // Late days in another order: every report that they change is written again.
        let late = try TemporaryFolder()
        try late.write("late-days: 10\n", to: "late.yaml")
        for date in ["2026-03-08", "2026-03-05", "2026-03-09", "2026-03-07", "2026-03-06"] {
            try late.write(log(date), to: "logs/\(date).json")
            try night(late, "2026-03-09", extra: "--config", "late.yaml")
        }
        try reportAll(late, out: "last")
        #expect(try facts(late, out: "last") == expected)
    }

    @Test func aLateRecordOfAnEarlierDayBringsTheDaysAgainThatItChanges() throws {
        let folder = try TemporaryFolder()
        for date in Self.dates.prefix(4) {
            try folder.write(log(date), to: "logs/\(date).json")
            try night(folder, date)
        }
        #expect(stillDown(try report(folder, "2026-03-07")) == 3)
        let before = try revisions(folder)
        // pump-2 came back after all: the file of that hour was late.
        try folder.write(record("2026-03-06T07:00:00", "pump-2", "deviceConnect"), to: "logs/late.json")
        try folder.write("late-days: 3\n", to: "late.yaml")
        try night(folder, "2026-03-08", extra: "--config", "late.yaml")
        #expect(try Self.dates.prefix(4).map { stillDown(try report(folder, $0)) } == [2, 2, 2, 1])
        #expect(zip(before, try revisions(folder)).map { $1 - $0 } == [0, 1, 1, 1])
    }

    /// Of the first four days.
    private func revisions(_ folder: TemporaryFolder) throws -> [Int] {
        try Self.dates.prefix(4).map { try #require(report(folder, $0)["revision"] as? Int) }
    }

    @Test func daysThatWerePrunedAreRememberedAsState() throws {
        let folder = try TemporaryFolder()
        for date in Self.dates.prefix(4) { try folder.write(log(date), to: "logs/\(date).json") }
        try night(folder, "2026-03-08")
        let days = Int(Date().timeIntervalSince1970 / 86_400) - 20_520
        #expect(days > 0)
        // 2026-03-08 is day 20,520 since 1970.
        try Program.hubdrops.run("prune", "--db", "h.sqlite", "--keep-events", "\(days)d", in: folder)
        try folder.write(log("2026-03-09"), to: "logs/2026-03-09.json")
        try night(folder, "2026-03-09")
        #expect(stillDown(try report(folder, "2026-03-09")) == 2)
        #expect(names("longDown", try report(folder, "2026-03-09")).sorted() == ["pump-2", "pump-3"])
        let kept = try Program(tool: "sqlite3").run(
            "-readonly", folder.path("h.sqlite"), "SELECT min(moment) / 864000000000 FROM hub_state")
        #expect(kept.output == "20520\n")
    }

    @Test func anotherTimeZoneFindsTheStateBeforeItsOwnMidnight() throws {
        let folder = try TemporaryFolder()
        for date in Self.dates { try folder.write(log(date), to: "logs/\(date).json") }
        try night(folder, "2026-03-09")
        for zone in ["Asia/Kolkata", "America/New_York", "Pacific/Auckland"] {
            let result = try Program.hubdrops.run(
                "report", "--db", "h.sqlite", "--out", zone, "--day", "2026-03-08", "--time-zone", zone, in: folder)
            #expect(result.status == 0 || result.status == 1, "\(result.errors)")
            let report = try report(folder, "2026-03-08", out: zone)
            let rows = try #require(report["devices"] as? [[String: Any]])
            #expect(
                rows.first { $0["device"] as? String == "pump-2" }?["openSince"] as? String == "2026-03-05T15:00:00Z")
        }
    }

    /// Three of twenty devices of a site are not back at the end of the day of its outage, nor on the next.
    @Test func whatASiteOutageTookKeepsItsCauseOnTheDaysAfter() throws {
        let folder = try TemporaryFolder()
        var text = probe("2026-03-05")
        for far in 1...40 {
            text += record("2026-03-05T01:00:00", "far-\(far)", "deviceConnect")
                .replacingOccurrences(of: "203.0.113", with: "198.51.100")
        }
        for near in 10...29 {
            text += record("2026-03-05T01:00:00", "near-\(near)", "deviceConnect")
            text += record("2026-03-05T18:00:\(near)", "near-\(near)", "deviceDisconnect", code: "404104")
            if near > 12 { text += record("2026-03-05T18:30:\(near)", "near-\(near)", "deviceConnect") }
        }
        try folder.write(text, to: "logs/1.json")
        try night(folder, "2026-03-05")
        for date in ["2026-03-06", "2026-03-07"] {
            try folder.write(probe(date), to: "logs/\(date).json")
            try night(folder, date)
            let report = try report(folder, date)
            let causes = try #require(report["causes"] as? [[String: Any]])
            let down = causes.filter {
                $0["downtimeSeconds"] as? Int ?? 0 > 0 && $0["cause"] as? String != "clean-close"
            }
            #expect(down.map { $0["cause"] as? String } == ["site-outage"])
            #expect(down.map { $0["downtimeSeconds"] as? Int } == [3 * 86_400])
            let rows = try #require(report["devices"] as? [[String: Any]])
            #expect(rows.prefix(3).allSatisfy { $0["mainCause"] as? String == "site-outage" })
        }
    }
}
