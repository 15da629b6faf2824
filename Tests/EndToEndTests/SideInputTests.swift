import Foundation
import Testing

/// Files beside the log: what Event Grid and Azure's health say, as it reaches a report.
@Suite struct SideInputTests {
    private func record(_ time: String, _ device: String, code: String? = nil) -> String {
        let operation = code == nil ? "deviceConnect" : "deviceDisconnect"
        let result = code.map { "\"level\":\"Error\",\"resultType\":\"\($0)\"" } ?? "\"level\":\"Information\""
        return """
            {"time":"2026-03-10T\(time)Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/PUMPS-WEU","operationName":"\(operation)","category":"Connections",\(result),"properties":"{\\"deviceId\\":\\"\(device)\\",\\"protocol\\":\\"Mqtt\\",\\"maskedIpAddress\\":\\"203.0.113.XXX\\"}","location":"westeurope"}

            """
    }

    private func event(_ time: String, _ device: String, _ type: String, sequence: String) -> String {
        """
        {"id":"\(sequence)","topic":"/SUBSCRIPTIONS/S","subject":"devices/\(device)","eventType":"Microsoft.Devices.Device\(type)","eventTime":"2026-03-10T\(time).1234567Z","data":{"deviceConnectionStateEventInfo":{"sequenceNumber":"\(sequence)"},"hubName":"PUMPS-WEU","deviceId":"\(device)","moduleId":""},"dataVersion":"1","metadataVersion":"1"}
        """
    }

    private var log: String {
        record("06:00:00", "pump-1") + record("07:00:00", "pump-1", code: "404104") + record("07:30:00", "pump-1")
    }

