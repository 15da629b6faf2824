import Foundation
import Testing

/// What a database answers of days that it does not, or no longer, hold.
@Suite struct KeptDaysTests {
    private func record(_ time: String) -> String {
        """
        {"time":"\(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"pump-1\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """
    }

    /// A folder with one record in a database, and the report of its day.
    private func reported() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(record("2026-03-10T07:12:41Z"), to: "logs/PT1H.json")
        try Program.hubdrops.run(
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", in: folder)
        return folder
    }

    @Test(arguments: [
        ["run", "--logs", "logs", "--out", "out", "--summary"], ["report", "--out", "out"], ["export", "drops"],
        ["device", "pump-1"],
    ])
    func aDayWhoseEventsWereForgottenIsRefusedAndItsReportStays(command: [String]) throws {
        let folder = try reported()
        let before = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
        try Program.hubdrops.run("prune", "--db", "h.sqlite", "--keep-events", "1d", in: folder)
        let result = try Program.hubdrops.run(
            command + ["--db", "h.sqlite", "--day", "2026-03-10"], at: folder)
        #expect(result.status == 65)
        #expect(result.output == "")
        #expect(result.errors.contains("has been pruned, so 2026-03-10 cannot be reported"))
        #expect(try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json")) == before)
    }

    @Test func aLengthOfTimeKeepsWholeDays() throws {
        func date(daysBack: Int) -> String {
            Date.now.addingTimeInterval(-86_400 * Double(daysBack)).formatted(.iso8601.year().month().day())
        }
        var yesterday: String
        var times: String
        // A midnight between the first question and the last would move the days on: then it is asked once more.
        repeat {
            let folder = try TemporaryFolder()
            yesterday = date(daysBack: 1)
            try folder.write(
                record(date(daysBack: 2) + "T23:59:59Z") + record(yesterday + "T00:00:00Z"), to: "logs/PT1H.json")
            try Program.hubdrops.run("import", "logs", "--db", "h.sqlite", in: folder)
            try Program.hubdrops.run("prune", "--db", "h.sqlite", "--keep-events", "1d", in: folder)
            times = try Program.sqlite(folder.path("h.sqlite"), "SELECT time FROM events")
        } while yesterday != date(daysBack: 1)
        #expect(times.hasPrefix(yesterday + "T00:00:00") && times.split(separator: "\n").count == 1, "\(times)")
    }

    @Test func eventsCannotBeKeptLongerThanTheirCounts() throws {
        let folder = try reported()
        let result = try Program.hubdrops.run(
            "prune", "--db", "h.sqlite", "--keep-events", "400d", "--keep-counts", "2d", in: folder)
        #expect(result.status == 64)
        let rows = try Program.hubdrops.run("export", "drops", "--db", "h.sqlite", "--day", "2026-03-10", in: folder)
        #expect(rows.output.split(separator: "\n").count == 2)
    }

    @Test func theStatusTellsWhatIsCountedFromWhatIsKept() throws {
        let folder = try reported()
        try Program.hubdrops.run("prune", "--db", "h.sqlite", "--keep-events", "1d", in: folder)
        try folder.write(record("2026-03-10T07:12:42Z"), to: "logs/late.json")
        try Program.hubdrops.run(["import", "logs", "--db", "h.sqlite"], at: folder)
        let words = try Program.hubdrops.run("status", "--db", "h.sqlite", in: folder).output
        #expect(
            words.contains(
                "events       1 counted, of 1 device or module, from 2026-03-10T07:00:00Z to 2026-03-10T08:00:00Z"))
        #expect(words.contains("0 rejected, 1 older than what is kept"))
        #expect(words.contains("; their counts are kept"))
        let json = try Program.hubdrops.run("status", "--db", "h.sqlite", "--json", in: folder).output
        let state = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(state["first_hour"] as? String == "2026-03-10T07:00:00Z")
        #expect(state["last_hour"] as? String == "2026-03-10T07:00:00Z")
        #expect(state["device_ids"] as? Int == 1)
    }

    @Test func aHubThatNoRecordNamesIsRefused() throws {
        let folder = try reported()
        let result = try Program.hubdrops.run(
            "export", "drops", "--db", "h.sqlite", "--day", "2026-03-10", "--hub", "pumps-wue", in: folder)
        #expect(result.status == 64)
        #expect(result.errors.contains("no record of hub 'pumps-wue' is in the database; it has pumps-weu"))
    }

    @Test(arguments: ["drops", "counts"])
    func aDayWithoutARecordIsNoDayWithoutDrops(table: String) throws {
        let folder = try reported()
        let result = try Program.hubdrops.run(
            "export", table, "--db", "h.sqlite", "--day", "2025-01-01", in: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("no record of 2025-01-01 (UTC) in the database"))
    }

    @Test func whatCannotBeReadFromStandardInputIsKeptEachTime() throws {
        let folder = try TemporaryFolder()
        for text in ["neither one", "nor the other"] {
            try Program.hubdrops.run(["import", "-", "--db", "h.sqlite"], input: Data(text.utf8), at: folder)
        }
        let status = try Program.hubdrops.run("status", "--db", "h.sqlite", "--json", in: folder)
        let state = try #require(
            JSONSerialization.jsonObject(with: Data(status.output.utf8)) as? [String: Any])
        #expect(state["rejected"] as? Int == 2, "\(status.output)")
    }
}
