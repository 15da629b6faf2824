import LogReading
import Model
import Testing

private let header = "TimeGenerated,OperationName,DeviceId\n"
private func row(_ device: String) -> String { "2026-03-10T06:00:04Z,deviceConnect,\(device)\n" }
private func devices(_ result: ReadResult) -> [String] {
    result.events.map { String($0.split(separator: "|", omittingEmptySubsequences: false)[6]) }
}

@Suite struct TableRowTests {
    @Test(arguments: [
        "DeviceId,OperationName,TimeGenerated\nb,deviceConnect,2026-03-10T06:00:05Z\n",
        "TimeGenerated,DeviceId,OperationName\n2026-03-10T06:00:05Z,b,deviceConnect\n",
        "OperationName,DeviceId,Level,TimeGenerated\ndeviceConnect,b,Information,2026-03-10T06:00:05Z\n",
        "TimeGenerated;OperationName;DeviceId\n2026-03-10T06:00:05Z;deviceConnect;b\n",
        "sep=,\nTimeGenerated,OperationName,DeviceId\n2026-03-10T06:00:05Z,deviceConnect,b\n",
    ])
    func anotherHeaderReplacesTheFirst(second: String) throws {
        let result = try read(header + row("a") + second)
        #expect(devices(result) == ["a", "b"])
        #expect(result.rejects == [])
        #expect(result.summary.records == 2)
    }

    @Test func theTimesUnderAnotherHeaderAreJudgedByThemselves() throws {
        let second = "TimeGenerated [UTC],DeviceId,OperationName\n3/4/2026 6:00:04,b,deviceConnect\n"
        let result = try read(header + row("a") + second)
        #expect(devices(result) == ["a"])
        #expect(result.rejects == ["3: day and month could be swapped; pass --local-time-order dmy or mdy"])
    }

    @Test func manyHeadersWithOtherTimesAreGivenUp() throws {
        let one = "DeviceId,OperationName,TimeGenerated\nb,deviceConnect,2026-03-10T06:00:05Z\n"
        let result = try read(String(repeating: header + row("a") + one, count: 50))
        #expect(result.events.count == 64)
        #expect(result.rejects.count == 1)
    }

    @Test(arguments: [",,\n", " , ,\n", "#TYPE System.Object\n"])
    func aRowOfNothingIsNoReject(nothing: String) throws {
        let result = try read(header + row("a") + nothing + row("b"))
        #expect(devices(result) == ["a", "b"])
        #expect(result.rejects == [])
    }

    @Test func aRowThatIsOneQuotedCellIsRead() throws {
        let result = try read(header + "\"2026-03-10T06:00:04Z,deviceConnect,\"\"a;b\"\"\"\n" + row("b"))
        #expect(devices(result) == ["a;b", "b"])
        #expect(result.rejects == [])
    }

    @Test func aRowWithTheRecordInACellIsReadWhereItsColumnsAreNotEnough() throws {
        let record = drop("2026-03-10T07:12:41Z", "d")
        let result = try read(
            "_raw,time,operationName,category\n\(csv(record)),2026-03-10T07:12:41Z,deviceDisconnect,Connections\n")
        #expect(result.events == [dropEvent("2026-03-10T07:12:41Z", "d")])
        #expect(result.rejects == [])
    }

    @Test(arguments: [0, 1, 2])
    func aBlockOfNULsIsOneRejectAndTheRowBehindItCounts(place: Int) throws {
        var parts = [header, row("a"), row("b")]
        parts[place] = String(repeating: "\0", count: 70_000) + parts[place]
        let result = try read(parts.joined())
        #expect(devices(result) == ["a", "b"])
        #expect(result.rejects.count == 1 && result.rejects.allSatisfy { $0.contains("NUL bytes") })
    }

    @Test func aTableOfRecordsIsKnownByAnyRow() throws {
        let record = csv(drop("2026-03-10T07:12:41Z", "d"))
        let result = try read("_time,_raw\nx,started\nx,\nx,\(record)\nx,stopped\n")
        #expect(result.events.count == 1)
        #expect(result.rejects.map { $0.prefix(2) } == ["2:", "3:", "5:"])
    }

    @Test func aTableOfRecordsStaysOneBehindALineOfJSON() throws {
        let record = csv(drop("2026-03-10T07:12:41Z", "d"))
        let result = try read("_time,_raw\nx,\(record)\n{\"records\":[\n")
        #expect(result.events.count == 1)
        #expect(result.rejects.map { $0.prefix(2) } == ["3:"])
    }
}