    private func run(_ folder: TemporaryFolder, _ more: String...) throws -> Program.Result {
        try Program.hubdrops.run(
            ["run", "--logs", "logs", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10"] + more, at: folder)
    }

    private func report(_ folder: TemporaryFolder) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.url.appending(path: "out/2026-03-10/report.json"))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func aRecordThatEventGridProvesToBeMissingIsSaidFirstAndEndsTheRunWithOne() throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        try folder.write(
            "[" + event("06:00:30", "pump-1", "Connected", sequence: "01") + ","
                + event("07:00:30", "pump-1", "Disconnected", sequence: "02") + ","
                + event("07:00:40", "pump-2", "Disconnected", sequence: "03") + "]", to: "events.json")
        let result = try run(folder, "--connection-events", "events.json")
        #expect(result.status == 1)
        let sentence =
            "pumps-weu: 1 of 3 Event Grid events has no record in the log: at least that many records are missing."
        #expect(result.errors.contains(sentence))
        let input = try #require(try report(folder)["input"] as? [String: Any])
        let coverage = try #require((input["connectionEvents"] as? [[String: Any]])?.first)
        #expect(coverage["disconnectedWithoutRecord"] as? Int == 1)
        #expect(coverage["connectedWithoutRecord"] as? Int == 0)
        for name in ["report.html", "report.md"] {
            let text = try String(contentsOfFile: folder.path("out/2026-03-10/" + name), encoding: .utf8)
            #expect(text.contains("Event Grid reports 1 connect and 2 disconnects of pumps-weu from 06:00 to 07:00"))
            #expect(
                text.contains("pump-2 disconnected at 07:00:40") || text.contains("pump\\-2 disconnected at 07:00:40"))
        }
    }

    @Test func aLogThatHasARecordForEveryEventIsComplete() throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        // One event a line, named by the configuration.
        try folder.write(
            event("07:00:30", "pump-1", "Disconnected", sequence: "02") + "\n"
                + event("07:30:30", "pump-1", "Connected", sequence: "03") + "\n", to: "events.json")
        try folder.write("connection-events: events.json\n", to: "hubdrops.yaml")
        let result = try run(folder, "--config", "hubdrops.yaml")
        #expect(result.status == 0, "\(result.errors)")
        let page = try String(contentsOfFile: folder.path("out/2026-03-10/report.html"), encoding: .utf8)
        #expect(page.contains("each has its record in the log."))
    }

    @Test(arguments: [
        ("--registry", ""), ("--registry", "ERROR: AADSTS700082: The refresh token has expired."),
        ("--registry", "[]"), ("--registry", "null"), ("--registry", #"[{"deviceId":"pump-1","status":"ena"#),
        ("--registry", #"{"error":{"code":"AuthorizationFailed","message":"no"}}"#),
        ("--metrics", ""), ("--metrics", "ERROR: no"), ("--metrics", #"{"value":[]}"#), ("--health", ""),
        ("--health", #"{"error":{"code":"x"}}"#), ("--connection-events", "null"), ("--connection-events", ""),
        ("--registry", "missing"), ("--metrics", "missing"), ("--health", "missing"),
        ("--connection-events", "missing"),
    ])
    func anOptionalInputThatFailedCostsOnlyItself(option: String, text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        #expect(try run(folder).status == 0)
        let without = try #require(try report(folder)["verdict"] as? [String: Any])
        if text != "missing" { try folder.write(text, to: "side.json") }
        let result = try run(folder, option, "side.json")
        #expect(result.status == 1)
        #expect(result.errors.contains("side.json: not used: "))
        let report = try report(folder)
        let input = try #require(report["input"] as? [String: Any])
        #expect((input["sideProblems"] as? [String])?.count == 1)
        let verdict = try #require(report["verdict"] as? [String: Any])
        #expect((verdict["missing"] as? [String])?.last?.contains("in side.json: not used: ") == true)
        for name in ["word", "headline", "sentence"] { #expect(verdict[name] as? String == without[name] as? String) }
        let numbers = [verdict, without].map { $0["numbers"] as? NSArray }
        #expect(numbers[0] != nil && numbers[0] == numbers[1])
        #expect((report["findings"] as? [Any])?.isEmpty == true)
        // The next run finds the report up to date, and ends the same.
        #expect(try run(folder, option, "side.json").status == 1)
    }

    @Test(arguments: ["registry", "metrics", "health", "connection-events"])
    func aPipeIsRefusedAndNotWaitedFor(option: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        let made = mkfifo(folder.path("pipe"), 0o600)
        #expect(made == 0)
        let result = try run(folder, "--" + option, "pipe")
        #expect(result.status == 1)
        #expect(result.errors.contains("pipe: not used: a pipe or a device, and it is read twice; give a file"))
        #expect(try !report(folder).isEmpty)
    }

    @Test func aFileOfOtherEventsIsNotUsed() throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        try folder.write("[{\"eventType\":\"Microsoft.Devices.DeviceCreated\",\"data\":{}}]", to: "events.json")
        let result = try run(folder, "--connection-events", "events.json")
        #expect(result.status == 1)
        #expect(result.errors.contains("events.json: not used: expected events of type"))
    }

    @Test func whatAzureReportsOfItsHealthStandsBesideTheIncidents() throws {
        let folder = try TemporaryFolder()
        var text = ""
        for number in 10..<40 { text += record("06:00:00", "pump-\(number)") }
        for number in 10..<30 { text += record("10:00:\(number)", "pump-\(number)", code: "500001") }
        for number in 10..<30 { text += record("10:20:\(number)", "pump-\(number)") }
        try folder.write(text, to: "logs/PT1H.json")
        try folder.write(
            """
            {"value":[{"id":"/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/pumps-weu/providers/Microsoft.ResourceHealth/availabilityStatuses/current","name":"current","properties":{"availabilityState":"Degraded","title":"Degraded","summary":"Some connections fail.","occuredTime":"2026-03-10T09:55:00Z","reportedTime":"2026-03-10T10:05:00Z"}}]}
            """, to: "health.json")
        _ = try run(folder, "--health", "health.json")
        let report = try report(folder)
        let incidents = try #require(report["incidents"] as? [[String: Any]])
        #expect(incidents.map { $0["kind"] as? String } == ["service-incident"])
        let health = try #require((report["health"] as? [[String: Any]])?.first)
        #expect(health["state"] as? String == "Degraded")
        #expect(health["incidents"] as? [String] == incidents.compactMap { $0["key"] as? String })
        let evidence = try #require(incidents.first?["evidenceFor"] as? [String])
        #expect(evidence.contains { $0.hasPrefix("Resource Health says Degraded from 09:55:00") })
        let page = try String(contentsOfFile: folder.path("out/2026-03-10/report.html"), encoding: .utf8)
        #expect(page.contains("Azure health events"))
        #expect(page.contains("rect class=\"health\""))
        #expect(page.contains("close to incident 1"))
        let markdown = try String(contentsOfFile: folder.path("out/2026-03-10/report.md"), encoding: .utf8)
        #expect(markdown.contains("Resource Health, Degraded, pumps"))
    }

    /// A registry that says a device is disabled: what it said goes with the day, whoever asks about it later.
    @Test func everyAnswerOfADayKnowsTheSideInputsThatItsReportWasMadeWith() throws {
        let folder = try TemporaryFolder()
        var text = record("06:00:00", "off-1") + record("10:00:00", "off-1", code: "401003")
        for minute in 10..<20 {
            text += record("10:\(minute):00", "off-1", code: "401003").replacing(
                "deviceDisconnect", with: "deviceConnect")
        }
        try folder.write(text, to: "logs/PT1H.json")
        try folder.write(
            "[{\"deviceId\":\"off-1\",\"status\":\"disabled\",\"authenticationType\":\"sas\"}]", to: "registry.json")
        _ = try run(folder, "--registry", "registry.json")
        func drops() throws -> String {
            try String(contentsOfFile: folder.path("out/2026-03-10/drops.csv"), encoding: .utf8)
        }
        let written = try drops()
        #expect(written.contains(",device-disabled,"))
        func ask(_ arguments: String...) throws -> String {
            try Program.hubdrops.run(arguments + ["--db", "h.sqlite", "--day", "2026-03-10"], at: folder).output
        }
        #expect(try ask("export", "drops") == written)
        #expect(try ask("device", "off-1").contains("device-disabled"))
        // A registry of later says nothing about what the report said.
        try folder.write("[{\"deviceId\":\"off-1\",\"status\":\"enabled\"}]", to: "registry.json")
        try folder.write("registry: registry.json\n", to: "hubdrops.yaml")
        #expect(try ask("export", "drops", "--config", "hubdrops.yaml") == written)
        // A run that names none works with what it was told before.
        _ = try run(folder)
        #expect(try drops() == written)
        // One that names another is told something else.
        _ = try run(folder, "--registry", "registry.json")
        #expect(try drops().contains(",credential-refused,"))
        #expect(try ask("export", "drops") == drops())
    }

    /// Hub `alpha` is silent on the day, and `beta` has a device of the same name.
    @Test func aRegistryIsNotThatOfTheOnlyHubThatSpeaks() throws {
        let folder = try TemporaryFolder()
        let alpha = (1...4).map { LogLine.of(hub: "alpha", "2026-03-08T06:00:0\($0)", "a-\($0)") }
        let beta = (1...4).map { LogLine.of(hub: "beta", "2026-03-10T06:00:0\($0)", "b-\($0)") }
        try folder.write((alpha + beta).joined(), to: "log.json")
        try folder.write(
            "[" + (1...4).map { #"{"deviceId":"a-\#($0)","status":"disabled"}"# }.joined(separator: ",") + "]",
            to: "registry.json")
        let result = try Program.hubdrops.run(
            "run", "--logs", "log.json", "--db", "h.sqlite", "--out", "out", "--day", "2026-03-10", "--registry",
            "registry.json", in: folder)
        #expect(result.status == 1)
        #expect(result.errors.contains("its devices agree with no hub of the log"), "\(result.errors)")
    }

    private func metric(_ time: String, hub: String) -> String {
        """
        {"value":[{"id":"/subscriptions/s/resourceGroups/r/providers/Microsoft.Devices/IotHubs/\(hub)/providers/Microsoft.Insights/metrics/connectedDeviceCount","name":{"value":"connectedDeviceCount"},"timeseries":[{"data":[{"timeStamp":"\(time)","average":7}]}]}]}
        """
    }

    @Test(arguments: [
        ("2026-03-08T06:00:00Z", "pumps-weu", "The metrics are of 2026-03-08T06:00:00Z, and the report is of"),
        ("2026-03-10T06:00:00Z", "other", "The metrics are of other, and the log is of pumps-weu"),
    ])
    func metricsOfAnotherDayOrHubAreSaidFirstAndEndTheRunWithOne(time: String, hub: String, sentence: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        try folder.write(metric(time, hub: hub), to: "metrics.json")
        let result = try run(folder, "--metrics", "metrics.json")
        #expect(result.status == 1)
        let report = try report(folder)
        let verdict = try #require(report["verdict"] as? [String: Any])
        #expect((verdict["missing"] as? [String])?.contains { $0.hasPrefix(sentence) } == true, "\(verdict)")
        #expect((report["connectedMetric"] as? [Any])?.isEmpty != false)
        #expect(try run(folder, "--metrics", "metrics.json").status == 1)
        try folder.write(metric("2026-03-10T06:00:00Z", hub: "PUMPS-WEU"), to: "metrics.json")
        #expect(try run(folder, "--metrics", "metrics.json").status == 0)
    }

    @Test func aMissingLogBesideAGoodOneIsSaidFirstAndTheRestIsRead() throws {
        let folder = try TemporaryFolder()
        try folder.write(log, to: "logs/PT1H.json")
        let result = try run(folder, "--logs", "nowhere")
        #expect(result.status == 1)
        #expect(result.errors.contains("nowhere: no such file or folder; check the path"))
        let verdict = try #require(try report(folder)["verdict"] as? [String: Any])
        #expect((verdict["missing"] as? [String])?.contains { $0.contains("nowhere") } == true, "\(verdict)")
        #expect(try run(folder).status == 0)
        let alone = try Program.hubdrops.run(
            ["run", "--logs", "nowhere", "--db", "n.sqlite", "--out", "o", "--day", "2026-03-10"], at: folder)
        #expect(alone.status == 66)
    }
}
