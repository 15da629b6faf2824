import Foundation
import Testing

/// `hubdrops device`: one device's day, as people read it.
@Suite struct DeviceTests {
    private func record(
        _ time: String, _ device: String, hub: String = "PUMPS-WEU", module: String = "", code: String? = nil
    ) -> String {
        let operation = code == nil ? "deviceConnect" : "deviceDisconnect"
        let result = code.map { "\"level\":\"Error\",\"resultType\":\"\($0)\"" } ?? "\"level\":\"Information\""
        let part = module.isEmpty ? "" : ",\\\"moduleId\\\":\\\"\(module)\\\""
        return """
            {"time":"2026-03-10T\(time)Z","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.DEVICES/IOTHUBS/\(hub)","operationName":"\(operation)","category":"Connections",\(result),"properties":"{\\"deviceId\\":\\"\(device)\\"\(part),\\"protocol\\":\\"Mqtt\\",\\"maskedIpAddress\\":\\"203.0.113.XXX\\"}","location":"westeurope"}

            """
    }

    private func timeline(_ device: String, of log: String) throws -> Program.Result {
        let folder = try TemporaryFolder()
        let path = try folder.write(log, to: "PT1H.json")
        try Program.hubdrops.run("import", path, "--db", folder.path("h.sqlite"))
        return try Program.hubdrops.run(
            "device", device, "--db", folder.path("h.sqlite"), "--day", "2026-03-10")
    }

    @Test func aMistypedDeviceIsMetWithTheOneThatWasMeant() throws {
        let result = try timeline("pmup-1", of: record("06:00:00", "pump-1"))
        #expect(result.status == 66)
        #expect(result.errors.contains("did you mean 'pump-1'?"), "\(result.errors)")
    }

    @Test func theDayOfADeviceIsATimelineWithCauses() throws {
        let result = try timeline(
            "pump-1",
            of: record("06:00:00", "pump-1") + record("07:12:41", "pump-1", code: "404104")
                + record("07:14:41", "pump-1"))
        #expect(result.status == 0)
        #expect(
            result.output == """
                pump-1 on pumps-weu, 2026-03-10 (UTC)
                  06:00:00  connected from 203.0.113.XXX over Mqtt
                  07:12:41  dropped, 404104: network-loss (high confidence)
                            connected 1 h 12 min; back after 2 min; no goodbye (404104), too long for a renewal
                  07:14:41  connected from 203.0.113.XXX over Mqtt

                """)
    }

    /// 2026-10-25 in Berlin: 00:30 UTC and 01:30 UTC are both half past two.
    @Test func theHourThatTheClocksShowTwiceHasItsOffset() throws {
        let folder = try TemporaryFolder()
        let records = record("00:30:00", "pump-1") + record("01:30:00", "pump-1") + record("02:30:00", "pump-1")
        let path = try folder.write(
            records.replacingOccurrences(of: "2026-03-10", with: "2026-10-25"), to: "PT1H.json")
        try Program.hubdrops.run("import", path, "--db", folder.path("h.sqlite"))
        let result = try Program.hubdrops.run(
            "device", "pump-1", "--db", folder.path("h.sqlite"), "--day", "2026-10-25", "--time-zone", "Europe/Berlin")
        let lines = result.output.split(separator: "\n").map { String($0) }
        try #require(lines.count == 4)
        #expect(lines[0].hasSuffix("2026-10-25 (UTC+02:00, later UTC+01:00)"))
        #expect(lines[1].hasPrefix("  02:30:00 UTC+02:00  connected"))
        #expect(lines[2].hasPrefix("  02:30:00 UTC+01:00  connected"))
        #expect(lines[3].hasPrefix("  03:30:00  connected"))
    }

    @Test func aDeviceIdOnTwoHubsHasTwoTimelines() throws {
        let result = try timeline(
            "pump-1", of: record("06:00:00", "pump-1") + record("07:00:00", "pump-1", hub: "OTHER"))
        #expect(result.output.contains("pump-1 on other, 2026-03-10 (UTC)\n  07:00:00  connected"))
        #expect(result.output.contains("pump-1 on pumps-weu, 2026-03-10 (UTC)\n  06:00:00  connected"))
    }

    @Test func modulesStandUnderTheirDevice() throws {
        let result = try timeline(
            "gw-1", of: record("06:00:00", "gw-1") + record("06:00:01", "gw-1", module: "camera", code: "404104"))
        #expect(result.output.contains("gw-1 on pumps-weu"))
        #expect(result.output.contains("gw-1, module camera on pumps-weu"))
    }

    @Test func aHostileIdReachesNoTerminalAsItself() throws {
        let result = try timeline(
            "a\u{1B}[2Jb\u{202E}", of: record("06:00:00", "a\\\\u001b[2Jb\\\\u202e"))
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.hasPrefix("a␛[2Jb⟨U+202E⟩ on pumps-weu"))
        #expect(!result.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }

    @Test func anUnknownIdSaysThatCaseMatters() throws {
        let result = try timeline("PUMP-1", of: record("06:00:00", "pump-1"))
        #expect(result.status == 66)
        #expect(
            result.errors.contains(
                "'PUMP-1' not found: no records for it in this database; device ids are case-sensitive"))
    }

    @Test func aDeviceWithoutARecordOnTheDaySaysSo() throws {
        let later = record("06:00:00", "pump-1").replacingOccurrences(of: "2026-03-10", with: "2026-03-12")
        let result = try timeline("pump-1", of: later + record("06:00:00", "pump-2"))
        #expect(result.status == 0)
        #expect(result.output == "pump-1: no record on 2026-03-10 (UTC)\n")
        let nothing = try timeline("pump-1", of: later)
        #expect(nothing.status == 1, "no record of any device is no good news")
    }

    @Test func aDeviceThatOnlyEarlierDaysKnowIsConnectedOrDownSinceThen() throws {
        let connect = record("06:00:00", "pump-1").replacingOccurrences(of: "2026-03-10", with: "2026-03-02")
        let drop = record("09:00:00", "pump-1", code: "404104")
            .replacingOccurrences(of: "2026-03-10", with: "2026-03-05")
        #expect(
            try timeline("pump-1", of: connect + record("06:00:00", "pump-2")).output
                == "pump-1 on pumps-weu, 2026-03-10 (UTC)\n  00:00:00  connected since 2 Mar 06:00:00\n")
        #expect(
            try timeline("pump-1", of: connect + drop + record("06:00:00", "pump-2")).output
                == "pump-1 on pumps-weu, 2026-03-10 (UTC)\n  00:00:00  down since 5 Mar 09:00:00\n")
    }
}
