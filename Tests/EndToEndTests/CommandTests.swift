import Foundation
import Testing

/// What a user sees of the commands: what they print, what they write, how they end.
@Suite struct CommandTests {
    private let connect = """
        {"time":"2026-03-10T06:00:04Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceConnect","category":"Connections","level":"Information","properties":"{\\"deviceId\\":\\"pump-1\\",\\"sdkVersion\\":\\"azure-iot-device/1.18.4 (node v20)\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":null,\\"errorMessage\\":\\"\\"}","location":"westeurope"}

        """
    private let drop = """
        {"time":"2026-03-10T07:12:41Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"deviceDisconnect","category":"Connections","level":"Error","resultType":"404104","resultDescription":"DeviceConnectionClosedRemotely","properties":"{\\"deviceId\\":\\"pump-1\\",\\"protocol\\":\\"Mqtt\\",\\"authType\\":null,\\"maskedIpAddress\\":\\"203.0.113.XXX\\",\\"statusCode\\":\\"404\\",\\"errorMessage\\":\\"x\\"}","location":"westeurope"}

        """

    private func run(
        _ folder: TemporaryFolder, logs: String, day: String = "2026-03-10", _ more: String...
    ) throws -> Program.Result {
        try Program.hubdrops.run(
            ["run", "--logs", logs, "--db", folder.path("h.sqlite"), "--out", folder.path("out"), "--day", day] + more)
    }

