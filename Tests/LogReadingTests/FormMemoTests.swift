import LogReading
import Model
import Testing

/// A record of few devices, now and then of an unusual make, as JSON on one line.
private func someRecord(_ dice: inout Dice) -> String {
    let time = someTime(&dice)
    let device = "pump-\(Int.random(in: 0..<3, using: &dice))"
    let usual = drop(time, device)
    return switch Int.random(in: 0..<40, using: &dice) {
    case 0: #"{"time":"\#(time)","category":"Routes","operationName":"x"}"#
    case 1: #"{"resourceId":"\#(hubPath)","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 2: #"{"time":"\#(time)","operationName":"deviceConnect","deviceId":"d","TIME":"\#(time)"}"#
    case 3: usual.replacing("-03-", with: "\\u002d03-")
    case 4: #"{"a":"},{","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 5: #"{"time":"\#(time)","operationName":"deviceConnect","properties":{"deviceId":"\#(device)"},"b":[{"c":1}]}"#
    case 6: #"{"TimeGenerated":"\#(time)","time":"\#(someTime(&dice))","operationName":"deviceConnect","deviceId":"d"}"#
    case 7:
        ["null", "5", "[]", "{}", "\"x\"", "[[\(usual)]]", "{\"records\":[\(usual)]}"].randomElement(using: &dice) ?? ""
    case 8: #"{"FrameType":"x","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 9: sampleRecords[Int.random(in: 0..<3, using: &dice)].flat
    case 10:
        #"{"time":"\#(time)","deep":"# + String(repeating: "[", count: 62) + String(repeating: "]", count: 62)
            + #","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 11: #"{"time":"\#(time)","TableName":"t","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    default: usual
    }
}

/// One to five records.
private func someRecords(_ dice: inout Dice) -> String {
    (0..<Int.random(in: 1...5, using: &dice)).map { _ in someRecord(&dice) }.joined(separator: ",")
}

private func someMessage(_ dice: inout Dice) -> String {
    let records = someRecords(&dice)
    return switch Int.random(in: 0..<20, using: &dice) {
    case 0: "[\(records)]"
    case 1: "{\"offset\":\"1\",\"body\":{\"records\":[\(records)]},\"partition\":[{\"a\":1}]}"
    case 2: "{\"body\":[\(records)]}"
    case 3: "{\"records\":[\(records)],\"records\":[]}"
    case 4: "{\"records\":[\(records)],\"time\":\"\(someTime(&dice))\"}"
    case 5: "{\"records\":[\(records)]} {\"records\":[\(records)]}"
    case 6: " { \"records\" : [ \(records) ] } \r"
    case 7: "{\"records\":[]}"
    case 8: someRecord(&dice)
    case 9: "{\"body\":{\"body\":{\"x\":1e3,\"records\":[\(records)]}}}"
    default: "{\"records\":[\(records)]}"
    }
}

private func exportedRow(_ dice: inout Dice) -> String {
    let record = sampleRecords[Int.random(in: 0..<3, using: &dice)]
    let hub = ["1", "2", "33", "}"].randomElement(using: &dice) ?? ""
    let time = someTime(&dice)
    let written = Int.random(in: 0..<15, using: &dice) == 0 ? "\"time\":\"\(someTime(&dice))\"," : ""
    return "{\"Resource\":\"hub-\(hub)\",\"TimeGenerated\":\"\(time)\",\(written)\"Category\":\"Connections\","
        + "\"OperationName\":\"\(record.operation)\",\"Level\":\"\(record.level)\",\"properties_s\":\(json(record.properties)),"
        + "\"Type\":\"AzureDiagnostics\"}"
}

private func tableRow(_ dice: inout Dice) -> String {
    let record = sampleRecords[Int.random(in: 0..<3, using: &dice)]
    let more = Int.random(in: 0..<25, using: &dice) == 0 ? ",null" : ""
    let extra = ["null", "1", "[[\"a\"],[\"b\"]]", "\"],[\""].randomElement(using: &dice) ?? ""
    return
        "[\(extra),\"\(someTime(&dice))\",\"\(record.operation)\",\"\(record.level)\",\(json(record.properties))\(more)]"
}

private func table(_ order: [String], _ rows: String) -> String {
    let columns = order.map { "{\"name\":\"\($0)\",\"type\":\"string\"}" }.joined(separator: ",")
    return "{\"name\":\"t\",\"columns\":[\(columns)],\"rows\":[\n\(rows)]}"
}

