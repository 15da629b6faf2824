import Foundation
import LogReading
import Model
import Testing

/// One record, in the terms of the log.
struct SampleRecord {
    var time: String
    var operation: String
    var level: String
    var code: String?
    var description: String?
    /// The JSON text of the properties.
    var properties: String
}

let sampleRecords = [
    SampleRecord(
        time: "2026-03-10T06:00:04Z", operation: "deviceConnect", level: "Information",
        properties:
            #"{"deviceId":"pump \"1\"","moduleId":"m","sdkVersion":"iothubclient/1.6.0 (native; Linux; armv7l)","#
            + #""protocol":"Mqtt","authType":null,"maskedIpAddress":"203.0.113.XXX","statusCode":null,"errorMessage":""}"#
    ),
    SampleRecord(
        time: "2026-03-10T07:12:41Z", operation: "deviceDisconnect", level: "Error", code: "404104",
        description: "DeviceConnectionClosedRemotely",
        properties: #"{"deviceId":"pump-2","protocol":"Mqtt","authType":null,"maskedIpAddress":"198.51.100.XXX","#
            + #""statusCode":"404","errorMessage":"Device disconnected, see https://aka.ms/iothub404104"}"#),
    SampleRecord(
        time: "2026-03-10T07:13:02Z", operation: "deviceConnect", level: "Information",
        properties: #"{"deviceId":"gw-17","protocol":"Amqp","authType":"{\"scope\":\"device\",\"type\":\"sas\"}","#
            + #""maskedIpAddress":"192.0.2.XXX","statusCode":null,"errorMessage":""}"#),
]

let sampleEvents = [
    "2026-03-10T06:00:04Z|pumps-weu|deviceConnect|Information|||pump \"1\"/m|iothubclient/1.6.0 (native; Linux; armv7l)"
        + "|Mqtt||203.0.113.XXX",
    "2026-03-10T07:12:41Z|pumps-weu|deviceDisconnect|Error|404104|DeviceConnectionClosedRemotely|pump-2||Mqtt||198.51.100.XXX",
    #"2026-03-10T07:13:02Z|pumps-weu|deviceConnect|Information|||gw-17||Amqp|{"scope":"device","type":"sas"}|192.0.2.XXX"#,
]

func json(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

func csv(_ text: String) -> String {
    text.contains(where: { ",\"\n".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
}

extension SampleRecord {
    /// As the storage export writes it.
    func line(properties written: String? = nil, space: String = "") -> String {
        var members = [
            #""time":\#(space)"\#(time)""#, #""resourceId":\#(space)"\#(hubPath)""#,
            #""operationName":\#(space)"\#(operation)""#, #""category":\#(space)"Connections""#,
            #""level":\#(space)"\#(level)""#,
        ]
        if let code { members.append(#""resultType":\#(space)"\#(code)""#) }
        if let description { members.append(#""resultDescription":\#(space)"\#(description)""#) }
        members.append(#""properties":\#(space)"# + (written ?? json(properties)))
        members.append(#""location":\#(space)"westeurope""#)
        let separator = space.isEmpty ? "," : ",\n    "
        return "{" + (space.isEmpty ? "" : "\n    ") + members.joined(separator: separator)
            + (space.isEmpty ? "}" : "\n}")
    }

    /// As a row of AzureDiagnostics, every value a text.
    var flat: String {
        #"{"TableName":"PrimaryResult","TimeGenerated":"\#(time)","Category":"Connections","#
            + #""OperationName":"\#(operation)","Level":"\#(level)","ResultType":"\#(code ?? "")","#
            + #""ResultDescription":"\#(description ?? "")","properties_s":\#(json(properties)),"#
            + #""_ResourceId":"\#(hubPath.lowercased())"}"#
    }

    var cells: [String] { [time, operation, level, code ?? "", description ?? "", properties, hubPath.lowercased()] }
    var row: String { "[" + cells.map(json).joined(separator: ",") + "]" }
    var csvRow: String { cells.map(csv).joined(separator: ",") }
}

let tableColumns = [
    "TimeGenerated", "OperationName", "Level", "ResultType", "ResultDescription", "properties_s", "_ResourceId",
]

/// A form of the log and how the sample looks in it.
struct SampleForm: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String
    let format: LogFormat
}

let sampleForms: [SampleForm] = {
    let lines = sampleRecords.map { $0.line() }
    let flat = sampleRecords.map(\.flat)
    let rows = sampleRecords.map(\.row).joined(separator: ",\n")
    let names = tableColumns.map { #"{"name":"\#($0)","type":"string"}"# }.joined(separator: ",")
    let kustoNames = tableColumns.map { #"{"ColumnName":"\#($0)","DataType":"String"}"# }.joined(separator: ",")
    func form(_ name: String, _ format: LogFormat, _ text: String) -> SampleForm {
        SampleForm(testDescription: name, text: text, format: format)
    }
    return [
        form("JSON Lines", .jsonLines, lines.joined(separator: "\n") + "\n"),
        form("JSON Lines without a last line feed", .jsonLines, lines.joined(separator: "\r\n")),
        form(
            "properties as objects", .jsonLines,
            sampleRecords.map { $0.line(properties: $0.properties) }.joined(separator: "\n")),
        form("values on one line", .jsonLines, lines.joined()),
        form("pretty-printed values", .jsonLines, sampleRecords.map { $0.line(space: " ") }.joined(separator: "\n")),
        form("one records object", .json, #"{"records":[\#(lines.joined(separator: ","))]}"#),
        form("records over lines", .json, "{ \"records\": [\n" + lines.joined(separator: ",\n") + "\n]\n}\n"),
        form(
            "pretty-printed records", .json,
            "{\n\"records\": [\n" + sampleRecords.map { $0.line(space: " ") }.joined(separator: ",\n") + "\n]\n}\n"),
        form(
            "Event Hub messages", .json,
            lines.map { #"{"records":[\#($0)],"EventProcessedUtcTime":"2026-03-10T07:14:00Z","PartitionId":1}"# + "\n" }
                .joined()),
        form(
            "decoded capture bodies", .json,
            lines.map { #"{"SequenceNumber":1,"Body":{"records":[\#($0)]}}"# + "\n" }.joined()),
        form("an array of records", .json, "[" + lines.joined(separator: ",\n") + "]"),
        form("az query output", .flatArray, "[\n" + flat.joined(separator: ",\n  ") + "\n]\n"),
        form("az query output on one line", .flatArray, "[" + flat.joined(separator: ",") + "]"),
        form("Data Export rows", .jsonLines, flat.joined(separator: "\n") + "\n"),
        form(
            "query API", .queryResult,
            #"{"tables":[{"name":"PrimaryResult","columns":[\#(names)],"rows":[\#(rows)]}]}"#),
        form(
            "Kusto v1", .queryResult,
            #"{"Tables":[{"TableName":"Table_0","Columns":[\#(kustoNames)],"Rows":[\#(rows)]},"#
                + #"{"TableName":"Table_1","Columns":[{"ColumnName":"Value"}],"Rows":[["{}"]]}]}"#),
        form(
            "Kusto v2", .queryResult,
            #"[{"FrameType":"DataSetHeader","IsProgressive":false},"#
                + #"{"FrameType":"DataTable","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"Key"}],"Rows":[["a"]]},"#
                + #"{"FrameType":"DataTable","TableName":"PrimaryResult","Columns":[\#(kustoNames)],"Rows":[\#(rows)]},"#
                + #"{"FrameType":"DataSetCompletion","HasErrors":false}]"#),
        form(
            "progressive Kusto v2", .queryResult,
            #"[{"FrameType":"DataSetHeader","IsProgressive":true},"#
                + #"{"FrameType":"TableHeader","TableName":"PrimaryResult","Columns":[\#(kustoNames)]},"#
                + #"{"FrameType":"TableFragment","TableFragmentType":"DataAppend","Rows":[\#(rows)]},"#
                + #"{"FrameType":"TableCompletion","RowCount":3},{"FrameType":"DataSetCompletion","HasErrors":false}]"#),
        form(
            "portal CSV", .csv,
            (["\"TimeGenerated [UTC]\"," + tableColumns.dropFirst().joined(separator: ",")]
                + sampleRecords.map(\.csvRow))
                .joined(separator: "\r\n")),
    ]
}()

@Suite struct FormTests {
    @Test(arguments: sampleForms)
    func everyFormGivesTheSameEvents(form: SampleForm) throws {
        let result = try read(form.text)
        #expect(result.events == sampleEvents)
        #expect(result.rejects == [])
        #expect(result.summary.warnings == [])
        #expect(result.summary.format == form.format)
        #expect(result.summary.events == 3)
    }

    @Test(arguments: sampleForms)
    func theSizeOfAReadChangesNothing(form: SampleForm) throws {
        let whole = try read(form.text)
        for piece in Array(1...9) + [31, 63, 64, 65, 127, 200, 511, 600, 1000] {
            let pieces = try read(form.text, ReadingOptions(pieceBytes: piece))
            #expect(pieces == whole)
        }
    }

    @Test(arguments: sampleForms)
    func aCutAnywhereNeverGivesAnEventThatIsNotThere(form: SampleForm) throws {
        let bytes = Array(form.text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            let result = try read(Array(bytes.prefix(length)))
            #expect(result.events == Array(sampleEvents.prefix(result.events.count)))
            #expect(result.rejects.count <= 1)
        }
    }

    @Test func propertiesMayBeSpreadOverColumns() throws {
        let rows = """
            TimeGenerated,OperationName,deviceid,Protocol,SDKVersion,AuthType,MaskedIpAddress,Resource
            2026-03-10T06:00:04.0000000Z,deviceConnect,d1,Mqtt,sdk/1,,192.0.2.XXX,PUMPS-WEU

            """
        let event = "2026-03-10T06:00:04Z|pumps-weu|deviceConnect|Information|||d1|sdk/1|Mqtt||192.0.2.XXX"
        #expect(try read(rows).events == [event])
        let suffixed = rows.replacing("deviceid,Protocol,SDKVersion", with: "deviceId_s,protocol_s,sdkVersion_s")
        #expect(try read(suffixed).events == [event])
    }

    @Test func propertiesMayStandInAdditionalFields() throws {
        let inner = #"{"properties":"{\"deviceId\":\"d1\"}"}"#
        for written in [inner, json(inner)] {
            let line =
                #"{"TimeGenerated":"2026-03-10T06:00:04Z","OperationName":"deviceConnect","Category":"Connections","#
                + #""AdditionalFields":\#(written)}"#
            let result = try read(line)
            #expect(result.events == ["2026-03-10T06:00:04Z||deviceConnect|Information|||d1||||"])
        }
    }

    @Test func aHubThatNoRecordNamesIsUnknownOrTheOneGiven() throws {
        let line = #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceConnect","deviceId":"d"}"#
        #expect(try read(line).events == ["2026-03-10T06:00:04Z||deviceConnect|Information|||d||||"])
        let given = try read(line, ReadingOptions(defaultHub: "Pumps"))
        #expect(given.events == ["2026-03-10T06:00:04Z|pumps|deviceConnect|Information|||d||||"])
    }

    @Test func aMissingLevelFollowsFromTheCode() throws {
        let line =
            #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceDisconnect","deviceId":"d","resultType":404104}"#
        #expect(try read(line).events == ["2026-03-10T06:00:04Z||deviceDisconnect|Error|404104||d||||"])
    }

    @Test func aPartialErrorOfTheQueryIsAWarning() throws {
        let text = #"{"tables":[],"error":{"code":"PartialError","message":"too much"}}"#
        #expect(try read(text).summary.warnings.count == 1)
        #expect(try read(#"{"error":{"code":"BadRequest"}}"#).rejects.count == 1)
    }

    @Test func aTableWithoutTimeOrOperationIsRejectedOnce() throws {
        let text = #"{"tables":[{"columns":[{"name":"DeviceId"}],"rows":[["a"],["b"]]}]}"#
        #expect(
            try read(text).rejects == [
                "0: no table has the columns TimeGenerated and OperationName; add them to the query"
            ])
    }

    @Test func exactlyTenThousandRowsAreSuspicious() throws {
        let row = #"{"TimeGenerated":"2026-03-10T06:00:04Z","OperationName":"deviceConnect","DeviceId":"d"}"#
        let rows = Array(repeating: row, count: 10_000)
        #expect(try read("[" + rows.joined(separator: ",") + "]").summary.warnings.count == 0)
        let named = rows.map { $0.replacing("{", with: #"{"TableName":"PrimaryResult","#) }
        #expect(try read("[" + named.joined(separator: ",") + "]").summary.warnings.count == 1)
        #expect(try read("[" + named.dropLast().joined(separator: ",") + "]").summary.warnings.count == 0)
    }
}
