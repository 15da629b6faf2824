import Diagnosis
import Foundation
import Inputs
import LogReading
import Model
import Testing

@Suite struct RegistryReaderTests {
    private static let twin = """
        {"deviceId":"pump-0002","etag":"AAAAAAAAAAE=","deviceEtag":"MTIz","status":"disabled",
        "statusReason":"lost in field","statusUpdateTime":"2026-03-09T15:00:00Z","connectionState":"Disconnected",
        "lastActivityTime":"2026-03-09T14:59:58.5Z","cloudToDeviceMessageCount":0,"authenticationType":"sas",
        "x509Thumbprint":{"primaryThumbprint":null,"secondaryThumbprint":null},"version":7,
        "tags":{"site":"north","location":{"plant":7,"roof":true}},"capabilities":{"iotEdge":false}}
        """
    private static let identity = """
        {
          "deviceId": "gw-17",
          "generationId": "638000000000000000",
          "status": "enabled",
          "statusUpdatedTime": "0001-01-01T00:00:00",
          "authentication": {
            "symmetricKey": {"primaryKey": "c2VjcmV0LXByaW1hcnk=", "secondaryKey": "c2VjcmV0LXNlY29uZA=="},
            "x509Thumbprint": {"primaryThumbprint": null, "secondaryThumbprint": null},
            "type": "selfSigned"
          }
        }
        """
    private static let exported = """
        {"id":"a","eTag":"MQ==","status":"enabled","authentication":{"symmetricKey":{"primaryKey":"c2VjcmV0"},"type":"sas"}}
        {"id":"b","eTag":"MQ==","status":"Disabled","tags":{"site":"south"},"properties":{"desired":{"x":1}}}

        """

    private static func devices(_ text: String, tags: TagChoice = .all) throws -> [String: Registry.Entry] {
        let result = try RegistryReader(tags: tags).read(source(text))
        #expect(result.summary.bad == 0)
        return try #require(result.registry.hubs[""])
    }

    private static let north = Registry.Entry(
        isDisabled: true, statusChanged: Instant(iso8601: "2026-03-09T15:00:00Z"), authentication: .sas,
        tags: ["site": "north", "location.plant": "7", "location.roof": "true"], isConnected: false,
        lastActivity: Instant(iso8601: "2026-03-09T14:59:58.5Z"))

    @Test func readsTheTwinList() throws {
        let devices = try RegistryReaderTests.devices("[\(RegistryReaderTests.twin)]")
        #expect(devices == ["pump-0002": RegistryReaderTests.north])
    }

    @Test func readsASingleIdentityThatIsPrettyPrinted() throws {
        let devices = try RegistryReaderTests.devices(RegistryReaderTests.identity)
        #expect(devices == ["gw-17": Registry.Entry(authentication: .x509)])
    }

