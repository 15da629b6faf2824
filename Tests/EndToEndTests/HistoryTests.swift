import Foundation
import Testing

/// What the database remembers of earlier days, and what a report says by it.
@Suite struct HistoryTests {
    private func record(_ time: String, _ device: String, _ operation: String) -> String {
        let isConnect = operation == "deviceConnect"
        let result =
            isConnect
            ? "\"level\":\"Information\""
            : "\"level\":\"Error\",\"resultType\":\"404104\",\"resultDescription\":\"DeviceConnectionClosedRemotely\""
        return """
            {"time":"\(time)","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"\(operation)","category":"Connections",\(result),"properties":"{\\"deviceId\\":\\"\(device)\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":null,\\"errorMessage\\":\\"\\"}","location":"westeurope"}

            """
    }

    /// A day of March 2026: pump-1 is cut off at about three every night, pump-2 at some time.
    private func logs(_ day: Int) -> String {
        let date = "2026-03-" + (day < 10 ? "0\(day)" : "\(day)")
        let hour = (day * 7) % 20 + 1
        var text = record("\(date)T00:10:00Z", "pump-1", "deviceConnect")
        text += record("\(date)T03:00:\(10 + day)Z", "pump-1", "deviceDisconnect")
        text += record("\(date)T03:04:00Z", "pump-1", "deviceConnect")
        text += record("\(date)T\(hour < 10 ? "0\(hour)" : "\(hour)"):30:00Z", "pump-2", "deviceDisconnect")
        text += record("\(date)T23:30:00Z", "pump-2", "deviceConnect")
        return text
    }

    private func run(_ folder: TemporaryFolder, day: Int) throws {
        let status = try Program.hubdrops.run(
            "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day",
            "2026-03-" + (day < 10 ? "0\(day)" : "\(day)"), in: folder
        ).status
        #expect(status == 0 || status == 1)
    }

    private func findings(_ folder: TemporaryFolder, day: String) throws -> [String: [String]] {
        let data = try Data(contentsOf: folder.url.appending(path: "out/\(day)/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        var result: [String: [String]] = [:]
        for finding in try #require(report["findings"] as? [[String: Any]]) {
            result[try #require(finding["kind"] as? String)] = finding["devices"] as? [String]
        }
        return result
    }

    @Test func aDropAtTheSameTimeEveryNightAndADeviceThatIsNewAreFoundInOneRunOverManyDays() throws {
        let folder = try TemporaryFolder()
        for day in 5...9 { try folder.write(logs(day), to: "logs/\(day).json") }
        try folder.write(
            logs(10) + record("2026-03-10T12:00:00Z", "pump-9", "deviceConnect"), to: "logs/10.json")
        try run(folder, day: 10)
        let found = try findings(folder, day: "2026-03-10")
        #expect(found["fixed-time-of-day"] == ["pump-1"])
        #expect(found["new-device"] == ["pump-9"])
    }

    /// A day whose every hour has a record; pump-3 is lost at 20:00.
    private func dayWithALostDevice() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let hourly = (0..<24).map { hour in
            record("2026-03-10T\(hour < 10 ? "0\(hour)" : "\(hour)"):10:00Z", "pump-1", "deviceConnect")
        }
        try folder.write(
            hourly.joined() + record("2026-03-10T20:00:00Z", "pump-3", "deviceDisconnect"), to: "logs/10.json")
        try run(folder, day: 10)
        return folder
    }

    @Test func theTimeOfADeviceThatIsNotBackCountsInTheRowsThatWeeksAreRankedBy() throws {
        let folder = try dayWithALostDevice()
        let rows = try Program(tool: "sqlite3").run(
            "-readonly", folder.path("h.sqlite"),
            "SELECT drops, downtime_seconds, open FROM device_days WHERE device = 'pump-3'")
        #expect(rows.output == "1|14400|1\n")
    }

    @Test func theViewsOfDaysHaveTheNumbersOfTheReport() throws {
        let folder = try dayWithALostDevice()
        let rows = try Program(tool: "sqlite3").run(
            "-readonly", folder.path("h.sqlite"),
            """
            SELECT day, time_zone, revision, records, devices_that_dropped, drops, renewals, downtime_seconds, still_down
            FROM days;
            SELECT day, time_zone, cause, drops, downtime_seconds FROM day_causes;
            SELECT day, time_zone, hub, device, module, start, seconds FROM drop_starts;
            """)
        #expect(
            rows.output == """
                2026-03-10|UTC|1|25|1|1|0|14400|1
                2026-03-10|UTC|network-loss|1|14400
                2026-03-10|UTC|pumps-weu|pump-3||2026-03-10T20:00:00Z|1773172800

                """)
    }

