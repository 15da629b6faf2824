import LogReading
import Model
import Testing

private let columns = #""columns":[{"name":"TimeGenerated"},{"name":"OperationName"},{"name":"DeviceId"}]"#
private let rows = #""rows":[["2026-03-10T06:00:04Z","deviceConnect","d"]]"#
private let table = #"{"tables":[{\#(columns),\#(rows)}]"#
private let partial = ["the query answered with an error beside its rows: the result is partial, run it again"]
private let continued = ["the answer is one page of several: the result is partial, fetch the pages that follow it too"]

@Suite struct PartialAnswerTests {
    @Test(arguments: [
        #"{"responses":[{"id":"1","body":\#(table)}},{"id":"2","status":504,"body":{"error":{"code":"x"}}}]}"#,
        #"{"responses":[{"id":"1","body":\#(table),"error":{"code":"x"}}}]}"#,
        #"{"result":\#(table),"error":{"code":"x"}}}"#,
        #"{"message":\#(json(table + #","error":{"code":"x"}}"#))}"#,
    ])
    func anErrorBesideRowsIsAWarningHoweverDeep(text: String) throws {
        let result = try read(text)
        #expect(result.events.count == 1)
        #expect(result.summary.warnings == partial)
    }

    @Test func anErrorInAWrapperOfARecordIsNone() throws {
        let record = json(drop("2026-03-10T07:12:41Z", "d"))
        #expect(try read(#"{"message":\#(record),"error":{"code":"x"}}"#).summary.warnings == [])
    }

    @Test(arguments: [
        #""resultTruncated":"true""#, #""$skipToken":"x""#, #""nextLink":"https://example.com/?page=2""#,
    ])
    func anAnswerThatGoesOnElsewhereIsAWarning(member: String) throws {
        for text in [#"{\#(member),"data":{\#(columns),\#(rows)}}"#, table + ",\(member)}"] {
            let result = try read(text)
            #expect(result.events.count == 1)
            #expect(result.summary.warnings == continued)
        }
    }

    @Test(arguments: [#""resultTruncated":"false""#, #""$skipToken":null"#, #""nextLink":"""#])
    func anAnswerThatDoesNotIsNone(member: String) throws {
        #expect(try read(#"{\#(member),"data":{\#(columns),\#(rows)}}"#).summary.warnings == [])
    }

    @Test func rowsMayStandBeforeTheirColumns() throws {
        let result = try read(#"{"tables":[{\#(rows),"name":"x",\#(columns)}]}"#)
        #expect(result.events.count == 1)
        #expect(result.rejects == [])
    }

    @Test func aTableMayHaveTheRecordInAColumn() throws {
        let record = json(drop("2026-03-10T07:12:41Z", "d"))
        let result = try read(#"{"tables":[{"columns":[{"name":"RawData"}],"rows":[[\#(record)]]}]}"#)
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "d")])
        #expect(result.rejects == [])
    }

    @Test func bytesWrittenAsNumbersAreOneReject() throws {
        #expect(try read(#"{"Body":[123,34,116,105]}"#).rejects.count == 1)
    }

    @Test(arguments: ["\0\0", "wrong", #"{"a":1}"#])
    func rowsBehindABadPlaceThatEndsALineCount(bad: String) throws {
        let row = #"["2026-03-10T06:00:04Z","deviceConnect","d"]"#
        let result = try read(#"{"tables":[{\#(columns),"rows":[\#(row),\#(bad)"# + "\n\(row),\(row)]}]}\n")
        #expect(result.events.count == 3)
        #expect(result.rejects.count <= 1)
    }
}
