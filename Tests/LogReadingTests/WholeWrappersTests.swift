import LogReading
import Model
import Testing

/// A record of few devices, now and then of an unusual make.
private func someRecord(_ dice: inout Dice) -> String {
    let time = someTime(&dice)
    let device = "pump-\(Int.random(in: 0..<3, using: &dice))"
    let usual = drop(time, device)
    return switch Int.random(in: 0..<30, using: &dice) {
    case 0: #"{"time":"\#(time)","category":"Routes","operationName":"x"}"#
    case 1: #"{"time":"\#(time)","operationName":"deviceConnect","deviceId":"d","TIME":"\#(time)"}"#
    case 2: usual.replacing("-03-", with: "\\u002d03-")
    case 3: #"{"a":"}\"","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 4: #"{"TimeGenerated":"\#(time)","time":"\#(someTime(&dice))","operationName":"deviceConnect","deviceId":"d"}"#
    case 5: #"{"copy":"\#(time)","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 6: #"{"é\u00e9":"\n","time":"\#(time)","operationName":"deviceConnect","deviceId":"\#(device)"}"#
    case 7: #"{"time":"\#(time)","operationName":"moduleReport","deviceId":"\#(device)"}"#
    default: usual
    }
}

/// A record in something else, of which a part changes from line to line.
private func someWrapper(_ dice: inout Dice) -> String {
    let record = someRecord(&dice)
    let number = Int.random(in: 0..<1000, using: &dice)
    return switch Int.random(in: 0..<40, using: &dice) {
    case 0: #"{"Body":"\#(base64(record))","Offset":"\#(number)"}"#
    case 1: #"{"message":\#(json("{\"records\":[" + record + "," + someRecord(&dice) + "]}")),"n":\#(number)}"#
    case 2: #"{"message":\#(json(record)),"event":{"original":\#(json(record))},"n":\#(number)}"#
    case 3: #"{"outer":\#(json("{\"n\":\(number),\"message\":" + json(record) + "}"))}"#
    case 4: #"{"n":\#(number),"records":\#(record)}"#
    case 5: #"{"hits":[{"n":\#(number),"_source":{"m":\#(json(record))}},{"m":\#(json(someRecord(&dice)))}]}"#
    case 6: #"{"log":\#(json(record).dropLast())\n","time":"2026-05-12T08:00:00Z","n":\#(number)}"#
    case 7: #"{"message":\#(json(record)),"n":\#(number),"time":"a","time":"b"}"#
    case 8: #"{"message":\#(json(record)),"n":\#(number)},"#
    case 9: #"{"message":\#(json(record)),"n":01}"#
    case 10: #"{"message":\#(json(record)),"operationName":"shipping"}"#
    case 11: #"{"message":\#(json(record)),"body":{"records":[\#(someRecord(&dice))]}}"#
    case 12: #"{"message":\#(json(record)),"list":[[\#(someRecord(&dice))],{"a":{"b":{}}},[]]}"#
    case 13: #"{"message":\#(json(record + record)),"text":"[\#(number)] {"}"#
    case 14: #"{"message":\#(json("\u{feff} " + record)),"object":{"deviceId":"a","n":\#(number)}}"#
    case 15: record
    case 16:
        #"{"message":\#(json(record)),"data":{"columns":[{"name":"time"},{"name":"operationName"},{"name":"deviceId"}],"#
            + #""rows":[["2026-03-10T07:12:41Z","deviceConnect","d-\#(number)"]]}}"#
    case 17: #"{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":\#(json(record))}}}}}}},"n":\#(number)}"#
    case 18: #"{"outer":\#(json("{\"message\":" + json(record) + "}")),"n":\#(number)}"#
    case 19: #"{"c":\#(json("{\"b\":" + json("{\"a\":" + json(record) + "}") + "}")),"n":\#(number)}"#
    case 20: #"{"c":\#(json("{\"n\":\(number),\"b\":" + json("{\"a\":" + json(record) + "}") + "}"))}"#
    case 21: #"{"Body":"\#(base64("{\"records\":[" + record + "]}"))","Offset":"\#(number)"}"#
    case 22: #"{"Body":"\#(base64("{\"records\":[" + record + "],\"n\":\(number)}"))"}"#
    case 23: #"{"m":\#(json("{\"n\":\(number),\"Body\":\"" + base64(record) + "\"}"))}"#
    case 24: #"{"message":\#(json(record).replacing("\\\"", with: "\\u0022")),"n":\#(number)}"#
    case 25: #"{"message":\#(json("{\"records\":[" + record + "],\"n\":\(number)}"))}"#
    case 26:
        #"{"Body":"\#(base64("  " + record).replacing("=", with: ""))","text":"\#(base64("no record, but long enough \(number)"))"}"#
    case 27: #"{"message":\#(json(record))}"#
    case 28: #"{"c":\#(json("{\"message\":" + json(record) + "}"))}"#
    case 29: #"{"c":\#(json("{\"message\":" + json(record) + ",\"n\":\(number % 2)}"))}"#
    case 30:
        #"{"c":\#(json("{\"n\":\(number),\"message\":" + json(record) + ",\"operationName\":\"shipping\"}"))}"#
    case 31: #"{"c":\#(json("{\"n\":\(number),\"message\":" + json(record) + (number < 500 ? ",}" : ",")))}"#
    default: #"{"@timestamp":"2026-05-12T08:00:00.\#(number)Z","message":\#(json(record)),"n":\#(number)}"#
    }
}

