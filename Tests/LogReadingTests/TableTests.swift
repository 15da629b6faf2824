import Foundation
import LogReading
import Model
import Testing

private let row = ["2026-03-10T06:00:04Z", "deviceConnect", "d,1;2\t|\"x\""]

private func table(
    _ separator: String, _ rows: [[String]], header: [String] = ["TimeGenerated", "OperationName", "DeviceId"]
)
    -> String
{
    ([header] + rows).map { $0.map(csv).joined(separator: separator) + "\r\n" }.joined()
}

private func utc(_ times: [String], _ header: String = "TimeGenerated [UTC]") -> String {
    table(",", times.map { [$0, "deviceConnect", "d"] }, header: [header, "OperationName", "DeviceId"])
}

private func times(_ result: ReadResult) -> [String] { result.events.map { String($0.split(separator: "|")[0]) } }

private func zone(_ name: String, _ order: DateOrder) -> ReadingOptions {
    ReadingOptions(localTime: TimeZone(identifier: name).map { LocalTimeRule(zone: $0, order: order) })
}

@Suite struct TableTests {
    @Test(arguments: [",", ";", "\t", "|"])
    func anySeparatorIsFoundByTheHeader(separator: String) throws {
        let result = try read(table(separator, [row, row]))
        #expect(result.events.map { $0.contains("|d,1;2\t|\"x\"|") } == [true, true])
        #expect(result.rejects == [])
        #expect(result.summary.format == .csv)
    }

    @Test(arguments: [
        "sep=;\r\n", "\"sep=;\"\r\n", "#TYPE System.Management.Automation.PSCustomObject\r\n", "\u{feff}sep=;\r\n",
    ])
    func aLineThatSaysHowTheTableIsWrittenIsNoReject(line: String) throws {
        let result = try read(line + table(";", [row]))
        #expect(result.events.count == 1)
        #expect(result.rejects == [])
    }

    @Test(arguments: [true, false], [true, false])
    func theTextMayBeUTF16(isBigEndian: Bool, hasMark: Bool) throws {
        let units = Array(
            ((hasMark ? "\u{feff}" : "") + table("\t", [["2026-03-10T06:00:04Z", "deviceConnect", "d😀é"]])).utf16)
        let bytes = units.flatMap {
            isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
        }
        for piece in [1, 1 << 20] {
            let result = try read(bytes, ReadingOptions(pieceBytes: piece))
            #expect(result.events.map { $0.split(separator: "|").last } == ["d😀é"])
            #expect(result.rejects == [])
        }
    }

    @Test(arguments: [
        ("TimeGenerated", "2026-03-10 06:00:04.0000000"), ("TimeGenerated", "/Date(1773122404000)/"),
        ("TimeGenerated", "/Date(1773122404000+0100)/"), ("timestamp", "2026-03-10T06:00:04Z"),
        ("TimeGenerated [UTC]", "2026-03-10 06:00:04"), ("TimeGenerated (UTC)", "2026/3/10 6:00:04"),
        ("TimeGenerated [UTC]", "10.03.2026 06:00:04"), ("TimeGenerated [UTC]", "10.03.26 06:00:04"),
        ("TimeGenerated [UTC]", "2026. 3. 10. 오전 6:00:04"), ("TimeGenerated [UTC]", "2026/3/10 上午6:00:04"),
        ("TimeGenerated [UTC]", "10.3.2026, 6.00.04"), ("TimeGenerated [UTC]", "10.03.2026, 06:00:04,000"),
        ("TimeGenerated [UTC+01:00]", "10.03.2026 07:00:04"), (" TimeGenerated [UTC] ", "3/10/2026, 6:00:04.000 AM"),
    ])
    func timesThatSayAllAreReadInEverySpelling(header: String, written: String) throws {
        let result = try read(utc([written], header))
        #expect(times(result) == ["2026-03-10T06:00:04Z"])
        #expect(result.rejects == [])
        #expect(result.summary.warnings == [])
    }

