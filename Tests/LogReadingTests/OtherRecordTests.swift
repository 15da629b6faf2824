import LogReading
import Model
import Testing

private let record = drop("2026-03-10T07:12:41Z", "d")
private let expected = [dropEvent("2026-03-10T07:12:41Z", "d")]

@Suite struct OtherRecordTests {
    @Test(arguments: [
        #"{"category":"FunctionAppLogs","operationName":"x","properties":{"message":\#(json(record))}}"#,
        #"{"records":[{"category":"FunctionAppLogs","operationName":"x","message":\#(json(record))}]}"#,
        #"{"category":"WorkflowRuntime","operationName":"x","properties":{"inputs":{"records":[\#(record)]}}}"#,
        #"{"operationName":"ingest","time":"2026-03-10T08:00:00Z","message":\#(json(record))}"#,
        #"{"category":"ArchiveLogs","operationName":"x","ContentData":"\#(base64(record))"}"#,
        "TimeGenerated,Category,OperationName,Message\n2026-03-10T08:00:00Z,FunctionAppLogs,x,\(csv(record))\n",
    ])
    func aRecordOfAnotherCategoryThatHoldsOneCountsAsThat(text: String) throws {
        let result = try read(text + "\n")
        #expect(result.events == expected)
        #expect(result.summary.otherCategories == 0)
        #expect(result.rejects == [])
    }

    @Test func oneThatHoldsNoneCountsItself() throws {
        let text = #"{"category":"X","operationName":"y","properties":"{\"operationName\":\"z\"}"}"#
        #expect(try read(text + "\n").summary.otherCategories == 1)
    }

    @Test(arguments: [
        #"{"message":\#(json(record)),"records":[\#(drop("2026-03-10T07:12:42Z", "e"))]}"#,
        #"{"records":[\#(drop("2026-03-10T07:12:42Z", "e"))],"message":\#(json(record))}"#,
        #"{"records":[\#(drop("2026-03-10T07:12:42Z", "e"))],"more":{"records":[\#(record)]}}"#,
    ])
    func whatStandsBesideRecordsIsReadToo(text: String) throws {
        let result = try read(text + "\n")
        #expect(result.events.count == 2)
        #expect(result.rejects == [])
    }

    @Test(arguments: ["2026-03-10 INFO ", "[INFO] ", "x", "a { b "])
    func wordsMayStandBeforeTheRecordInAField(words: String) throws {
        let text = #"{"message":\#(json(words + record))}"#
        let result = try read("\(text)\n\(text)\n")
        #expect(result.events == expected + expected)
        #expect(result.rejects == [])
    }

    @Test func aFieldWithWordsCountsWhereAnotherOneIsARecord() throws {
        let line = #"{"a":\#(json("x " + drop("2026-03-10T07:12:42Z", "e"))),"b":\#(json(record))}"#
        #expect(try read("\(line)\n\(line)\n").events.count == 4)
    }
}
