import Foundation
@testable import LogReading
import Model
import Testing

/// A CSV of clean connects with one column of time and one of the device.
private func connects(_ header: String, _ rows: [(time: String, device: String)]) -> String {
    header + ",OperationName,DeviceId\n" + rows.map { "\(csv($0.time)),deviceConnect,\(csv($0.device))\n" }.joined()
}

private func times(_ result: ReadResult) -> [String] {
    result.events.map { String($0.split(separator: "|")[0]) }
}

private let berlin = TimeZone(identifier: "Europe/Berlin").map { LocalTimeRule(zone: $0, order: .dayMonthYear) }

@Suite struct CSVTests {
    @Test(arguments: [
        ("7/18/2025, 12:26:46.737 PM", "2025-07-18T12:26:46.737Z"),
        ("7/18/2025, 12:26:46.737 AM", "2025-07-18T00:26:46.737Z"),
        ("12/1/2025, 1:02:03 PM", "2025-12-01T13:02:03Z"),
        ("7/18/2025, 12:26:46.737\u{202f}PM", "2025-07-18T12:26:46.737Z"),
        ("2025-07-18T12:26:46.737Z", "2025-07-18T12:26:46.737Z"),
        ("2025-07-18 12:26:46", "2025-07-18T12:26:46Z"),
    ])
    func theAmericanTimesOfThePortalAndISOTimesAreRead(written: String, expected: String) throws {
        let text = connects("TimeGenerated [UTC]", [(written, "d"), (written, "d")])
        #expect(try times(read(text)) == [expected, expected])
    }

    @Test(arguments: [
        "7/8/2025, 12:26:46 pm", "7/8/2025 12:26:46 PM", "06/07/2026 20:26:12.030", "7-8-2025 12:26", "7/8/25 1:00 AM",
    ])
    func aDateOfUnknownOrderIsRefusedOnce(written: String) throws {
        let result = try read(connects("TimeGenerated [UTC]", [(written, "d"), (written, "d")]))
        #expect(result.rejects == ["1: day and month could be swapped; pass --local-time-order dmy or mdy"])
        #expect(result.events == [])
    }

