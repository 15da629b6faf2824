import LogReading
import Model
import Testing

/// A line that cannot be read, and why.
struct BrokenLine: CustomTestStringConvertible, Sendable {
    let line: String
    let reason: String
    var testDescription: String { reason + ": " + line.prefix(60) }
}

private func record(_ members: String) -> String { "{" + members + "}" }

private let time = #""time":"2026-03-10T06:00:04Z","#
private let connect = time + #""operationName":"deviceConnect","#
private let device = connect + #""deviceId":"d""#

private let brokenLines: [BrokenLine] = [
    BrokenLine(line: "hello", reason: "not JSON"),
    BrokenLine(line: record(device + ",,"), reason: "not JSON"),
    BrokenLine(
        line: "{'time':'2026-03-10T06:00:04Z'}",
        reason: "not JSON: single quotation marks, as Python prints; write it with json.dumps"),
    BrokenLine(line: record(device + #","deviceId":"e""#), reason: "a field appears twice"),
    BrokenLine(line: record(device + #","time":"2026-03-10T06:00:04Z""#), reason: "a field appears twice"),
    BrokenLine(line: record(#""operationName":"deviceConnect","deviceId":"d""#), reason: "no time"),
    BrokenLine(
        line: record(#""time":"yesterday","operationName":"deviceConnect","deviceId":"d""#),
        reason: "unrecognized timestamp format; write it as 2026-03-10T06:00:04Z; found \"yesterday\" in time"),
    BrokenLine(
        line: record(#""timestamp":"2026-02-29T06:00:04Z","operationName":"deviceConnect","deviceId":"d""#),
        reason:
            "unrecognized timestamp format; write it as 2026-03-10T06:00:04Z; found \"2026-02-29T06:00:04Z\" in timestamp"
    ),
    BrokenLine(
        line: record(#""time":"2026-03-10T06:00:04","operationName":"deviceConnect","deviceId":"d""#),
        reason: "the time names no zone; pass --time-zone and --local-time-order dmy or mdy"),
    BrokenLine(
        line: record(#""time":"1999-12-31T23:59:59Z","operationName":"deviceConnect","deviceId":"d""#),
        reason: "the time is not between 2000-01-01 and 2100-01-01; found \"1999-12-31T23:59:59Z\" in time"),
    BrokenLine(
        line: record(#""time":"2100-01-01T00:00:00Z","operationName":"deviceConnect","deviceId":"d""#),
        reason: "the time is not between 2000-01-01 and 2100-01-01; found \"2100-01-01T00:00:00Z\" in time"),
    BrokenLine(
        line: record(time + #""deviceId":"d""#),
        reason: "neither a category nor an operation, and no field that holds a record"),
    BrokenLine(line: record(time + #""category":"Connections","deviceId":"d""#), reason: "no operation"),
    BrokenLine(
        line: record(device + #","level":"Loud""#),
        reason:
            "the level is not Information, Warning, Error or Critical, nor a number from 0 to 5; found \"Loud\" in level"
    ),
    BrokenLine(line: record(connect + #""level":"Error""#), reason: "no device id"),
    BrokenLine(line: record(connect + #""deviceId":"""#), reason: "no device id"),
    BrokenLine(line: record(connect + #""deviceId":null"#), reason: "no device id"),
    BrokenLine(line: record(connect + #""deviceId":7"#), reason: "deviceId is a number, expected a text"),
    BrokenLine(
        line: record(connect + #""properties":{"deviceId":"d","protocol":[]}"#),
        reason: "protocol is a list or a truth value, expected a text"),
    BrokenLine(
        line: record(time + #""operationName":"deviceConnect","category":1,"deviceId":"d""#),
        reason: "category is a number, expected a text"),
    BrokenLine(line: record(connect + #""deviceId":"a\u0000b""#), reason: "a field holds a zero character"),
    BrokenLine(
        line: record(connect + #""deviceId":"\#(String(repeating: "é", count: 129))""#),
        reason: "the device id is longer than 128 characters"),
    BrokenLine(
        line: record(device + #","moduleId":"\#(String(repeating: "m", count: 129))""#),
        reason: "the module id is longer than 128 characters"),
    BrokenLine(
        line: record(device + #","sdkVersion":"\#(String(repeating: "s", count: 2049))""#),
        reason: "a field is longer than 2048 bytes"),
    BrokenLine(
        line: record(connect + #""properties":"{\"deviceId\":\"d\"""#), reason: "the properties are not a JSON object"),
    BrokenLine(line: record(connect + #""properties":"[]""#), reason: "the properties are not a JSON object"),
    BrokenLine(line: record(connect + #""properties":5"#), reason: "the properties are not a JSON object"),
    BrokenLine(
        line: record(connect + #""properties":{"deviceId":"a","deviceId":"b"}"#), reason: "a field appears twice"),
    BrokenLine(line: record(device + #","x":"\ud800""#), reason: "unpaired surrogate"),
    BrokenLine(
        line: record(device + #","x":"# + String(repeating: "[", count: 65) + String(repeating: "]", count: 65)),
        reason: "nested deeper than 64 levels"),
    BrokenLine(line: "[1]", reason: "expected a record in braces (element 1 of the line's array)"),
]

@Suite struct RejectTests {
    /// Characters, not bytes: an é has two of those.
    @Test(arguments: ["d", "é"])
    func idsOf128CharactersAreRead(character: String) throws {
        let id = String(repeating: character, count: 128)
        let members =
            device.replacing("\"d\"", with: "\"\(id)\"") + ",\"moduleId\":\"\(id)\""
            + ",\"resourceId\":\"\(hubPath)\""
        let result = try read(record(members) + "\n")
        #expect(result.rejects == [])
        #expect(result.events.count == 1 && result.events.allSatisfy { $0.contains("|\(id)/\(id)|") })
    }

    @Test func aFieldOf2048BytesIsRead() throws {
        let result = try read(record(device + #","sdkVersion":"\#(String(repeating: "s", count: 2048))""#) + "\n")
        #expect(result.rejects == [])
        #expect(result.events.count == 1)
    }

    @Test(arguments: brokenLines)
    func aBrokenLineIsRejectedWithItsNumberAndReasonAndTheRestIsRead(broken: BrokenLine) throws {
        let good = drop("2026-03-10T07:12:41Z", "pump-1")
        let result = try read(good + "\n" + broken.line + "\n" + good + "\n")
        #expect(result.rejects == ["2: " + broken.reason])
        #expect(result.events.count == 2)
        #expect(result.summary.rejected == 1)
        #expect(result.summary.lines == 3)
    }

    @Test func bytesThatAreNoUTF8AreRejected() throws {
        let good = drop("2026-03-10T07:12:41Z", "pump-1")
        let none: [[UInt8]] = [
            [0xff], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82],
        ]
        for wrong in none {
            let line = Array((good.dropLast() + #","x":""#).utf8) + wrong + Array("\"}\n".utf8)
            #expect(
                try read(line).rejects == ["1: not UTF-8; save a table as CSV UTF-8, convert other text with iconv"])
        }
    }

    @Test func theRejectedTextIsKeptButNotAllOfIt() throws {
        var kept: [Rejection] = []
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        let text = [UInt8](repeating: 0xff, count: 400) + Array(String(repeating: "y", count: 4000).utf8)
        _ = try reader.read(
            LogSource(name: "t", bytes: Array("{".utf8) + text), events: { _ in }, rejection: { kept.append($0) })
        #expect(kept.count == 1)
        #expect(kept[0].text.hasPrefix("{\u{fffd}"))
        #expect(kept[0].text.utf8.count <= Rejection.mostBytesKept)
    }

    @Test func aBrokenElementOfAPrettyPrintedArrayCostsOnlyItself() throws {
        let records = (1...5).map {
            SampleRecord(
                time: "2026-03-10T07:12:4\($0)Z", operation: "deviceConnect", level: "Information",
                properties: #"{"deviceId":"d\#($0)"}"#
            ).line(space: " ")
        }
        for (wrong, right) in [(#""level": "Information""#, #""level": Information"#), ("\n}", "\n"), ("\": ", "\" ")] {
            var broken = records
            broken[2] = broken[2].replacing(wrong, with: right)
            let result = try read("[\n" + broken.joined(separator: ",\n") + "\n]\n")
            #expect(result.events.map { $0.split(separator: "|")[4] }.prefix(2) == ["d1", "d2"])
            #expect(result.events.count >= 3)
            #expect(result.events.count + result.rejects.count == 5)
        }
    }

    @Test(
        arguments: [
            ([0x50, 0x4b, 0x03, 0x04], "ZIP"), ([0x50, 0x41, 0x52, 0x31], "Parquet"),
            ([0x78, 0x9c, 0xed, 0x9d], "zlib"), ([0xff, 0xfe, 0x00, 0x00, 0x7b, 0x00, 0x00, 0x00], "UTF-32"),
            ([0x42, 0x5a, 0x68, 0x39], "bzip2"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "xz"),
            ([0x04, 0x22, 0x4d, 0x18], "lz4"), ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7z"),
            (Array("PT1H.json".utf8) + [UInt8](repeating: 0, count: 248) + Array("ustar".utf8), "tar"),
        ] as [([UInt8], String)])
    func aForeignFormatIsNamed(beginning: [UInt8], name: String) throws {
        let result = try read(beginning + Array("rest".utf8))
        #expect(result.rejects.count == 1)
        #expect(result.rejects[0].contains(name))
        #expect(result.summary.format == .unknown)
    }

    @Test func nothingIsNothing() throws {
        for text in ["", "\n\n", "\u{feff}", "   "] {
            let result = try read(text)
            #expect(result.events == [])
            #expect(result.rejects == [])
            #expect(result.summary.format == .empty)
        }
    }
}

@Suite struct FragmentTests {
    @Test func afterABrokenArrayItsRestIsNotRejectedLineByLine() throws {
        let record = SampleRecord(
            time: "2026-03-10T07:12:41Z", operation: "deviceConnect", level: "Information",
            properties: #"{"deviceId":"d"}"#)
        let broken = record.line(space: " ").replacing(#""level": "#, with: #""level" "#)
        let text =
            "{\"records\": [\n\(broken),\n\(record.line()),\n\(record.line()),\n\(record.line(space: " "))\n]\n}\n"
        let result = try read(text)
        #expect(result.events.count == 3)
        #expect(result.rejects.count == 1)
    }

    @Test func afterAWholeLineEveryWrongLineCountsAgain() throws {
        let good = drop("2026-03-10T07:12:41Z", "d")
        let result = try read("{\n\"time\": wrong\n\(good)\nhello\nhello\n\(good) x\n")
        #expect(result.events.count == 2)
        #expect(result.rejects.map { $0.prefix(2) } == ["2:", "4:", "5:", "6:"])
    }
}

@Suite struct HostileLineTests {
    /// Reading goes on behind a break, and looks for the line's end each time: without a bound a file of brackets
    /// takes the square of its length.
    @Test(arguments: ["[", "{", "[{", "{\"records\":["])
    func aLineOfOpeningsIsGivenUpAfterAFewRejects(opening: String) throws {
        let length = 3 << 20
        var text = Array(String(repeating: opening, count: length / opening.utf8.count).utf8)
        text += [0x0A] + Array((drop("2026-03-10T07:12:41Z", "pump-1") + "\n").utf8)
        let result = try read(text)
        #expect(result.rejects.count <= 65)
        #expect(!result.rejects.isEmpty)
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "pump-1")])
    }

    @Test func whatIsSaidOfABreakDoesNotDependOnThePiecesThatAFileIsReadIn() throws {
        let text = Array(("[\n{\"time\":\"2026\", x\n" + String(repeating: " ", count: 100) + "\0\n]\n").utf8)
        let whole = try read(text)
        #expect(whole.rejects.contains { $0.contains("NUL bytes") })
        #expect(try read(text, ReadingOptions(pieceBytes: 7)) == whole)
    }

    @Test(arguments: [
        #""records":[]"#, #""tables":[ ]"#, #""rows":[]"#, #""body":{}"#, #""body":[]"#, #""records":true"#,
        #""frameType":"DataTable""#,
    ])
    func aRecordIsOneAlthoughAMemberCouldHoldOthers(member: String) throws {
        let record = drop("2026-03-10T06:00:04Z", "pump-1")
        for line in ["{" + member + "," + record.dropFirst(), record.dropLast() + "," + member + "}"] {
            for text in [line, "[" + line + "]", "[\n" + line + "\n]"] {
                let result = try read(text)
                #expect(result.events == [dropEvent("2026-03-10T06:00:04Z", "pump-1")])
                #expect(result.rejects == [])
            }
        }
    }

    @Test func aRecordAroundOthersIsRejectedAndTheyAreRead() throws {
        let inner = drop("2026-03-10T06:00:04Z", "pump-1")
        let outer = drop("2026-03-10T06:00:05Z", "pump-2").dropLast() + #","records":["# + inner + "]}"
        let result = try read(String(outer))
        #expect(result.events == [dropEvent("2026-03-10T06:00:04Z", "pump-1")])
        #expect(result.rejects.count == 1)
    }

    @Test func aDoubledFieldBesideAnEmptyContainerIsRejected() throws {
        let record = drop("2026-03-10T06:00:04Z", "pump-1")
        let result = try read(#"{"records":[],"level":"Error","# + record.dropFirst())
        #expect(result.rejects == ["1: a field appears twice"])
    }
}