    @Test(arguments: ["2026-03-10T06:00:04", "2026-03-10 06:00:04", "3/10/2026 6:00:04 AM"])
    func aTimeWithoutZoneIsRefusedOnceAndReadWithTheOption(written: String) throws {
        let text = utc([written, written], "TimeGenerated")
        #expect(
            try read(text).rejects == ["1: the time names no zone; pass --time-zone and --local-time-order dmy or mdy"])
        #expect(try times(read(text, zone("Europe/Berlin", .monthDayYear))).first == "2026-03-10T05:00:04Z")
    }

    @Test func aTimeWithoutZoneInJSONIsReadWithTheOption() throws {
        let text = #"{"time":"2026-03-10T06:00:04","operationName":"deviceConnect","deviceId":"d"}"#
        #expect(try times(read(text, zone("Europe/Berlin", .dayMonthYear))) == ["2026-03-10T05:00:04Z"])
    }

    @Test func oneDayBeyondTwelveTellsTheOrderOfAllRows() throws {
        let days = try read(utc(["03/04/2026 06:00:00", "13/04/2026 06:00:00"]))
        #expect(times(days) == ["2026-04-03T06:00:00Z", "2026-04-13T06:00:00Z"])
        let months = try read(utc(["3/4/2026 6:00:00 AM", "3/13/2026 6:00:00 AM"]))
        #expect(times(months) == ["2026-03-04T06:00:00Z", "2026-03-13T06:00:00Z"])
    }

    @Test func theRowThatTellsTheOrderMayStandFarBehind() throws {
        let far = Array(repeating: "03/04/2026 06:00:00", count: 20_000) + ["13/04/2026 06:00:00"]
        let result = try read(utc(far))
        #expect(times(result).first == "2026-04-03T06:00:00Z")
        #expect(result.events.count == 20_001)
    }

    @Test func noOrderOfTheOperatorsMakesAMonthOfADay() throws {
        let text = utc(["03/04/2026 06:00:00", "13/04/2026 06:00:00"])
        let result = try read(text, zone("UTC", .monthDayYear))
        #expect(result.events == [])
        #expect(result.rejects.count == 1)
        #expect(result.rejects.first?.contains("--local-time-order") == true)
    }

    @Test func aTableInWhichNoOrderIsRightIsRefused() throws {
        let result = try read(utc(["13/04/2026 06:00:00", "04/13/2026 06:00:00", "03/04/2026 06:00:00"]))
        #expect(result.events == [])
        #expect(
            result.rejects == [
                "1: the day comes first in some rows and the month in others, so no order is right; export it again"
            ])
    }

    @Test func timesWithoutSecondsAreReadAndTold() throws {
        let result = try read(utc(["2026-03-10 6:00", "3/13/2026 6:00"]))
        #expect(times(result) == ["2026-03-10T06:00:00Z", "2026-03-13T06:00:00Z"])
        #expect(result.summary.warnings.count == 1)
    }

    @Test func timesThatLostTheirDateAreRefusedOnce() throws {
        let result = try read(utc(["00:04.0", "12:41.0"]))
        #expect(result.rejects.count == 1)
        #expect(result.rejects.first?.contains("have lost their date") == true)
    }

    @Test func aQuoteThatIsNotClosedCostsNoRowBehindABadByte() throws {
        let row = "2026-03-10T06:00:04Z;deviceConnect;d\n"
        let bad = Array("\"a\";\"b\n\"\"".utf8) + [0xff, 0x0a]
        let result = try read(
            Array("TimeGenerated;OperationName;DeviceId\n\(row)".utf8) + bad + Array((row + row).utf8))
        #expect(result.events.count == 3)
        #expect((1...2).contains(result.rejects.count))
    }

    @Test func linesThatEndInCarriageReturnsAloneAreNamed() throws {
        let result = try read(table(",", [row, row]).replacing("\r\n", with: "\r"))
        #expect(result.events == [])
        #expect(result.rejects.count == 1)
        #expect(result.rejects.first?.contains("carriage returns alone") == true)
    }

    @Test func aTableWithACarriageReturnAndAColumnOfRecordsIsRead() throws {
        let record = drop("2026-03-10T07:12:41Z", "p-1")
        for header in ["\"timestamp\",\"source\",\"message\"\r\n\"2026\",\"h\",", "\"_raw\",\"_time\"\r\n"] {
            let result = try read(header + csv(record) + (header.hasPrefix("\"_raw") ? ",\"2026\"\r\n" : "\r\n"))
            #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "p-1")])
            #expect(result.rejects == [])
        }
    }

    @Test(arguments: [
        ("Category  OperationName\n--------  -------------\nC  deviceConnect\n", "-o table"),
        ("- Category: Connections\n  OperationName: deviceConnect\n", "-o yaml"),
        ("Connections\tInformation\tdeviceConnect\t2026-03-10T06:00:04Z\n", "-o tsv"),
        ("Category  OperationName\r\n--------  -------------\r\nC  deviceConnect\r\n", "-o table"),
        ("<html><body>AuthenticationFailed</body></html>\n", "fetch it again"),
        ("ERROR: AADSTS700082: The refresh token has expired.\n", "run it again"),
    ])
    func anOutputForPeopleIsNamedWithTheWayOut(text: String, way: String) throws {
        let result = try read(text)
        #expect(result.rejects.count == 1)
        #expect(result.rejects.first?.contains(way) == true)
    }

    @Test func anOrderThatIsGivenDoesNotChangeWhatASpellingShows() throws {
        let rule = zone("UTC", .monthDayYear)
        #expect(
            try times(read(utc(["10.03.2026 06:00:04", "13.03.2026 06:00:04"]), rule)).first == "2026-03-10T06:00:04Z")
        let portal = zone("UTC", .dayMonthYear)
        #expect(try times(read(utc(["3/10/2026, 6:00:04 AM"]), portal)) == ["2026-03-10T06:00:04Z"])
    }

    @Test(arguments: ["2026-03-10 18\u{a0}h\u{a0}00\u{a0}min\u{a0}04,123\u{a0}s", "2026/3/10\u{2009}下午6:00:04.123"])
    func theTimesOfCanadaAndTaiwanAreRead(written: String) throws {
        #expect(try times(read(utc([written]))) == ["2026-03-10T18:00:04.123Z"])
    }
}
