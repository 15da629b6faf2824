import LogReading
import Model
import Testing

/// A clean connect on one line, of a device that a number makes unlike every other.
private func record(_ number: Int) -> String {
    #"{"time":"2026-05-12T06:00:0\#(number % 10)Z","category":"Connections","operationName":"deviceConnect","#
        + #""properties":"{\"deviceId\":\"d\#(number)\"}","location":"westeurope"}"#
}

/// The same over several lines.
private func printed(_ number: Int) -> String {
    "{\n  " + record(number).dropFirst().dropLast().replacing(",\"", with: ",\n  \"") + "\n}"
}

private func row(_ number: Int) -> String {
    #"["2026-05-12T06:00:0\#(number % 10)Z","deviceConnect","d\#(number)"]"#
}

private let tableOpening =
    #"{"tables":[{"name":"t","columns":[{"name":"TimeGenerated"},{"name":"OperationName"},{"name":"DeviceId"}],"rows":["#

private func devices(_ result: ReadResult) -> [Int] {
    result.events.compactMap { event in
        event.split(separator: "|").last { $0.hasPrefix("d") && !$0.hasPrefix("device") }.flatMap {
            Int($0.dropFirst())
        }
    }
}

/// A form of the log, made of parts that hold one or two records each.
struct DamagedForm: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var opening = ""
    var closing = "\n"
    var separator = "\n"
    var recordsInPart = 1
    let part: @Sendable (Int) -> String

    static let all = [
        DamagedForm(testDescription: "JSON Lines", part: record),
        DamagedForm(testDescription: "an array a line", recordsInPart: 2) { "[\(record($0)),\(record($0 + 1))]" },
        DamagedForm(testDescription: "a message a line", recordsInPart: 2) {
            "{\"records\":[\(record($0)),\(record($0 + 1))]}"
        },
        DamagedForm(testDescription: "bodies of messages", recordsInPart: 2) {
            "{\"offset\":\"1\",\"body\":{\"records\":[\(record($0)),\(record($0 + 1))]}}"
        },
        DamagedForm(testDescription: "printed values", part: printed),
        DamagedForm(
            testDescription: "an array over lines", opening: "[\n", closing: "\n]\n", separator: ",\n", part: record),
        DamagedForm(
            testDescription: "records over lines", opening: "{\"records\":[\n", closing: "\n]}\n", separator: ",\n",
            part: record),
        DamagedForm(
            testDescription: "a printed array", opening: "[\n", closing: "\n]\n", separator: ",\n", part: printed),
        DamagedForm(
            testDescription: "rows of a query", opening: tableOpening + "\n", closing: "\n]}]}\n", separator: ",\n",
            part: row),
        DamagedForm(testDescription: "records in texts") { "{\"message\":\(json(record($0))),\"host\":\"h\"}" },
        DamagedForm(testDescription: "messages in texts", recordsInPart: 2) {
            "{\"a\":{\"line\":\(json("{\"records\":[\(record($0)),\(record($0 + 1))]}"))}}"
        },
        DamagedForm(testDescription: "records in objects") { "{\"n\":1,\"document\":\(record($0))}" },
        DamagedForm(
            testDescription: "an array of texts", opening: "[\n", closing: "\n]\n", separator: ",\n",
            part: { json(record($0)) }),
        DamagedForm(
            testDescription: "hits over lines", opening: "{\"hits\":{\"hits\":[\n", closing: "\n]}}\n",
            separator: ",\n", part: { "{\"_source\":{\"message\":\(json(record($0)))}}" }),
        DamagedForm(testDescription: "semicolons", opening: "TimeGenerated;OperationName;DeviceId\n") {
            "2026-05-12T06:00:0\($0 % 10)Z;deviceConnect;d\($0)"
        },
        DamagedForm(testDescription: "CSV", opening: "TimeGenerated,OperationName,DeviceId\n") {
            "2026-05-12T06:00:0\($0 % 10)Z,deviceConnect,d\($0)"
        },
    ]
}

/// Something that is no record, put between two parts.
struct BadPiece: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Made from a good part and what separates it from the next one.
    let text: @Sendable (_ part: String, _ separator: String) -> String

    static func line(_ text: String) -> BadPiece {
        BadPiece(testDescription: text) { _, _ in text + "\n" }
    }

    static let all =
        [
            line("# exported 2026-05-12"), line("// a comment"), line("garbage \"with a quote"), line("{\"a\":1"),
            line("{\"a\":"), line("{"), line("["), line("}"), line("]"), line("{\"records\":["), line("[{\"time\":"),
            line("{\"a\":\"x"), line("<html>"), line("\0\0\0\0"), line("null"), line("[1,2"), line("\"text\""),
        ]
        + [3, 10, 40, 60, 90].map { percent in
            BadPiece(testDescription: "a part cut at \(percent) %") { part, _ in
                part.prefix(part.utf8.count * percent / 100) + "\n"
            }
        }
        + [5, 30, 70].map { percent in
            BadPiece(testDescription: "a part without its first \(percent) %") { part, separator in
                part.suffix(part.utf8.count * (100 - percent) / 100) + separator
            }
        }
}

/// One bad place costs only itself, in every form.
@Suite struct BrokenNeighbourTests {
    private static let parts = 8

    /// The good parts, and the bad piece before one of them.
    private func text(_ form: DamagedForm, _ piece: BadPiece, before place: Int) -> String {
        var text = form.opening
        for index in 0..<BrokenNeighbourTests.parts {
            let part = form.part(10 + index * form.recordsInPart)
            if index == place { text += piece.text(form.part(900), form.separator) }
            text += part + (index < BrokenNeighbourTests.parts - 1 ? form.separator : form.closing)
        }
        return text
    }

    @Test(arguments: DamagedForm.all, BadPiece.all)
    func everyGoodRecordSurvivesABadPieceAndTheRejectsAreFew(form: DamagedForm, piece: BadPiece) throws {
        let good = Array(10..<(10 + BrokenNeighbourTests.parts * form.recordsInPart))
        for place in [0, 1, 4, BrokenNeighbourTests.parts - 1] {
            // A table that is closed before its first row is a whole one without rows.
            if place == 0, form.opening == tableOpening + "\n", piece.testDescription == "]" { continue }
            let text = text(form, piece, before: place)
            let result = try read(text)
            // Of a bad piece that is a damaged part a record may be whole.
            #expect(devices(result).filter { $0 < 900 } == good, "before part \(place)")
            #expect((0...4).contains(result.rejects.count), "before part \(place): \(result.rejects)")
        }
    }

    @Test(arguments: DamagedForm.all, BadPiece.all)
    func aBadPieceIsReadTheSameInPiecesOfAnySize(form: DamagedForm, piece: BadPiece) throws {
        let text = text(form, piece, before: 3)
        let whole = try read(text, ReadingOptions(remembersLines: false))
        for bytes in [1, 7, 64, 333] {
            #expect(try read(text, ReadingOptions(pieceBytes: bytes)) == whole)
        }
    }
}
