import LogReading
import Model
import Testing

private let times = ["2026-03-10T07:12:41Z", "2026-03-10T07:12:42Z", "2026-03-10T07:12:43Z"]
private let records = times.map { drop($0, "p-1") }
private let events = times.map { dropEvent($0, "p-1") }

/// Records that each stand behind words of whoever wrote the line down.
@Suite struct PrefixedLinesTests {
    @Test(arguments: [
        "2026-03-10T08:00:00.000000000Z stdout F ", "2026-03-10T08:00:00+00:00\tazure.hub\t", "key-1:", "payload=",
        "<134>1 2026-03-10T08:00:00Z host app - - [x@1 a=\"b\"] ", "Mar 10 08:00:00 host app[7]: ",
    ])
    func theRecordBehindThemCounts(prefix: String) throws {
        for options in [ReadingOptions(), ReadingOptions(remembersLines: false), ReadingOptions(pieceBytes: 5)] {
            let result = try read(records.map { prefix + $0 + "\n" }.joined(), options)
            #expect(result.events == events)
            #expect(result.rejects == [])
            #expect(result.summary.resumeOffset == nil)
        }
    }

    @Test(arguments: ["", "\n", "\r\n"])
    func aFileOfOneLineIsReadToo(ending: String) throws {
        let result = try read("2026-03-10T08:00:00Z stdout F " + records[0] + ending)
        #expect(result.events == [events[0]])
        #expect(result.rejects == [])
    }

    @Test func whatIsWrappedBehindThemCounts() throws {
        let text = records.map { "stdout F {\"message\":\(json($0))}\n" }.joined()
        #expect(try read(text).events == events)
    }

    @Test func aLineOfAnotherKindIsOneReject() throws {
        let lines = records.map { "stdout F " + $0 }
        let result = try read(
            [lines[0], "stdout F started", lines[1], "stdout F " + records[2].dropLast(30), lines[2]].joined(
                separator: "\n"))
        #expect(result.events == events)
        #expect(result.rejects.count == 2)
    }

    @Test func wordsBeforeOneRecordOfManyStayAReject() throws {
        let result = try read([records[0], "stdout F " + records[1], records[2]].joined(separator: "\n"))
        #expect(result.events == events)
        #expect(result.rejects == ["2: not JSON"])
    }

    /// With an escape in it, and with nothing but a bracket.
    @Test(arguments: [String(records[0].suffix(40)), records[0].suffix(13) + " "])
    func whatACutRecordLeavesIsNoPrefix(rest: String) throws {
        let result = try read([rest + records[1], rest + records[2], records[0]].joined(separator: "\n"))
        #expect(result.events == [events[1], events[2], events[0]])
        #expect(result.rejects.count == 2)
    }
}
