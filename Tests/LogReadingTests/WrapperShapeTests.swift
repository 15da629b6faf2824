import Model
import Testing

@testable import LogReading

/// How a writer wraps records: from a record and what changes in each line to the line.
private struct Writer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The record, then a text as it is written in quotation marks, and a number or such.
    let line: @Sendable (_ record: String, _ text: String, _ word: String) -> String

    static let all = [
        Writer(testDescription: "a text between others") { record, text, word in
            #"{"@timestamp":"\#(text)","message":\#(json(record)),"log":{"offset":\#(word)},"host":"h"}"#
        },
        Writer(testDescription: "a text in objects") { record, text, word in
            #"{"preview":\#(word),"result":{"_raw":\#(json(record)),"_time": "\#(text)"}}"#
        },
        Writer(testDescription: "base64") { record, text, word in
            #"{"n":\#(word),"body":"\#(base64(record))","id":"\#(text)"}"#
        },
        Writer(testDescription: "base64 of a message") { record, text, word in
            #"{"body":"\#(base64("{\"message\":\(json(record))}"))","id":"\#(text)","n":\#(word)}"#
        },
        Writer(testDescription: "a text in a text") { record, text, word in
            let inner = "{\"id\":\"\(text)\",\"message\":\(json(record)),\"n\":\(word),\"path\":\"C:\\\\a\",\"é\":\"\"}"
            return #"{"n":\#(word),"outer":\#(json(inner)),"id":"\#(text)"}"#
        },
        Writer(testDescription: "a text in a text in which nothing changes") { record, text, word in
            #"{"id":"\#(text)","outer":\#(json("{\"message\":\(json(record))}")),"n":\#(word)}"#
        },
    ]
}

/// A line with a known text is known where the rest of it is that of an earlier line but for what changes.
@Suite struct WrapperShapeTests {
    /// Whether the one line is known at once behind others that were read.
    private func isKnown(_ line: String, behind lines: [String]) throws -> Bool {
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        // Shapes are learned from the first lines of a batch.
        for lines in [lines, lines] {
            let text = Array((lines.joined(separator: "\n") + "\n").utf8)
            _ = try reader.read(
                LogSource(name: "t", bytes: text), events: { _ in }, rejection: { Issue.record("\($0)") })
        }
        let window = InputWindow(MemoryStream(Array((line + "\n").utf8)), piece: 1 << 16)
        _ = try window.refill()
        let batch = LineBatch()
        reader.cache.fill(batch, from: window)
        return batch.next.shape != nil && reader.cache.known(batch.next.hash) != nil
    }

    private func lines(_ writer: Writer) -> [String] {
        (1...6).map { writer.line(drop("2026-03-10T07:12:4\($0)Z", "p-\($0 % 2)"), "a\($0)", "\($0)") }
    }

    @Test(arguments: Writer.all)
    fileprivate func aLineOfTheShapeOfAnotherIsKnown(writer: Writer) throws {
        let line = writer.line(drop("2026-03-10T12:00:00Z", "p-1"), "another text", "-1.5e3")
        #expect(try isKnown(line, behind: lines(writer)))
    }

    @Test(arguments: Writer.all)
    fileprivate func aLineWithAnotherDeviceIsNot(writer: Writer) throws {
        let line = writer.line(drop("2026-03-10T12:00:00Z", "p-2"), "another text", "7")
        #expect(try !isKnown(line, behind: lines(writer)))
    }

    /// What may hold a record, is none of the words of JSON, or ends the text early is looked at.
    @Test(
        arguments: Writer.all,
        [
            ("{", "1"), (" [", "1"), ("é", "1"), ("a\\u0062", "1"), ("e" + String(repeating: "A", count: 60), "1"),
            ("a", "01"), ("a", "x"), ("a", "{}"), ("a", "1,\"b\":2"), ("a\",\"b\":\"c", "1"),
        ])
    fileprivate func aLineInWhichMoreChangesIsNot(writer: Writer, change: (text: String, word: String)) throws {
        let line = writer.line(drop("2026-03-10T12:00:00Z", "p-1"), change.text, change.word)
        #expect(try !isKnown(line, behind: lines(writer)))
    }

    /// Behind lines in which nothing changed around the inner text, which are known by the outer one.
    @Test func aShapeThatNoLongerHoldsGivesWayToAnother() throws {
        func line(_ number: Int, _ device: String = "p-1") -> String {
            #"{"outer":\#(json("{\"n\":\(number),\"message\":\(json(drop("2026-03-10T07:12:41Z", device)))}"))}"#
        }
        let before = [0, 0, 0, 0, 1, 2, 3, 4].map { line($0) }
        #expect(try isKnown(line(5), behind: before))
    }

    @Test(arguments: Writer.all)
    fileprivate func aTextThatBecomesARecordIsRead(writer: Writer) throws {
        let other = drop("2026-03-10T12:00:00Z", "p-9")
        let written = json(other).dropFirst().dropLast()
        let usual = lines(writer)
        for text in [base64(other), String(written)] {
            let line = writer.line(drop("2026-03-10T12:00:00Z", "p-1"), text, "7")
            let result = try read((usual + [line]).joined(separator: "\n"))
            #expect(result.events.contains(dropEvent("2026-03-10T12:00:00Z", "p-9")))
            #expect(try result == read((usual + [line]).joined(separator: "\n"), ReadingOptions(remembersLines: false)))
        }
    }

    /// Few shapes and few texts, so that most lines are known; what changes may be anything.
    @Test(arguments: 1...12)
    func whatIsKnownByItsShapeIsWhatTheCarefulWayFinds(seed: UInt64) throws {
        var dice = Dice(state: seed)
        let writers = (0..<3).compactMap { _ in Writer.all.randomElement(using: &dice) }
        let text = damagedLines(seed: seed, count: 300, oneIn: 20) { dice in
            let time = someTime(&dice)
            let record = drop(time, "pump-\(Int.random(in: 0..<3, using: &dice))")
            let number = Int.random(in: 0..<10_000, using: &dice)
            let text =
                switch Int.random(in: 0..<30, using: &dice) {
                case 0: String(json(record).dropFirst().dropLast())
                case 1: base64(record)
                case 2: ""
                case 3: "{\(number)"
                case 4: "é\(number)"
                case 5: #"\\\#(number)\""#
                case 6: base64("{\"records\":[\(record)]}")
                default: "\(time) \(number)"
                }
            let word =
                switch Int.random(in: 0..<30, using: &dice) {
                case 0: "null"
                case 1: "0\(number)"
                case 2: "{}"
                case 3: record
                case 4: json(record)
                case 5: "\(number),\"operationName\":\"shipping\""
                default: "\(number)"
                }
            return (writers.randomElement(using: &dice) ?? Writer.all[0]).line(record, text, word)
        }
        try expectMemoryChangesNothing(text, events: 200)
    }
}