    @Test func aWeekCountsAnOutageAcrossMidnightAndItsDeviceAsBack() throws {
        let folder = try TemporaryFolder()
        var text = record("2026-03-10T20:00:00Z", "pump-1", "deviceConnect")
        text += record("2026-03-10T22:00:00Z", "pump-1", "deviceDisconnect")
        text += record("2026-03-11T05:00:00Z", "pump-1", "deviceConnect")
        for day in [10, 11] {
            for hour in 0..<24 {
                text += record(
                    "2026-03-\(day)T\(hour < 10 ? "0" : "")\(hour):30:00Z", "other-\(day)-\(hour)", "deviceConnect")
            }
        }
        try folder.write(text, to: "logs/PT1H.json")
        for day in [10, 11] { try run(folder, day: day) }
        try Program.hubdrops.run(
            "report", "--week", "2026-W11", "--db", "h.sqlite", "--out", "out", in: folder)
        let data = try Data(contentsOf: folder.url.appending(path: "out/2026-W11/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let devices = try #require(report["devices"] as? [[String: Any]])
        #expect(devices.map { $0["device"] as? String } == ["pump-1"])
        // Two hours of the first day and five of the second.
        #expect(devices.first?["downtimeSeconds"] as? Int == 7200 + 18_000)
        #expect(devices.first?["isOpen"] as? Bool == false)
        #expect(devices.first?["drops"] as? Int == 1)
    }

    @Test func runsNightByNightFindTheSame() throws {
        let folder = try TemporaryFolder()
        for day in 5...9 {
            try folder.write(logs(day), to: "logs/\(day).json")
            try run(folder, day: day)
        }
        try folder.write(
            logs(10) + record("2026-03-10T12:00:00Z", "pump-9", "deviceConnect"), to: "logs/10.json")
        try run(folder, day: 10)
        let found = try findings(folder, day: "2026-03-10")
        #expect(found["fixed-time-of-day"] == ["pump-1"])
        #expect(found["new-device"] == ["pump-9"])
        // On the first days everything would be new, and nothing is.
        for day in 5...8 { #expect(try findings(folder, day: "2026-03-0\(day)")["new-device"] == nil) }
    }

    @Test func aDayThatIsWorkedOutAgainSaysTheSame() throws {
        let folder = try TemporaryFolder()
        for day in 5...9 { try folder.write(logs(day), to: "logs/\(day).json") }
        try folder.write(
            logs(10) + record("2026-03-10T12:00:00Z", "pump-9", "deviceConnect"), to: "logs/10.json")
        try run(folder, day: 10)
        let first = try String(contentsOfFile: folder.path("out/2026-03-10/report.json"), encoding: .utf8)
        try FileManager.default.removeItem(atPath: folder.path("out/2026-03-10/report.json"))
        try run(folder, day: 10)
        #expect(try String(contentsOfFile: folder.path("out/2026-03-10/report.json"), encoding: .utf8) == first)
    }

    @Test func refusedConnectsOfADeviceAreKeptWithItsDay() throws {
        let folder = try TemporaryFolder()
        let refused = record("2026-03-10T12:00:00Z", "pump-3", "deviceDisconnect")
            .replacingOccurrences(of: "deviceDisconnect", with: "deviceConnect")
            .replacingOccurrences(of: "404104", with: "401003")
        try folder.write(logs(10) + refused, to: "logs/10.json")
        try run(folder, day: 10)
        let rows = try Program(tool: "sqlite3").run(
            "-readonly", folder.path("h.sqlite"),
            "SELECT device, drops, failed_connects FROM device_days WHERE day = '2026-03-10' ORDER BY device")
        #expect(rows.output == "pump-1|1|0\npump-2|1|0\npump-3|0|1\n")
    }
}