/// The elements of `damagedLines` with commas between them.
private func damagedElements(seed: UInt64, _ good: (inout Dice) -> String) -> String {
    let lines = damagedLines(seed: seed, count: 100, oneIn: 150, good)
    return String(decoding: lines.dropLast(), as: UTF8.self).replacing("\n", with: ",\n")
}

/// What is known by its hash is read as the strict reader reads it, in every form.
@Suite struct FormMemoTests {
    @Test(arguments: 1...6)
    func messagesOneALine(seed: UInt64) throws {
        try expectMemoryChangesNothing(damagedLines(seed: seed, count: 200, someMessage), events: 150)
    }

    @Test(arguments: 1...4)
    func undamagedMessages(seed: UInt64) throws {
        try expectMemoryChangesNothing(damagedLines(seed: seed, count: 200, oneIn: 1 << 20, someMessage), events: 150)
    }

    @Test(arguments: 1...8)
    func linesOfADataExport(seed: UInt64) throws {
        try expectMemoryChangesNothing(damagedLines(seed: seed, count: 200, exportedRow), events: 50)
    }

    @Test(arguments: 1...8)
    func oneArrayOverManyLines(seed: UInt64) throws {
        for (opening, closing) in [("[\n", "\n]"), ("{\"records\":[", "]}"), ("{\"records\":\n[", "]}\n")] {
            let elements = damagedElements(seed: seed, someRecord)
            try expectMemoryChangesNothing(Array((opening + elements + closing).utf8), events: 1)
        }
    }

    @Test(arguments: 1...4)
    func elementsThatGoOverLines(seed: UInt64) throws {
        let elements = damagedElements(seed: seed) { someRecord(&$0).replacing(",\"", with: ",\n  \"") }
        try expectMemoryChangesNothing(
            Array(("[" + elements + "]\n" + drop("2026-03-10T07:12:41Z", "last")).utf8), events: 1)
    }

    @Test(arguments: 1...10)
    func rowsOfAQuery(seed: UInt64) throws {
        let names = ["x", "TimeGenerated", "OperationName", "Level", "properties_s"]
        let other = ["x", "TimeGenerated", "OperationName", "Category", "properties_s"]
        let rows = damagedElements(seed: seed, tableRow)
        let text = "{\"tables\":[\(table(names, rows)),\(table(other, rows)),\(table(names, rows))]}"
        try expectMemoryChangesNothing(Array(text.utf8), events: 1)
    }

    @Test func anotherTablesColumnsMakeAnotherRow() throws {
        let row = "[\"2026-03-10T07:12:41Z\",\"deviceConnect\",\"a\",\"b\"]"
        let rows = row + ",\n" + row
        let first = table(["TimeGenerated", "OperationName", "DeviceId", "ModuleId"], rows)
        let second = table(["TimeGenerated", "OperationName", "ModuleId", "DeviceId"], rows)
        let events = try read("{\"tables\":[\(first),\(second)]}").events
        #expect(events.map { $0.split(separator: "|").last } == ["a/b", "a/b", "b/a", "b/a"])
    }

    @Test func aKnownRowStillSaysThatItsFileIsATablesExport() throws {
        let row =
            #"{"TableName":"t","TimeGenerated":"2026-03-10T07:12:41Z","OperationName":"deviceConnect","DeviceId":"a"}"#
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        let texts = ["[\n\(row),\n\(row)\n]", "{\"records\":[\(row),\(row)]}\n{\"records\":[\(row)]}\n", "[\(row)]"]
        for text in texts + texts {
            let source = LogSource(name: "t", bytes: Array(text.utf8))
            #expect(try reader.read(source, events: { _ in }, rejection: { _ in }).format == .flatArray)
        }
    }

    @Test func whatIsNoWhiteSpaceBehindAKnownElementIsABreak() throws {
        let record = drop("2026-03-10T07:12:41Z", "p-1")
        let text = "[\(record),\(record),\u{1}\u{0}\(record)]"
        let result = try read(text)
        #expect(!result.rejects.isEmpty)
        #expect(try result == read(text, ReadingOptions(remembersLines: false)))
    }

    @Test func elementsWithoutATimeOrWithManyBracketsAreReadTheSlowWay() throws {
        let brackets = String(repeating: "},", count: 40)
        let record =
            #"{"time":"2026-03-10T07:12:41Z","operationName":"deviceConnect","deviceId":"a","x":"\#(brackets)"}"#
        let result = try read("{\"records\":[\(record),\(record),{\"x\":\"\(brackets)\"}]}\n")
        #expect(result.events.count == 2)
        #expect(result.rejects.count == 1)
    }
}
