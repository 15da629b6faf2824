import LogReading
import Model
import Testing

@Suite struct StrangerTests {
    @Test(arguments: [
        (#"[{"deviceId":"a","etag":"x","status":"enabled","authenticationType":"sas"}]"#, "--registry"),
        (
            #"{"id":"a","status":"enabled","authentication":{"symmetricKey":{"primaryKey":"c2VjcmV0"}}}"#,
            "--registry"
        ),
        ("deviceId,status,authenticationType\na,enabled,sas\n", "--registry"),
        (#"{"value":[{"name":{"value":"connectedDeviceCount"},"timeseries":[{"data":[]}]}]}"#, "--metrics"),
        (#"{"value":[{"id":"x","properties":{"availabilityState":"Degraded"}}]}"#, "--health"),
        (
            #"[{"category":{"value":"ResourceHealth"},"operationName":{"value":"Microsoft.Resourcehealth/healthevent/x"},"#
                + #""properties":{"currentHealthStatus":"Unavailable"}}]"#, "--health"
        ),
        (
            #"[{"eventType":"x","data":{"deviceConnectionStateEventInfo":{"sequenceNumber":"1"}}}]"#,
            "--connection-events"
        ),
        (#"{"schema":2,"tool":{"name":"hubdrops"},"revision":1}"#, "keep the reports in another folder"),
        (#"{"actions":[],"actionsNotListed":0,"advice":[]}"#, "keep the reports in another folder"),
        (#"{"blocks":[{"text":{"emoji":false,"text":"x","type":"plain_text"}}]}"#, "keep the reports"),
        (#"{"attachments":[{"content":{"$schema":"x","body":[]}}]}"#, "keep the reports"),
        ("hub,device,module,operation,level,code,window_start,records\n", "keep the reports"),
        ("SQLite format 3\0", "a database of SQLite"),
        (#"[{"registrationId":"a","deviceId":"a","status":"assigned"}]"#, "Device Provisioning Service"),
        (#"[{"deviceId":"a","status":"enabled","site":"north"}]"#, "--registry"),
        ("deviceId;status;connectionString\na;enabled;c2VjcmV0\n", "--registry"),
        (#"[{"TimeGenerated":"x","CategoryValue":"ResourceHealth","Properties_d":"{}"}]"#, "--health"),
        (
            #"{"specversion":"1.0","type":"Microsoft.Devices.DeviceConnected","data":{"deviceId":"p"}}"#,
            "--connection-events"
        ),
        // {"eventType":"Microsoft.Devices.DeviceConnected","data":{"deviceConnectionStateEventInfo":{}}}
        (
            "eyJldmVudFR5cGUiOiJNaWNyb3NvZnQuRGV2aWNlcy5EZXZpY2VDb25uZWN0ZWQiLCJkYXRhIjp7ImRldmljZUNvbm5lY3Rpb25TdGF0ZUV2ZW50SW5mbyI6e319fQ\n",
            "--connection-events"
        ),
        (
            #"[{"content":"eyJldmVudFR5cGUiOiJNaWNyb3NvZnQuRGV2aWNlcy5EZXZpY2VDb25uZWN0ZWQiLCJkYXRhIjp7ImRldmljZUNvbm5lY3Rpb25TdGF0ZUV2ZW50SW5mbyI6e319fQ","id":"x"}]"#,
            "--connection-events"
        ),
        ("hub,device,module,start,end,downtime_seconds,cause,connection_age_seconds\n", "keep the reports"),
    ])
    func whatIsNoLogIsNamedAndRejectsNothing(text: String, way: String) throws {
        let result = try read(text)
        #expect(result.summary.format == .stranger)
        #expect(result.summary.stranger.contains(way))
        #expect(result.rejects == [])
        #expect(result.summary.warnings == [])
        #expect(!result.summary.stranger.contains("c2VjcmV0"))
    }

    @Test(arguments: [
        drop("2026-03-10T07:12:41Z", "status"),
        #"{"message":\#(json(drop("2026-03-10T07:12:41Z", "d"))),"deviceId":"x","status":"ok","id":"1"}"#,
        #"[{"DeviceId":"d","status":"x","authenticationType":"sas","TimeGenerated":"2026-03-10T07:12:41Z","OperationName":"deviceConnect"}]"#,
        "TimeGenerated,OperationName,DeviceId,Status\n2026-03-10T07:12:41Z,deviceConnect,d,enabled\n",
    ])
    func aLogWithSuchNamesIsALog(text: String) throws {
        #expect(try read(text).events.count == 1)
    }

    private static let health =
        #"{"time":"2026-03-10T05:04:00Z","operationName":"Microsoft.Resourcehealth/healthevent/Activated/action","#
        + #""category":"ResourceHealth","properties":{"currentHealthStatus":"Degraded"}}"#

    @Test func aRecordOfHealthAmongThoseOfTheLogIsOneOfAnotherCategory() throws {
        let result = try read(StrangerTests.health + "\n" + drop("2026-03-10T07:12:41Z", "d") + "\n")
        #expect(result.events.count == 1)
        #expect(result.summary.otherCategories == 1)
        #expect(result.summary.format == .jsonLines)
    }

    @Test func aLogBehindMuchOfSomethingElseIsReadAndTheRestRejected() throws {
        let device =
            #"{"deviceId":"a","status":"enabled","authenticationType":"sas","x":"\#(String(repeating: "y", count: 990))"}"#
        let result = try read(
            String(repeating: device + "\n", count: 70) + drop("2026-03-10T07:12:41Z", "d") + "\n")
        #expect(result.events.count == 1)
        #expect(result.rejects.count == 70 && result.summary.rejected == 70)
        #expect(result.summary.stranger == "")
    }

    @Test(arguments: [
        #""id":"1","status":"ok","authentication":"sas""#, #""id":"1","symmetricKey":null"#,
        #""operationTimestamp":"2026-03-10T08:00:00Z""#, #""schema":{},"tool":"kcat""#,
    ])
    func aWrapperWithSuchNamesIsALog(names: String) throws {
        let result = try read("{\(names),\"data\":\"\(base64(drop("2026-03-10T07:12:41Z", "d")))\"}\n")
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "d")])
    }
}