    @Test func localTimesAreRefusedOnceWithTheOptionThatSettlesThem() throws {
        let result = try read(
            connects("TimeGenerated [Local Time]", [("16/07/2026 20:26:12.030", "d"), ("16/07/2026 20:26:13", "d")]))
        #expect(
            result.rejects == [
                "1: the times are local and name no zone; pass --time-zone and --local-time-order dmy or mdy"
            ])
        #expect(result.events == [])
    }

    @Test(arguments: [
        ("16/07/2026 20:26:12.030", "2026-07-16T18:26:12.03Z"),
        ("16/01/2026 20:26:12", "2026-01-16T19:26:12Z"),
        // The clocks went back at 03:00 on 2026-10-25: 02:30 came twice, and the first one was summer time.
        ("25/10/2026 02:30:00", "2026-10-25T00:30:00Z"),
        ("25/10/2026 03:00:00", "2026-10-25T02:00:00Z"),
        ("29/03/2026 01:59:59", "2026-03-29T00:59:59Z"),
        ("29/03/2026 03:00:00", "2026-03-29T01:00:00Z"),
    ])
    func localTimesAreReadByTheZoneThatIsGiven(written: String, expected: String) throws {
        let result = try read(
            connects("TimeGenerated [Local Time]", [(written, "d")]), ReadingOptions(localTime: berlin))
        #expect(times(result) == [expected])
    }

    @Test func aLocalTimeThatTheClocksSkippedIsRejectedAndADoubleOneWarned() throws {
        let rows = [("29/03/2026 02:30:00", "d"), ("25/10/2026 02:30:00", "d")]
        let result = try read(connects("TimeGenerated [Local Time]", rows), ReadingOptions(localTime: berlin))
        #expect(result.rejects == ["2: the clocks of the time zone skip this local time"])
        #expect(result.summary.warnings.count == 1)
    }

    @Test func quotedFieldsMayHoldQuotesCommasAndLineFeeds() throws {
        let name = "a,\"b\"\nc"
        let result = try read(
            connects("TimeGenerated [UTC]", [("2025-07-18T12:26:46Z", name), ("2025-07-18T12:26:47Z", "d")]))
        #expect(result.events.map { $0.split(separator: "|").last } == [name[...], "d"])
        #expect(result.summary.lines == 4)
    }

    @Test func aWronglyQuotedRowCostsOnlyItsOwnLine() throws {
        let header = "TimeGenerated,OperationName,DeviceId\n"
        let good = "2025-07-18T12:26:46Z,deviceConnect,d\n"
        for bad in [
            "2025-07-18T12:26:46Z,deviceConnect,\"d\n", "2025-07-18T12:26:46Z,deviceConnect,d\"\n", "\"x\"y,b,c\n",
        ] {
            let result = try read(header + good + bad + good + good)
            #expect(result.events.count == 3)
            #expect(result.rejects.map { $0.prefix(2) } == ["3:"])
        }
    }

    @Test func aRowOfAnotherLengthIsRejected() throws {
        let text =
            "TimeGenerated,OperationName,DeviceId\n2025-07-18T12:26:46Z,deviceConnect\n2025-07-18T12:26:46Z,deviceConnect,d,e\n"
        #expect(try read(text).rejects.count == 2)
    }

    @Test func theTimeMayStandInAnyColumn() throws {
        let text = #"""
            TenantId,"Device Id",OperationName,"TimeGenerated [UTC]",DeviceId
            "t,""1""",x,deviceConnect,"7/18/2025, 1:00:00.000 AM",d
            "t,""1""",x,deviceConnect,"7/18/2025, 1:00:01.000 AM",d
            "t,""1""",x,deviceConnect,"7/18/2025, 1:00:02.000 AM",e

            """#
        let result = try read(text)
        #expect(times(result) == ["2025-07-18T01:00:00Z", "2025-07-18T01:00:01Z", "2025-07-18T01:00:02Z"])
        #expect(result.events.map { $0.split(separator: "|").last } == ["d", "d", "e"])
    }

    @Test func aLastRowThatMayBeCutIsNotBelieved() throws {
        let text =
            "TimeGenerated,OperationName,DeviceId\n2025-07-18T12:26:46Z,deviceConnect,pump-12\n2025-07-18T12:26:46Z,deviceConnect,pump-1"
        let result = try read(text)
        #expect(result.events.count == 1)
        #expect(
            result.rejects == ["3: last row not newline-terminated; its last field may be truncated"])
        #expect(try read(text + "2").events.count == 2)
    }

    @Test func aTextThatIsNoLogIsRejectedOnce() throws {
        let result = try read("name,age\nann,7\nbob,8\n")
        #expect(result.rejects.count == 1)
        #expect(result.summary.format == .unknown)
        #expect(result.summary.rejected == 1)
    }

    /// The end of the file may coincide with the end of a piece, and then looks as if more could follow.
    @Test(arguments: 1...64)
    func aLastRowWithoutALineFeedIsReadTheSameInPiecesOfAnySize(piece: Int) throws {
        let rows = [("2026-03-10T07:12:41Z", "pump-1"), ("2026-03-10T07:12:42Z", "pump-1")]
        let text = String(connects("TimeGenerated", rows).dropLast())
        let result = try read(text, ReadingOptions(pieceBytes: piece))
        #expect(times(result) == ["2026-03-10T07:12:41Z", "2026-03-10T07:12:42Z"])
        #expect(result.rejects == [])
    }

    @Test func aColumnThatStandsTwiceIsRefused() throws {
        let result = try read("TimeGenerated [UTC],DeviceId,DeviceId\n2026-03-10T06:00:04Z,a,b\n")
        #expect(result.rejects == ["1: a field appears twice"])
        #expect(result.events == [])
    }

    @Test func aMonthBeyondTwelveIsAQuestionOfTheOrder() throws {
        let text = Array("13/01/2026 06:00:04".utf8)
        let padded = text + [UInt8](repeating: 0, count: Bytes.padding)
        try unsafe padded.withUnsafeBufferPointer { buffer in
            let start = try unsafe #require(buffer.baseAddress)
            let written = try unsafe WrittenTime(Bytes(start: start, count: text.count))
            #expect(throws: RejectReason.dateOrder) { try written.seconds(DateOrders(given: .monthDayYear)) }
            // 1768284004 is what `date -u -d '2026-01-13 06:00:04' +%s` says.
            #expect(try written.seconds(DateOrders(given: .dayMonthYear)) == 1_768_284_004)
        }
    }
}
