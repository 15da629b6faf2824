import Foundation
import LogReading
import Model
import Testing

private let first = drop("2026-03-10T07:12:41Z", "p-1")
private let second = drop("2026-03-10T07:12:42Z", "p-2")
private let both = [dropEvent("2026-03-10T07:12:41Z", "p-1"), dropEvent("2026-03-10T07:12:42Z", "p-2")]

/// What shippers, exports and converters make of two records.
private struct Wrapper: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String

    /// Each record in a line of its own.
    static func lines(_ name: String, _ wrap: (String) -> String) -> Wrapper {
        Wrapper(testDescription: name, text: [first, second].map { wrap($0) + "\n" }.joined())
    }

    static let all = [
        lines("a text in a field") { #"{"@timestamp":"2026-03-10T08:00:00Z","message":\#(json($0))}"# },
        lines("a text with a line feed behind it") {
            #"{"log":\#(json($0).dropLast())\n","stream":"stdout","time":"x"}"#
        },
        lines("a text in a nested object") { #"{"event":{"dataset":"azure","original":\#(json($0))}}"# },
        lines("a text two objects deep") { #"{"a":{"b":{"anything":\#(json($0))}}}"# },
        lines("an object in a field") { #"{"@version":"1","records":\#($0)}"# },
        lines("an object in a field of any name") { #"{"host":"h","document":\#($0)}"# },
        lines("a list in a field") { #"{"logEvents":[{"id":1,"m":\#(json($0))},{"id":2}]}"# },
        lines("a message in a text") { #"{"payload":\#(json("{\"records\":[" + $0 + "]}"))}"# },
        lines("a text in a text") { #"{"outer":\#(json("{\"message\":" + json($0) + "}"))}"# },
        lines("a text in a text in a text") {
            #"{"c":\#(json("{\"b\":" + json("{\"a\":" + json($0) + "}") + "}"))}"#
        },
        lines("base64") { #"{"Body":"\#(base64("{\"records\":[\($0)]}"))","Offset":"1"}"# },
        lines("base64 of a record") { #"{"data":"\#(base64($0))"}"# },
        lines("base64 with line breaks") { record in
            let text = Data(record.utf8).base64EncodedString(options: .lineLength76Characters)
            return "{\"data\":\"" + text.replacing("\r\n", with: "\\r\\n") + "\"}"
        },
        lines("base64 of the other alphabet, without padding") {
            #"{"data":"\#(base64($0).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))"}"#
        },
        lines("a line of base64") { base64($0) },
        lines("a record in quotation marks") { json($0) },
        lines("a category of its own") { #"{"category":"shipper","message":\#(json($0))}"# },
        lines("a body that names its type") { #"{"Body":{"bytes":\#(json("{\"records\":[" + $0 + "]}"))}}"# },
        Wrapper(
            testDescription: "several records in a text",
            text: #"{"message":\#(json(first).dropLast())\n\#(json(second).dropFirst())}"#),
        Wrapper(testDescription: "an array of texts", text: "[\(json(first)),\n\(json(second))]"),
        Wrapper(testDescription: "texts in records", text: "{\"records\":[\(json(first)),\(json(second))]}"),
        Wrapper(testDescription: "an array of messages", text: "[{\"records\":[\(first)]},{\"records\":[\(second)]}]"),
        Wrapper(
            testDescription: "hits of a search",
            text: #"{"took":1,"hits":{"total":2,"hits":[{"_id":"a","_source":{"message":\#(json(first))}},"#
                + #"{"_id":"b","_source":{"message":\#(json(second))}}]}}"#),
        Wrapper(testDescription: "results of a query", text: "{\"Results\":[\(first),\(second)]}"),
        Wrapper(
            testDescription: "a value that is pretty-printed", text: "{\n \"value\": [\n\(first),\n\(second)\n]\n}"),
        Wrapper(
            testDescription: "a time before each", text: "[1773122404.5,{\"log\":\(json(first))}]\n[[2,{}],\(second)]\n"
        ),
        Wrapper(
            testDescription: "a text of an array", text: json("[\(first),\(second)]")),
        Wrapper(
            testDescription: "a table with a column of records",
            text: "\"_time\",\"_raw\",host\n" + [first, second].map { "2026,\(csv($0)),h\n" }.joined()),
    ]
}

@Suite struct WrapperTests {
    @Test(arguments: Wrapper.all)
    fileprivate func recordsInFieldsAreFoundByTheirContent(wrapper: Wrapper) throws {
        for options in [ReadingOptions(), ReadingOptions(remembersLines: false), ReadingOptions(pieceBytes: 5)] {
            let result = try read(wrapper.text, options)
            #expect(result.events == both)
            #expect(result.rejects == [])
        }
    }

    @Test func theSameLineAgainIsKnownAndReadTheSame() throws {
        let line = #"{"message":\#(json(first))}"# + "\n"
        #expect(try read(line + line + line).events == Array(repeating: both[0], count: 3))
    }

    /// As Resource Graph, a batch of queries, and a shipper of answers write them.
    @Test(arguments: [
        #"{"totalRecords":2,"data":TABLE,"facets":[]}"#, #"{"responses":[{"id":"1","body":{"tables":[TABLE]}}]}"#,
        #"{"message":"TEXT"}"#,
    ])
    func aTableInsideOfSomethingElseIsRead(wrapper: String) throws {
        let columns = #"[{"name":"TimeGenerated","type":"datetime"},{"name":"OperationName"},{"name":"DeviceId"}]"#
        let rows = #"[["2026-03-10T06:00:04Z","deviceConnect","a"],[1],["2026-03-10T07:00:00Z","deviceConnect","b"]]"#
        let table = "{\"columns\":\(columns),\"rows\":\(rows)}"
        let text = wrapper.replacing("TABLE", with: table).replacing("\"TEXT\"", with: json(table))
        let result = try read(text)
        #expect(result.events.map { $0.split(separator: "|").last } == ["a", "b"])
        #expect(result.rejects.count == 1)
    }

    @Test func aTextDeeperThanThreeIsNoRecord() throws {
        var text = first
        for _ in 0..<4 { text = "{\"a\":\(json(text))}" }
        #expect(try read(text).rejects.count == 1)
    }

    @Test func aRecordCutInsideItsTextIsOneRejectAndCostsNoOther() throws {
        let cut = #"{"message":\#(json(String(second.dropLast(40))))}"#
        let good = #"{"message":\#(json(first))}"#
        let result = try read([good, cut, good].joined(separator: "\n"))
        #expect(result.events == [both[0], both[0]])
        #expect(result.rejects == ["2: the record is cut short inside a text (inside a field)"])
    }

    @Test func ofAMessageInATextTheWholeRecordsCountAroundABrokenOne() throws {
        let message = "{\"records\":[\(first),\(second.dropLast(50)),\(second)]}"
        let result = try read(#"{"payload":\#(json(message))}"#)
        #expect(result.events == both)
        #expect(result.rejects.count == 1)
    }

    @Test func aLineOfTheShipperItselfIsOneReject() throws {
        let result = try read(#"{"message":"started"}"# + "\n" + #"{"message":\#(json(first))}"#)
        #expect(result.events == [both[0]])
        #expect(result.rejects == ["1: neither a category nor an operation, and no field that holds a record"])
    }

    @Test func aWrappedRecordOfAnotherCategoryIsCountedAsSuch() throws {
        let other = #"{"time":"2026-03-10T07:12:41Z","category":"Routes","operationName":"x"}"#
        #expect(try read(#"{"message":\#(json(other))}"#).summary.otherCategories == 1)
    }

    @Test func aWrapperLongerThanMemoryIsReadElementByElement() throws {
        let hit = #"{"_source":{"message":\#(json(first))}}"#
        let text =
            #"{"took":3,"hits":{"total":9,"hits":["# + Array(repeating: hit, count: 4000).joined(separator: ",")
            + "]}}"
        let result = try read(text)
        #expect(result.events.count == 4000)
        #expect(result.rejects == [])
    }

    @Test func linesThatAnArrayLeftWithTheirCommasAreRecords() throws {
        let result = try read(first + ",\n" + second + "\n")
        #expect(result.events == both)
        #expect(result.rejects == [])
    }
}