    @Test func readsTheLinesOfAnExportJob() throws {
        let devices = try RegistryReaderTests.devices(RegistryReaderTests.exported)
        #expect(
            devices == [
                "a": Registry.Entry(authentication: .sas),
                "b": Registry.Entry(isDisabled: true, tags: ["site": "south"]),
            ])
    }

    @Test func readsListsAndIdentitiesOneAfterAnother() throws {
        let text = "\u{FEFF}[\(RegistryReaderTests.twin)]\r\n\(RegistryReaderTests.identity)\r\n"
        #expect(try RegistryReaderTests.devices(text).keys.sorted() == ["gw-17", "pump-0002"])
    }

    @Test(arguments: ["ENABLED", "Enabled", "enabled"])
    func theStatusIsReadInAnyCase(status: String) throws {
        let devices = try RegistryReaderTests.devices("[{\"deviceId\":\"a\",\"status\":\"\(status)\"}]")
        #expect(devices["a"]?.isDisabled == false)
    }

    @Test(arguments: ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01T00:00:00-06:00", "yesterday", ""])
    func theFirstDayOfTheCalendarMeansNever(time: String) throws {
        let text = "[{\"deviceId\":\"a\",\"status\":\"enabled\",\"statusUpdateTime\":\"\(time)\"}]"
        #expect(try RegistryReaderTests.devices(text)["a"]?.statusChanged == nil)
    }

    @Test func onlyTheTagThatIsAskedForIsKept() throws {
        let devices = try RegistryReaderTests.devices("[\(RegistryReaderTests.twin)]", tags: .only("location.plant"))
        #expect(devices["pump-0002"]?.tags == ["location.plant": "7"])
    }

    @Test func onlyTheDevicesThatAreAskedForAreKept() throws {
        let result = try RegistryReader().read(source(RegistryReaderTests.exported)) { $0 == "b" }
        #expect(result.registry.hubs[""]?.keys.sorted() == ["b"])
        #expect(result.summary.entries == 2)
    }

    @Test func theRegistryIsOfTheHubThatTheOperatorNames() throws {
        let registry = try RegistryReader(hub: "pumps-weu").read(source(RegistryReaderTests.exported)).registry
        #expect(registry.covers(hub: "pumps-weu") && !registry.covers(hub: "pumps-neu"))
    }

    @Test func aModuleIsNoDevice() throws {
        let result = try RegistryReader().read(
            source(
                "[{\"deviceId\":\"a\",\"moduleId\":\"m\",\"status\":\"disabled\"},{\"deviceId\":\"a\",\"status\":\"enabled\"}]"
            ))
        #expect(result.registry.entry(hub: "x", device: "a")?.isDisabled == false)
        #expect(result.summary.others == 1)
    }

    @Test(arguments: [(999, false), (1000, true), (1001, false)])
    func exactlyAThousandEntriesAreSuspicious(count: Int, isSuspicious: Bool) throws {
        let text =
            "[" + (0..<count).map { "{\"deviceId\":\"d\($0)\",\"status\":\"enabled\"}" }.joined(separator: ",") + "]"
        let result = try RegistryReader().read(source(text))
        #expect(result.isCut == isSuspicious)
    }

    @Test func badEntriesAreCountedWithTheirLine() throws {
        let text = """
            [{"deviceId":"a","status":"enabled"},
            {"status":"enabled"},
            {"deviceId":"\(String(repeating: "x", count: 129))","status":"enabled"},
            {"deviceId":"b","status":"broken"},
            {"deviceId":"c","deviceId":"d","status":"enabled"},
            17]
            """
        let summary = try RegistryReader().read(source(text)).summary
        #expect(summary.entries == 1)
        #expect(summary.bad == 5)
        #expect(summary.problems.map(\.line) == [2, 3, 4, 5, 6])
        #expect(
            summary.problems.map(\.reason) == [
                "expected a deviceId or id of at most 128 characters",
                "expected a deviceId or id of at most 128 characters", "expected the status enabled or disabled",
                "a field appears twice", "expected an object",
            ])
    }

    @Test func aBrokenLineIsOneBadEntry() throws {
        let text = "{\"id\":\"a\",\"status\":\"enabled\"}\n{\"id\":\"b\",\"sta\n{\"id\":\"c\",\"status\":\"enabled\"}\n"
        let result = try RegistryReader().read(source(text))
        #expect(result.registry.hubs[""]?.keys.sorted() == ["a", "c"])
        #expect(result.summary.problems.map(\.line) == [2])
    }

    @Test func aListThatBreaksIsAnErrorWithItsLine() {
        let broken = error {
            _ = try RegistryReader().read(source("[{\"deviceId\":\"a\",\"status\":\"enabled\"},\n{\"devi"))
        }
        #expect(broken == .malformed(file: "input.json", line: 2, fault: .endsInsideText))
    }

    @Test func aListWithTabsThatBreaksIsJSONToo() {
        let broken = error {
            _ = try RegistryReader().read(source("[{\"deviceId\":\t\"a\",\t\"status\":\"enabled\"},\n{\"devi"))
        }
        #expect(broken == .malformed(file: "input.json", line: 2, fault: .endsInsideText))
    }

    @Test func recordsOfALogAmongTheDevicesAreCounted() throws {
        let device = "{\"deviceId\":\"a\",\"status\":\"enabled\"}\n"
        let record = "{\"operationName\":\"deviceConnect\",\"deviceId\":\"a\"}\n"
        let summary = try RegistryReader().read(source(device + record + record)).summary
        #expect(summary.entries == 1)
        #expect(summary.bad == 2)
        #expect(summary.problems.map(\.line) == [2, 3])
        #expect(summary.problems.map(\.reason) == Array(repeating: "a record of a log, not a device", count: 2))
    }

    @Test(arguments: ["[{\"TimeGenerated\":\"x\"}]", "{\"value\":[{\"a\":1}]}"])
    func anotherFileIsAnErrorThatSaysWhatWasExpected(text: String) {
        #expect(
            error { _ = try RegistryReader().read(source(text)) }?.description
                == "input.json: expected devices with a deviceId or id and a status, found nothing of the kind")
    }

    @Test(arguments: ["\"text\"", "]", "\u{0}"])
    func whatIsNoJSONIsAnErrorWithItsLine(text: String) {
        let found = error { _ = try RegistryReader().read(source("\n" + text)) }
        #expect(found == .malformed(file: "input.json", line: 2, fault: .notAnObject))
    }

    /// Both streams of a command in one file.
    @Test(arguments: [
        "WARNING: a\n", "WARNING: a, b\r\nWARNING: c, d\r\n", "/usr/lib/x.py:1: UserWarning: a\n  warn()\n",
    ])
    func whatTheCommandSaidBeforeItsAnswerIsPassedOver(words: String) throws {
        let text = words + "[{\"deviceId\":\"a\",\"status\":\"enabled\"}]\n"
        #expect(try RegistryReaderTests.devices(text).keys.sorted() == ["a"])
    }

    @Test(arguments: [
        ("[]", "it holds no device; export it again"), ("{\"value\":[]}", "it holds no device; export it again"),
        ("", "empty; run the command that writes it again"),
        ("[{\"deviceId\":\"a\",\"moduleId\":\"m\",\"status\":\"enabled\"}]", "modules only, and no device"),
        ("null", "the words of a call that failed in place of its answer; sign in and run it again"),
        ("ERROR: AADSTS700082", "the words of a call that failed in place of its answer; sign in and run it again"),
        (
            "{\"error\":{\"code\":\"x\"}}",
            "the words of a call that failed in place of its answer; sign in and run it again"
        ),
    ])
    func aRegistryWithoutDevicesCannotBeUsed(text: String, reason: String) {
        let found = error { _ = try RegistryReader().read(source(text)) }
        #expect(found?.reason == reason)
    }

    @Test(arguments: [
        ("<html>", "an HTML or XML page"), ("PK\u{3}\u{4}", "a ZIP archive or a workbook"),
        ("DeviceId    Status\n----------  -------\na  enabled\n", "a table as az -o table prints it"),
        ("- deviceId: a\n  status: enabled\n", "YAML, as az -o yaml prints it"),
        ("a\tenabled\tsas\n", "values without the names of their columns, as az -o tsv prints them"),
        (#"{"operationName":"deviceConnect","properties":"{\"deviceId\":\"a\"}"}"#, "records of a log"),
        (#"{"operationName":"deviceConnect","deviceId":"a"}"#, "records of a log"),
    ])
    func whatIsNoRegistryIsNamed(text: String, beginning: String) {
        let found = error { _ = try RegistryReader().read(source(text)) }
        #expect(found?.reason.hasPrefix(beginning) == true)
    }

    @Test func registrationsOfTheProvisioningServiceAreNoRegistry() {
        let text = "[{\"registrationId\":\"a\",\"deviceId\":\"a\",\"status\":\"assigned\"}]"
        let found = error { _ = try RegistryReader().read(source(text)) }
        #expect(found?.reason.contains("az iot hub device-identity list --top -1") == true)
    }

    @Test(arguments: [
        "[{\"DeviceId\":\"a\",\"Status\":\"Disabled\",\"Authentication\":{\"Type\":\"Sas\"}}]",
        "[{\"DeviceId\":\"a\",\"Status\":1,\"Authentication\":{\"Type\":0}}]",
        "{\"Results\":[{\"deviceId\":\"a\",\"status\":\"disabled\",\"authenticationType\":\"sas\"}]}",
        "deviceId,status,authenticationType\na,disabled,sas\n",
        "\"status\";\"deviceId\";\"authenticationType\"\r\n\"disabled\";\"a\";\"sas\"\r\n",
    ])
    func otherToolsWriteTheSameRegistry(text: String) throws {
        let devices = try RegistryReaderTests.devices(text)
        #expect(devices == ["a": Registry.Entry(isDisabled: true, authentication: .sas)])
    }

    @Test func tagsOfATableStandInColumnsWithAPoint() throws {
        let devices = try RegistryReaderTests.devices("deviceId,tags.site,status\na,north,enabled\n")
        #expect(devices["a"]?.tags == ["site": "north"])
    }

    @Test func noKeyIsKeptOrPrinted() throws {
        let key = "c2VjcmV0LWtleQ=="
        let connection = "HostName=h;DeviceId=a;SharedAccessKey=\(key)"
        let entry = """
            {"deviceId":"a","status":"enabled","symmetricKey":{"primaryKey":"\(key)"},"connectionString":"\(connection)",
            "authentication":{"type":"sas","symmetricKey":{"primaryKey":"\(key)","secondaryKey":"\(key)"}}}
            """
        for text in ["[\(entry)]", "[\(entry),{\"status\":\"\(key)\"}]"] {
            let result = try RegistryReader().read(source(text))
            var dumped = ""
            dump(result, to: &dumped)
            #expect(!dumped.contains(key))
        }
        let broken = [
            "[{\"status\":\"\(key)\"}]", "[{\"deviceId\":\"a\",\"symmetricKey\":\"\(key)", "[{\"\(key)\" x", "\(key)",
            "[{\"authentication\":{\"symmetricKey\":\(key)}}]",
        ]
        for text in broken {
            let found = try #require(error { _ = try RegistryReader().read(source(text)) })
            #expect(!"\(found)".contains(key))
        }
    }

    @Test func aFileThatIsNotThereIsAnErrorWithTheSystemsWords() {
        let found = error { _ = try RegistryReader().read(.file("/nonexistent/registry.json")) }
        #expect(found?.description == "/nonexistent/registry.json: cannot read: No such file or directory")
    }

    @Test func aFolderIsAnError() {
        let found = error { _ = try RegistryReader().read(.file("/")) }
        #expect(found?.description == "/: cannot read: Is a directory")
    }

    /// 3,000 entries of about 100 bytes: texts, escapes and numbers meet the edges of the pieces that are read.
    @Test func aFileIsReadTheSameAsItsBytes() throws {
        var lines = ""
        for index in 0..<3000 {
            lines +=
                "{\"id\":\"d\(index)\",\"status\":\"enabled\",\"tags\":{\"s\\u00e9\\\"\":\"\(String(repeating: "ü", count: index % 37))\",\"n\":\(index)}}\n"
        }
        let url = FileManager.default.temporaryDirectory.appending(path: "hubdrops-inputs-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(lines.utf8).write(to: url)
        let fromFile = try RegistryReader().read(.file(url.path))
        #expect(fromFile.summary.entries == 3000)
        #expect(fromFile.registry == (try RegistryReader().read(source(lines)).registry))
        #expect(fromFile.registry.hubs[""]?["d2999"]?.tags["n"] == "2999")
        #expect(fromFile.registry.hubs[""]?["d36"]?.tags["sé\""] == String(repeating: "ü", count: 36))
    }
}
