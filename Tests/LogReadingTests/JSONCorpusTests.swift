import LogReading
import Model
import Testing

/// Values that RFC 8259 allows; checked with Python's json module, which agrees on each.
private let validValues = [
    "null", "true", "false", "0", "-0", "1", "-1", "10", "1.5", "-1.5e10", "1E+2", "1e-2", "0.0",
    "123456789012345678901234567890",
    "\"\"", "\"a\"", #""\"\\\/\b\f\n\r\t""#, #""\u0041""#, #""\u00e9""#, #""\ud83d\ude00""#, #""\u0000""#, #""\uFFFF""#,
    "\"é\"", "\"😀\"",
    "\"\u{20}\"", "\"\u{7f}\"", "[]", "{}", "[ ]", "{ }", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[[]]]", #"{"a":1}"#,
    #"{"a":{"b":[1,{"c":null}]}}"#,
    #"{"":0}"#, #"{"a":1,"a":2}"#, "\t[\t]\t", "[null,true,false,\"x\",{}]",
    String(repeating: "[", count: 63) + String(repeating: "]", count: 63),
]

/// What the standard refuses and some writers make, with one meaning.
private let valuesWithOneMeaning = [
    "NaN", "Infinity", "-Infinity", "[1,]", "[1 , ]", #"{"a":1,}"#, #"{"a":[{"b":NaN,},],}"#,
]

/// Texts that it does not allow; Python's json module with `strict=True` and no constants refuses each but the lone
/// surrogates, which it takes and UTF-8 cannot hold.
private let invalidValues = [
    "", "nul", "True", "Nan", "NaNs", "Infinit", "-Inf", "+Infinity", "--Infinity", "undefined", "'a'", "01", "-01",
    "1.", ".5", "-.5", "1e", "1e+",
    "+1", "-", "0x10", "1_000",
    "1.e1", "1.5.5", "--1", "\"", "\"a", #""\""#, #""\a""#, #""\x41""#, #""\u12""#, #""\u123g""#, #""\ud800""#,
    #""\udc00""#, #""\udc00\udc00""#,
    #""\ud800\u0041""#, #""\ud800x""#,
    "\"\u{1}\"", "\"\u{1f}\"", "\"\t\"", "\"a\u{0}b\"", "[", "]", "[1", "[1,", "[1,}", "[1,,]", "[,1]", "[,]", "[1 2]",
    "[1,,2]", "[}", "{", "}", "{]", #"{"a"}"#,
    #"{"a":}"#, #"{"a":1,,}"#, #"{"a":1,]"#, #"{,"a":1}"#, #"{a:1}"#, #"{'a':1}"#, #"{1:1}"#, #"{"a" 1}"#, #"{"a"::1}"#,
    #"{"a":1 "b":2}"#, #"{"a":1;"b":2}"#,
    "/*x*/1", "1 1", "\"a\" \"b\"", "nullx", "truefalse", "[1]]", "{}}", "\u{a0}1", "\u{feff}1", "1\u{c}",
]

@Suite struct JSONCorpusTests {
    private func accepts(_ value: String, as name: String) throws -> Bool {
        let line =
            #"{"time":"2026-03-10T07:12:41Z","operationName":"deviceConnect","deviceId":"d","\#(name)":"# + value + "}"
        let result = try read(line + "\n")
        return result.events.count == 1 && result.rejects.isEmpty
    }

    @Test(arguments: validValues)
    func aValidValueOfAnUnknownFieldIsAccepted(value: String) throws {
        #expect(try accepts(value, as: "x"))
    }

    @Test(arguments: valuesWithOneMeaning)
    func aValueWithOneMeaningOfAnUnknownFieldIsAccepted(value: String) throws {
        #expect(try accepts(value, as: "x"))
    }

    /// As pandas writes a cell that is empty.
    @Test(arguments: ["NaN", "Infinity", "-Infinity"])
    func aNumberThatIsNoneIsNoValue(value: String) throws {
        let line = drop("2026-03-10T07:12:41Z", "p-1").replacing(#""404104""#, with: value)
        let expected = dropEvent("2026-03-10T07:12:41Z", "p-1").replacing("404104", with: "")
        #expect(try read(line + "\n").events == [expected])
    }

    /// As templates leave a comma behind the last of several lines.
    @Test func aCommaBehindTheLastMemberCostsNothing() throws {
        let record = drop("2026-03-10T07:12:41Z", "p-1")
        let open = record.dropLast() + ",}"
        let event = dropEvent("2026-03-10T07:12:41Z", "p-1")
        for text in [
            "\(record)\n\(open)\n", "[\(open),\(record),]", "{\"records\":[\(open),\(record)],}",
            "{\"message\":\(json(String(open)))}\n{\"a\":\"b\",\"message\":\(json(record)),}\n",
        ] {
            let result = try read(text)
            #expect(result.events == [event, event])
            #expect(result.rejects == [])
        }
    }

    @Test(arguments: invalidValues)
    func anInvalidValueOfAnUnknownFieldRejectsTheLine(value: String) throws {
        #expect(try !accepts(value, as: "x"))
    }

    @Test(arguments: invalidValues)
    func anInvalidValueOfAKnownFieldRejectsTheLine(value: String) throws {
        #expect(try !accepts(value, as: "resultDescription"))
    }
}
