import LogReading
import Model
import Testing

private func days(_ result: ReadResult) -> [String] { result.events.map { String($0.prefix(20)) } }

/// What other programs put around and between records.
@Suite struct BesideRecordsTests {
    private let times = ["2026-03-10T06:00:04Z", "2026-03-10T07:12:41Z"]

    /// Splunk's `output_mode=json_rows` and `json_cols`.
    @Test(arguments: [
        #"{"preview":false,"fields":["_raw","_time"],"rows":[[<1>,"x"],[<2>,"y"]]}"#,
        #"{"preview":false,"fields":[{"name":"_raw"},{"name":"_time"}],"rows":[[<1>,"x"],[<2>,"y"]]}"#,
        #"{"rows":[[<1>,"x"],[<2>,"y"]],"fields":["_raw","_time"]}"#,
        #"{"preview":false,"fields":["_raw","_time"],"columns":[[<1>,<2>],["x","y"]]}"#,
    ])
    func anAnswerOfSplunkHasRecordsInItsRows(answer: String) throws {
        let text = answer.replacing("<1>", with: json(drop(times[0], "d"))).replacing(
            "<2>", with: json(drop(times[1], "d")))
        let result = try read(text)
        #expect(days(result) == times)
        #expect(result.rejects == [])
        #expect(days(try read(#"{"message":\#(json(text))}"#)) == times)
    }

    @Test func anAnswerOfSplunkMayBeATable() throws {
        let text =
            #"{"fields":["TimeGenerated","OperationName","DeviceId"],"rows":[["2026-03-10T06:00:04Z","deviceConnect","d"]]}"#
        let event = "2026-03-10T06:00:04Z||deviceConnect|Information|||d||||"
        #expect(try read(text).events == [event])
        #expect(try read(#"{"message":\#(json(text))}"#).events == [event])
    }

    @Test func aRowOfTextsThatBreaksCostsOnlyItself() throws {
        let rows = [drop(times[0], "d"), drop(times[1], "d")].map { "[\(json($0))]" }
        let broken = "[\(json(drop(times[0], "d")).replacing("gone", with: "go\\3ne"))]"
        let result = try read(#"{"fields":["_raw"],"rows":[\#(rows[0]),\#(broken),\#(rows[1])]}"#)
        #expect(days(result) == times)
        #expect(result.rejects.count == 1)
    }

    @Test func fieldsOfAnotherKindAreNoColumns() throws {
        let text = #"{"fields":{"message":[\#(json(drop(times[0], "d")))]},"_id":"1"}"#
        #expect(days(try read(text)) == [times[0]])
    }

    /// Elasticsearch, "Bulk index or delete documents".
    @Test func linesThatSayWhatToDoWithTheNextAreNoRejects() throws {
        let text = """
            {"index":{"_index":"logs","_id":"1"}}
            \(drop(times[0], "d"))
            {"create":{}}
            \(drop(times[1], "d"))
            {"delete":{"_index":"logs","_id":"2"}}

            """
        let result = try read(text)
        #expect(days(result) == times)
        #expect(result.rejects == [])
        #expect(result.summary.records == 2)
    }

    @Test(arguments: [#"{"index":7}"#, #"{"index":{"size":1}}"#, #"{"index":{},"a":1}"#, #"{"search":{"_index":"a"}}"#])
    func anythingElseIsARejectAsBefore(line: String) throws {
        #expect(try read(drop(times[0], "d") + "\n" + line + "\n").rejects.count == 1)
    }

    /// Messages of GELF end in a NUL; a hole has many.
    @Test func aNulBehindEachValueIsNoHole() throws {
        let text = times.map { #"{"short_message":\#(json(drop($0, "d")))}"# + "\0" }.joined()
        let result = try read(text)
        #expect(days(result) == times)
        #expect(result.rejects == [])
        #expect(result.summary.warnings == [])
        #expect(try read(text.replacing("\0", with: "\0\0")).rejects.count == 2)
    }

    /// `München` as a spreadsheet of Windows saves it.
    @Test func bytesOfAnotherEncodingCostARowOnlyWhereTheyAreRead() throws {
        let header = "TimeGenerated,OperationName,DeviceId,Ger?t\n"
        let rows = "2026-03-10T06:00:04Z,deviceConnect,d,M?nchen\n2026-03-10T07:12:41Z,deviceConnect,d?,x\n"
        let bytes = (header + rows).utf8.map { $0 == UInt8(ascii: "?") ? 0xfc : $0 }
        let result = try read(bytes)
        #expect(days(result) == [times[0]])
        #expect(result.rejects.map { $0.hasPrefix("3: not UTF-8") } == [true])
    }

    @Test(arguments: ["TimeGenerated [UTC]", "TimeGenerated"])
    func theFirstDayOfTheCalendarIsOutOfRange(column: String) throws {
        let text = "\(column),OperationName,DeviceId\n0001-01-01T00:00:00Z,deviceConnect,d\n"
        #expect(
            try read(text).rejects == [
                "2: the time is not between 2000-01-01 and 2100-01-01; found \"0001-01-01T00:00:00Z\" in TimeGenerated"
            ])
    }
}
