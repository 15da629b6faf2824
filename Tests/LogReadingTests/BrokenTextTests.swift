import LogReading
import Model
import Testing

private let numbers = Array(10..<16)
private func record(_ number: Int) -> String { drop("2026-03-10T07:12:\(number)Z", "p-\(number)") }
private func event(_ number: Int) -> String { dropEvent("2026-03-10T07:12:\(number)Z", "p-\(number)") }
private let message = "{\"records\":[\(numbers.map(record).joined(separator: ","))]}"

/// What has several records in a text.
private struct TextForm: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: String
    /// How often quotation marks of a record are escaped in it.
    let texts: Int

    static let all = [
        TextForm(testDescription: "a message", line: #"{"message":\#(json(message)),"host":"h"}"#, texts: 1),
        TextForm(
            testDescription: "records one after another",
            line: #"{"n":1,"log":\#(json(numbers.map(record).joined(separator: " ")))}"#, texts: 1),
        TextForm(
            testDescription: "hits", line: #"{"hits":{"hits":[{"_source":{"message":\#(json(message))}}]}}"#, texts: 1),
        TextForm(testDescription: "an array of texts", line: "[\(json(message))]", texts: 1),
        TextForm(
            testDescription: "a text in a text", line: #"{"a":\#(json(#"{"b":\#(json(message)),"c":1}"#))}"#, texts: 2),
    ]

    /// Where a record begins and ends in the line.
    func range(of number: Int) throws -> Range<Int> {
        var escaped = record(number)
        for _ in 0..<texts { escaped = String(json(escaped).dropFirst().dropLast()) }
        let found = try #require(line.firstRange(of: escaped))
        return line.utf8.distance(
            from: line.startIndex, to: found.lowerBound)..<line.utf8.distance(
                from: line.startIndex, to: found.upperBound)
    }
}

/// A text in a field that breaks costs what broke, as the same JSON outside of a text does.
@Suite struct BrokenTextTests {
    private let good = record(20) + "\n"

    /// The events of the records of a line, and how many rejects there are, with a good line before and behind it.
    private func read(line: [UInt8]) throws -> (events: [String], rejects: [String]) {
        let text = Array(good.utf8) + line + [0x0a] + Array(good.utf8)
        let result = try LogReadingTests.read(text)
        #expect(result.events.first == event(20) && result.events.last == event(20))
        #expect(try LogReadingTests.read(text, ReadingOptions(pieceBytes: 61)) == result)
        return (Array(result.events.dropFirst().dropLast()), result.rejects)
    }

    @Test(arguments: TextForm.all)
    fileprivate func aHoleCostsOnlyTheRecordsThatItGoesThrough(form: TextForm) throws {
        let bytes = Array(form.line.utf8)
        let ranges = try numbers.map { try form.range(of: $0) }
        let middle = ranges[2]
        for start in stride(from: middle.lowerBound + 1, to: middle.upperBound - 1, by: 19) {
            for length in [1, 2, 5, 40, middle.count] {
                let hole = start..<start + length
                let result = try read(line: Array(bytes[..<hole.lowerBound] + bytes[hole.upperBound...]))
                let whole = zip(numbers, ranges).filter { !$0.1.overlaps(hole) }.map { event($0.0) }
                #expect(whole.allSatisfy(result.events.contains), "\(hole): \(result)")
                // A hole that takes the escape of a quotation mark with it closes the text there: what is left is another one.
                #expect(result.rejects.count <= 3, "\(hole): \(result.rejects)")
            }
        }
    }

    @Test(
        arguments: TextForm.all,
        [Array(repeating: UInt8(0), count: 40), [0x5c, 0x33], [0xff], Array("\\ud800".utf8), [0x07]] as [[UInt8]])
    fileprivate func bytesThatAreNoTextCostTheirRecordAndAreOneReject(form: TextForm, wrong: [UInt8]) throws {
        let bytes = Array(form.line.utf8)
        let place = try form.range(of: numbers[2]).lowerBound + 120
        let result = try read(line: Array(bytes[..<place]) + wrong + Array(bytes[place...]))
        #expect(result.events == numbers.filter { $0 != numbers[2] }.map(event))
        #expect(result.rejects.count == 1, "\(result.rejects)")
        #expect(result.rejects.allSatisfy { $0.hasPrefix("2: ") && $0.contains("inside a field") })
    }

    @Test(arguments: TextForm.all)
    fileprivate func aTextThatIsCutKeepsItsWholeRecords(form: TextForm) throws {
        let end = try form.range(of: numbers[3]).lowerBound + 120
        let result = try read(line: Array(form.line.utf8.prefix(end)))
        #expect(result.events == numbers.prefix(3).map(event))
        #expect(result.rejects.count == 1, "\(result.rejects)")
    }

    @Test(arguments: TextForm.all)
    fileprivate func aTextWhoseBeginningIsLostKeepsItsWholeRecords(form: TextForm) throws {
        let start = try form.range(of: numbers[1]).lowerBound + 120
        let result = try read(line: Array(form.line.utf8.dropFirst(start)))
        #expect(result.events == numbers.dropFirst(2).map(event))
        #expect(result.rejects.count == 1, "\(result.rejects)")
    }

    /// A quotation mark that somebody put before the record.
    @Test func aQuotationMarkBeforeTheRecordCostsNothingElse() throws {
        let result = try read(line: Array(#"{"message":\#(json("\"" + record(10)))}"#.utf8))
        #expect(result.events == [event(10)])
        #expect(result.rejects.count == 1)
    }

    @Test func theRejectNamesTheElementInsideTheField() throws {
        let text = "{\"records\":[\(record(10)),\(record(11).dropLast(300)),\(record(12))]}"
        let result = try read(line: Array(#"{"message":\#(json(text))}"#.utf8))
        #expect(result.events == [event(10), event(12)])
        #expect(result.rejects.map { $0.hasSuffix(" (element 2 inside a field)") } == [true])
    }

    @Test func aTextThatBreaksAgainAndAgainIsGivenUp() throws {
        let text = "{\"records\":[" + String(repeating: #"{"time":\3,"#, count: 5000) + record(10) + "]}"
        let result = try read(line: Array(#"{"message":\#(json(text))}"#.utf8))
        #expect(result.events == [])
        #expect((1...65).contains(result.rejects.count))
    }

    @Test func aTextLongerThanMemoryIsReadPieceByPiece() throws {
        let message = "{\"records\":[" + Array(repeating: record(10), count: 8000).joined(separator: ",") + "]}"
        let line = #"{"message":\#(json(message))}"#
        #expect(line.utf8.count > 2 * 2 << 20)
        let result = try LogReadingTests.read(good + line + "\n" + good)
        #expect(result.events.count == 8002)
        #expect(result.rejects.count == 2, "\(result.rejects)")
    }

    @Test func whatIsInABrokenTextSaysNothingOfTheSource() throws {
        let line = #"{"message":\#(json("{\"records\":[\(record(10)),")) }"#
        let result = try LogReadingTests.read(good + line + "\n" + good)
        #expect(result.summary.format == .jsonLines)
        #expect(result.events.count == 3)
    }
}