/// What is taken in one pass is what the careful way finds.
@Suite struct WholeWrappersTests {
    @Test(arguments: 1...10)
    func linesInAnyWrapper(seed: UInt64) throws {
        try expectMemoryChangesNothing(damagedLines(seed: seed, count: 200, someWrapper), events: 100)
    }

    @Test(arguments: 1...10)
    func undamagedLines(seed: UInt64) throws {
        try expectMemoryChangesNothing(damagedLines(seed: seed, count: 200, oneIn: 1 << 20, someWrapper), events: 120)
    }

    @Test(arguments: 1...10)
    func anArrayOfWrappers(seed: UInt64) throws {
        let lines = damagedLines(seed: seed, count: 100, oneIn: 50, someWrapper)
        let text = "[\n" + String(decoding: lines.dropLast(), as: UTF8.self).replacing("\n", with: ",\n") + "\n]"
        try expectMemoryChangesNothing(Array(text.utf8), events: 50)
    }

    @Test func theTimeOfAKnownTextIsItsOwn() throws {
        let lines = ["41", "42", "43"].map {
            #"{"n":\#($0),"message":\#(json(drop("2026-03-10T07:12:\($0)Z", "p-1")))}"#
        }
        let events = ["41", "42", "43"].map { dropEvent("2026-03-10T07:12:\($0)Z", "p-1") }
        #expect(try read(lines.joined(separator: "\n")).events == events)
    }

    @Test func ofTwoEqualTimesTheRecordsOwnCounts() throws {
        func line(_ copy: String, _ time: String) -> String {
            let record = #"{"copy":"\#(copy)","time":"\#(time)","operationName":"deviceConnect","deviceId":"a"}"#
            return #"{"message":\#(json(record))}"#
        }
        let (early, late) = ("2026-03-10T07:12:41Z", "2026-03-10T07:12:42Z")
        let result = try read([line(early, early), line(early, late), line(late, early)].joined(separator: "\n"))
        #expect(result.events.map { String($0.prefix(20)) } == [early, late, early])
    }

    /// Eight letters written as escapes have 32 bytes more: so many characters before the time stands the copy.
    @Test func theTimeBehindEscapedLettersIsNoOther() throws {
        func line(_ copy: String) -> String {
            let record =
                #"{"y":"aaaaaaaa","copy":"\#(copy)", "time": "2026-03-10T07:12:42Z","operationName":"deviceConnect","#
                + #""deviceId":"a"}"#
            return #"{"message":\#(json(record).replacing("aaaaaaaa", with: String(repeating: "\\u0061", count: 8)))}"#
        }
        let times = ["2026-03-10T07:12:41Z", "2026-03-10T07:12:43Z", "2026-03-10T07:12:44Z"]
        let result = try read(times.map(line).joined(separator: "\n"))
        #expect(result.events.map { String($0.prefix(20)) } == Array(repeating: "2026-03-10T07:12:42Z", count: 3))
    }

    /// The name of an operation that is not known is counted, and nothing is lost beside it.
    @Test func aRecordBesideOneOfAnotherOperationIsCountedWithIt() throws {
        let unknown = #"{"time":"2026-03-10T07:12:40Z","operationName":"moduleReport","deviceId":"d"}"#
        let line = #"{"message":\#(json(unknown + drop("2026-03-10T07:12:41Z", "p-1")))}"# + "\n"
        let result = try read(line + line)
        #expect(result.summary.otherOperations == ["moduleReport": 2])
        #expect(result.summary.records == 4)
        #expect(result.events == Array(repeating: dropEvent("2026-03-10T07:12:41Z", "p-1"), count: 2))
        #expect(try result == read(line + line, ReadingOptions(remembersLines: false)))
    }

    @Test func aWrapperThatIsBrokenBehindAKnownRecordIsRejected() throws {
        let good = #"{"message":\#(json(drop("2026-03-10T07:12:41Z", "p-1"))),"n":1}"#
        let result = try read([good, good.replacing("\"n\":1}", with: "\"n\":}"), good].joined(separator: "\n"))
        #expect(result.events.count == 3)
        #expect(result.rejects.map { $0.hasPrefix("2: ") } == [true])
    }
}
