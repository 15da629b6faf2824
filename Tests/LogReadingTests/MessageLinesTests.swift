import LogReading
import Model
import Testing

private func message(_ records: String...) -> String { "{\"records\":[" + records.joined(separator: ",") + "]}" }

private func drop(_ second: Int, _ device: String = "p-1") -> String { drop("2026-03-10T07:12:4\(second)Z", device) }

/// Messages of one record each, which are known by that record.
@Suite struct MessageLinesTests {
    @Test(arguments: [
        message(drop(3)), message(drop(3)) + "\r", message(drop(3)) + " ", message(drop(3)) + ",",
        message(drop(3)) + "x",
        message(drop(3)) + "}", "{\"records\":[\(drop(3))]", "{\"records\":[\(drop(3))", "{\"records\":[\(drop(3))]]",
        "{\"records\":[\(drop(3))],\"nextLink\":\"https://x\"}", message(drop(3), drop(4)),
        message(drop(3), drop(4, "p-2")),
        "{\"records\":[]}", "{\"records\":[", "{\"records\":[{}]}", drop(3), message(message(drop(3))),
        message(drop(3) + drop(4)),
    ])
    func aKnownRecordChangesNothingInHowItsLineIsRead(line: String) throws {
        let lines = [message(drop(1)), message(drop(2)), line, message(drop(5)), message(drop(6))].joined(
            separator: "\n")
        #expect(try read(lines) == read(lines, ReadingOptions(remembersLines: false)))
    }

    @Test func everyFileOfMessagesIsSaidToBeOne() throws {
        let reader = LogReader(interner: Interner(knowing: Vocabulary()))
        for _ in 0..<2 {
            let bytes = Array((message(drop(1)) + "\n" + message(drop(2)) + "\n").utf8)
            let summary = try reader.read(LogSource(name: "test", bytes: bytes), events: { _ in }, rejection: { _ in })
            #expect(summary.format == .json)
            #expect(summary.events == 2)
            #expect(summary.resumeOffset == nil)
        }
    }
}