    @Test func aRunWithMissingHoursSaysSoAndEndsWithOne() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(busyDay(without: [3, 8, 9]), to: "PT1H.json")
        let result = try run(folder, logs: logs)
        #expect(result.status == 1)
        #expect(result.output.isEmpty, "a job that nobody watches is silent")
        let page = try String(contentsOfFile: folder.path("out/latest/report.html"), encoding: .utf8)
        #expect(page.contains("What is missing"))
        #expect(page.contains("from 02:59:00 to 04:00:00"))
    }

    /// One of sixty devices a minute, all day from the evening before.
    private func busyDay(without hours: Set<Int>) -> String {
        var text = ""
        for hour in -3..<25 where !hours.contains(hour) {
            let date = hour < 0 ? "2026-03-09" : hour < 24 ? "2026-03-10" : "2026-03-11"
            let clock = (hour + 24) % 24
            for minute in 0..<60 {
                let time = "\(date)T\(clock < 10 ? "0" : "")\(clock):\(minute < 10 ? "0" : "")\(minute):00Z"
                text += connect.replacingOccurrences(of: "2026-03-10T06:00:04Z", with: time)
                    .replacingOccurrences(of: "pump-1", with: "pump-\(minute)")
            }
        }
        return text
    }

    @Test func aDayWithHardlyAnyRecordsIsNoDataWhateverTheySay() throws {
        let folder = try TemporaryFolder()
        var text = drop
        for hour in 0..<24 {
            for minute in 0..<60 {
                let time = "2026-03-09T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
                text += connect.replacingOccurrences(of: "2026-03-10T06:00:04Z", with: time)
                    .replacingOccurrences(of: "pump-1", with: "pump-\(minute)")
            }
        }
        let logs = try folder.write(text, to: "PT1H.json")
        #expect(try run(folder, logs: logs, day: "2026-03-09").status == 0)
        #expect(try run(folder, logs: logs).status == 1)
        let data = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let verdict = try #require(report["verdict"] as? [String: Any])
        #expect(verdict["headline"] as? String == "No data")
        #expect((verdict["sentence"] as? String)?.hasPrefix("Only 1 record of this day arrived") == true)
        let actions = try #require(report["actions"] as? [[String: Any]])
        #expect(actions.first?["kind"] as? String == "hub-without-records")
        #expect((actions.first?["steps"] as? [String])?.first?.hasPrefix("Find out why the export stopped") == true)
    }

    @Test func aHubOfOneDeviceIsCompleteAlsoWithHoursInWhichItHadNothingToSay() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect + drop, to: "PT1H.json")
        let result = try run(folder, logs: logs)
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(contentsOfFile: folder.path("out/latest/report.html"), encoding: .utf8)
        #expect(!page.contains("What is missing"))
        #expect(page.contains("22 hours without records, which is normal for this hub at that time."))
    }

    @Test func anIncompleteDayIsSaidOnStandardErrorAndEndsWithTwoWhereThatIsAnAlert() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(busyDay(without: [3]), to: "PT1H.json")
        let result = try run(folder, logs: logs, "--fail-on", "input-missing")
        #expect(result.status == 2)
        #expect(result.errors.contains("the report of 2026-03-10 is marked incomplete"))
    }

    @Test(arguments: ["any", "input-missing"])
    func anAlertThatIsOffStaysOffWhateverEndsARun(failOn: String) throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(busyDay(without: [3]), to: "PT1H.json")
        let off = try folder.write("alerts: {input-missing: false}\n", to: "off.yaml")
        #expect(try run(folder, logs: logs, "--fail-on", failOn).status == 2)
        #expect(try run(folder, logs: logs, "--config", off, "--fail-on", failOn).status == 1)
    }

    @Test(arguments: ["connected-below", "connected-down-percent", "drops-over", "device-not-back"])
    func anAlertEndsTheRunWithTwoUnderTheNameThatItsSettingHas(name: String) throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect + drop, to: "PT1H.json")
        let settings = try folder.write(
            """
            alerts:
              connected-below: 1
              connected-down-percent: 50%
              drops-over: 0
              device-not-back: [pump-1]
            """, to: "hubdrops.yaml")
        let result = try run(folder, logs: logs, "--config", settings, "--fail-on", name)
        #expect(result.status == 2)
        let alerts = result.errors.split(separator: "\n").filter { $0.contains("alert ") }
        #expect(alerts.count == 1 && alerts[0].contains("alert \(name) on "), "\(result.errors)")
        let other = try TemporaryFolder()
        #expect(try run(other, logs: logs, "--config", settings, "--fail-on", "new-code").status == 0)
    }

    @Test func aDeviceThatIsDownIsDownWhileNobodyElseOfItsHubCouldSpeak() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect + drop, to: "PT1H.json")
        _ = try run(folder, logs: logs)
        let data = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
        let report = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        let totals = try #require(report["totals"] as? [String: Any])
        // From 07:12:41 to midnight: the hub has no other device that could have shown that its export goes on.
        #expect(totals["downtimeSeconds"] as? Int == 60_439)
    }

    @Test func theDropStandsInDropsCSVAsItWas() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect + drop, to: "PT1H.json")
        _ = try run(folder, logs: logs)
        let rows = try String(contentsOfFile: folder.path("out/2026-03-10/drops.csv"), encoding: .utf8)
            .split(separator: "\n")
        #expect(
            rows.first
                == "hub,device,module,start,end,downtime_seconds,downtime_in_day_seconds,cause,confidence,codes,protocol,sdk,address,connection_age_seconds,incident"
        )
        let fields = rows.last?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
        // From 07:12:41 to midnight.
        #expect(fields.prefix(7) == ["pumps-weu", "pump-1", "", "2026-03-10T07:12:41Z", "", "", "60439"])
        // 06:00:04 to 07:12:41 are 72 minutes and 37 seconds.
        #expect(
            fields.suffix(6)
                == ["404104", "Mqtt", "azure-iot-device/1.18.4 (node v20)", "203.0.113.XXX", "4357", ""])
    }

    @Test func theSameInputGivesTheSameBytes() throws {
        let folder = try TemporaryFolder()
        let other = try TemporaryFolder()
        for place in [folder, other] {
            let logs = try place.write(connect + drop, to: "logs/PT1H.json")
            _ = try Program.hubdrops.run(
                "run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10",
                in: place)
            _ = logs
        }
        for name in ["report.html", "report.md", "report.json", "drops.csv"] {
            let first = try Data(contentsOf: folder.url.appending(path: "out/latest").appending(path: name))
            let second = try Data(contentsOf: other.url.appending(path: "out/latest").appending(path: name))
            #expect(first == second, "\(name)")
        }
    }

    @Test func aPathThatDoesNotExistIsInputMissing() throws {
        let folder = try TemporaryFolder()
        let result = try run(folder, logs: folder.path("nowhere"))
        #expect(result.status == 66)
        #expect(result.errors.contains("nowhere: no such file or folder"))
    }

    @Test func aFolderWithoutLogsStillGetsAReportThatSaysSo() throws {
        let folder = try TemporaryFolder()
        try folder.write("nothing", to: "logs/readme.txt")
        let result = try run(folder, logs: folder.path("logs"))
        #expect(result.status == 1)
        let page = try String(contentsOfFile: folder.path("out/latest/report.html"), encoding: .utf8)
        #expect(page.contains("No data"))
    }

    @Test func aCSVWithLocalTimesIsRefusedWithTheOptionThatSettlesIt() throws {
        let folder = try TemporaryFolder()
        let csv =
            "\"TimeGenerated [Local Time]\",OperationName,Level,ResultType,DeviceId\n"
            + "16/07/2026 20:26:12.030,deviceDisconnect,Error,404104,pump-1\n"
        let path = try folder.write(csv, to: "export.csv")
        let refused = try Program.hubdrops.run("import", path, "--db", folder.path("a.sqlite"))
        #expect(refused.status == 1)
        let reason = try Program.sqlite(folder.path("a.sqlite"), "SELECT reason FROM rejects")
        #expect(reason.contains("--local-time-order"), "\(reason)")

        let read = try Program.hubdrops.run(
            "import", path, "--db", folder.path("b.sqlite"), "--local-time-order", "dmy", "--time-zone",
            "Europe/Berlin")
        #expect(read.status == 0, "\(read.errors)")
        // Berlin is two hours ahead of UTC in July.
        let counts = try Program.hubdrops.run("export", "counts", "--db", folder.path("b.sqlite")).output
        #expect(counts.contains("2026-07-16T18:15:00Z"))
    }

    @Test func aSecondRunAtTheSameTimeEndsWithSeventyFive() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect + drop, to: "PT1H.json")
        let lock = Program(tool: "flock")
        let result = try lock.run(
            folder.path("h.sqlite.lock"), Program.hubdrops.url.path, "run", "--logs", logs, "--db",
            folder.path("h.sqlite"), "--out", folder.path("out"), "--day", "2026-03-10")
        #expect(result.status == 75)
    }

    @Test func aDatabaseOfAnotherProgramIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let logs = try folder.write(connect, to: "PT1H.json")
        let database = folder.path("h.sqlite")
        _ = try Program(tool: "sqlite3").run(database, "CREATE TABLE mine(x); PRAGMA application_id = 7;")
        let before = try Data(contentsOf: URL(filePath: database))
        let result = try Program.hubdrops.run("import", logs, "--db", database)
        #expect(result.status == 65)
        #expect(try Data(contentsOf: URL(filePath: database)) == before)
    }

    @Test func aWrongKeyInTheConfigurationIsNamedWithItsPlace() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("output: out\nwindw: 15m\n", to: "hubdrops.yaml")
        let result = try Program.hubdrops.run("explain", "404104", "--config", file)
        #expect(result.status == 78)
        #expect(result.errors.contains("hubdrops.yaml:2:1:"))
        #expect(result.errors.contains("window"))
    }

    @Test(arguments: ["404104", "401003", "409002", "500001", "500008", "599123"])
    func everyCodeIsExplained(code: String) throws {
        let result = try Program.hubdrops.run("explain", code)
        #expect(result.status == 0)
        #expect(result.output.contains(code))
        #expect(result.output.contains("https://learn.microsoft.com/"))
    }

    @Test func explainWithoutACodeListsAllCodes() throws {
        let result = try Program.hubdrops.run("explain")
        #expect(result.status == 0)
        let codes = result.output.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(codes.contains("404104") && codes.contains("401003"))
        #expect(codes.count == Set(codes).count && codes.count > 150)
    }

    @Test func wrongUsageIsSixtyFour() throws {
        #expect(try Program.hubdrops.run("run", "--day", "10.3.2026").status == 64)
        #expect(try Program.hubdrops.run("export", "counts", "--window", "7m").status == 64)
    }

    @Test(arguments: ["missing", "empty", "foreign", "damaged", "newer", "locked", "fine"])
    func statusAndCheckAnswerWithJSONWhateverTheDatabaseIs(state: String) throws {
        let folder = try TemporaryFolder()
        let database = folder.path("h.sqlite")
        let sqlite = Program(tool: "sqlite3")
        var holder: Process?
        defer { holder?.terminate() }
        if state != "missing", state != "empty", state != "foreign" {
            let logs = Program.repository.appending(path: "SampleData/logs").path
            _ = try Program.hubdrops.run("import", logs, "--db", "h.sqlite", in: folder)
        }
        switch state {
        case "empty": try folder.write("", to: "h.sqlite")
        case "foreign": try folder.write("no database at all", to: "h.sqlite")
        case "damaged":
            var bytes = try Data(contentsOf: URL(filePath: database))
            for position in 4096..<bytes.count { bytes[position] = 0xA5 }
            try bytes.write(to: URL(filePath: database))
        case "newer": try sqlite.run(database, "PRAGMA user_version = 99")
        case "locked":
            let python =
                "import sqlite3,sys,time; c=sqlite3.connect(sys.argv[1],isolation_level=None); "
                + "c.execute('BEGIN EXCLUSIVE'); print('held',flush=True); time.sleep(60)"
            holder = try Program.python.started(["-c", python, database], in: folder)
            while try String(contentsOfFile: folder.path("output"), encoding: .utf8).isEmpty {
                try #require(holder?.isRunning == true)
                usleep(20_000)
            }
        default: break
        }
        for command in ["status", "check"] {
            let result = try Program.hubdrops.run(command, "--db", "h.sqlite", "--json", in: folder)
            let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            if command == "status" {
                let object = try #require(json as? [String: Any])
                #expect((object["error"] == nil) == (result.status == 0))
                #expect((result.status == 0) == (state == "fine"), "\(result.output)")
            } else {
                #expect(json is [Any])
            }
        }
    }
}
