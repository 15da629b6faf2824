import Model
import Testing

@testable import LogReading

/// How a record stands in a field: from the record to the field's text as it is written, quotation marks included.
private struct Writing: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let written: @Sendable (String) -> String

    static let all = [
        Writing(testDescription: "a text") { json($0) },
        Writing(testDescription: "a text whose quotation marks are numbers") {
            json($0).replacing("\\\"", with: "\\u0022")
        },
        Writing(testDescription: "a text in a text") { json("{\"message\":\(json($0)),\"host\":\"h\"}") },
        Writing(testDescription: "a text in a text in a text") {
            json("{\"a\":\(json("{\"b\":\(json($0))}"))}")
        },
        Writing(testDescription: "a message in a text") { json("{\"records\":[\($0)]}") },
        Writing(testDescription: "base64 of a record") { "\"\(base64($0))\"" },
        Writing(testDescription: "base64 of a message") { "\"\(base64("{\"records\":[\($0)]}"))\"" },
        Writing(testDescription: "base64 without padding, the time one byte later") {
            "\"\(base64("{ \($0.dropFirst())").replacing("=", with: ""))\""
        },
        Writing(testDescription: "base64, the time two bytes later") { "\"\(base64("{  \($0.dropFirst())"))\"" },
    ]
}

/// A text that was read before is known with another time, without being decoded.
@Suite struct KnownTextTests {
    /// What a reader that has read some records, each in a field, knows of another one.
    private func known(_ record: String, behind records: [String], _ writing: Writing) throws -> Decoded? {
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        let lines = records.enumerated().map { #"{"n":\#($0),"field":\#(writing.written($1))}"# }
        _ = try reader.read(
            LogSource(name: "t", bytes: Array(lines.joined(separator: "\n").utf8)), events: { _ in },
            rejection: { Issue.record("\($0)") })
        let arena = Arena()
        arena.reset(for: 1 << 12)
        let bytes = arena.append(writing.written(record) + " ")
        if let text = reader.cache.likelyText(in: bytes, from: 1, to: bytes.count), let known = reader.cache.known(text)
        {
            #expect(known.end == bytes.count - 1)
            return known.record
        }
        if let nested = reader.cache.nested(in: bytes, from: 1, to: bytes.count) { return nested.known.record }
        let known = reader.cache.base64(in: bytes, from: 1, to: bytes.count)
        #expect(known == nil || known?.end == bytes.count - 1)
        return known?.record
    }

    private func isKnown(_ record: String, behind records: [String], _ writing: Writing, at seconds: Int64) throws
        -> Bool
    {
        guard case .event(let time, _, _)? = try known(record, behind: records, writing) else { return false }
        return time == Instant(seconds: seconds)
    }

    /// What is found in a line behind others that were read.
    private func found<Found>(
        _ line: String, behind lines: [String], _ find: (RecordCache, Bytes) -> Found?
    ) throws -> Found? {
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        _ = try reader.read(
            LogSource(name: "t", bytes: text), events: { _ in }, rejection: { Issue.record("\($0)") })
        let arena = Arena()
        arena.reset(for: 1 << 12)
        return find(reader.cache, arena.append(line + "\n"))
    }

    /// `{"outer":"` is 10 bytes long.
    @Test func aTextInATextThatChangesIsKnown() throws {
        func line(_ time: String, _ number: Int) -> String {
            #"{"outer":\#(json("{\"n\":\(number),\"message\":\(json(drop(time, "p-1")))}"))}"#
        }
        let before = (1...3).map { line("2026-03-10T07:12:41Z", $0) }
        let known = try found(line("2026-03-10T12:00:00Z", 4), behind: before) { cache, bytes in
            cache.nested(in: bytes, from: 10, to: bytes.count)?.known.record
        }
        guard case .event(let time, _, _)? = known else {
            Issue.record("not known")
            return
        }
        #expect(time == Instant(seconds: 1_773_144_000))
    }

    /// Noon of 10 March 2026 is 1,773,144,000 seconds after the beginning of 1970 (`date -u -d 2026-03-10T12:00 +%s`).
    @Test(arguments: Writing.all)
    fileprivate func aTextThatWasReadBeforeIsKnown(writing: Writing) throws {
        let before = ["p-0", "p-1", "p-1"].map { drop("2026-03-10T07:12:41Z", $0) }
        let noon = drop("2026-03-10T12:00:00Z", "p-1")
        #expect(try isKnown(noon, behind: before, writing, at: 1_773_144_000))
    }

    /// The first of all wrapped records is read in the careful way, which knows it as an object.
    @Test(arguments: Writing.all)
    fileprivate func aTextWhoseRecordIsKnownInAnotherFormIsKnownToo(writing: Writing) throws {
        let before = Array(repeating: drop("2026-03-10T07:12:41Z", "p-1"), count: 3)
        #expect(try isKnown(drop("2026-03-10T12:00:00Z", "p-1"), behind: before, writing, at: 1_773_144_000))
    }

    @Test(arguments: Writing.all)
    fileprivate func aTextWithAnotherDeviceIsNotKnown(writing: Writing) throws {
        let before = ["p-0", "p-1", "p-2"].map { drop("2026-03-10T07:12:41Z", $0) }
        #expect(try known(drop("2026-03-10T12:00:00Z", "p-3"), behind: before, writing) == nil)
    }
}
