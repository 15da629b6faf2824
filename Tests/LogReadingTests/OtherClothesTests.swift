import LogReading
import Testing

private func days(_ result: ReadResult) -> [String] { result.events.map { String($0.prefix(20)) } }

/// Forms that people and programs hand over, and that mean one thing.
@Suite struct OtherClothesTests {
    private let times = ["2026-03-10T06:00:04Z", "2026-03-10T07:12:41Z"]

    /// Some programs write a blank beside each separator.
    ///
    /// RFC 4180 makes it a part of the field, and then no category, operation or level is one.
    @Test(arguments: [", ", " ; ", " | ", ",  "])
    func blanksBesideEverySeparatorBelongToNoField(separator: String) throws {
        let rows = [
            ["TimeGenerated", "OperationName", "Category", "ResultDescription", "DeviceId"],
            ["2026-03-10T06:00:04Z", "deviceConnect", "Connections", "\"a, b; c|\"", "d"],
            ["2026-03-10T07:12:41Z", "deviceConnect", "Connections", "x y", "d"],
            ["2026-03-10T07:12:42Z", "deviceConnect", "Connections", "x y", "d"],
        ]
        let result = try read(rows.map { $0.joined(separator: separator) + "\n" }.joined())
        #expect(days(result) == times + ["2026-03-10T07:12:42Z"])
        #expect(result.events.map { $0.hasSuffix("|d||||") } == [true, true, true])
        #expect(result.events[0].contains("|a, b; c||") && result.events[1].contains("|x y|"))
        #expect(result.rejects == [])
    }

    @Test func aBlankInOneRowIsAPartOfItsField() throws {
        let text = "TimeGenerated,OperationName,DeviceId\n2026-03-10T06:00:04Z,deviceConnect, d\n"
        #expect(try read(text).events == ["2026-03-10T06:00:04Z||deviceConnect|Information||| d||||"])
    }

    /// What a program leaves that adds a carriage return to each line feed of a file that has them already.
    @Test func twoCarriageReturnsEndARow() throws {
        let text = "TimeGenerated,OperationName,DeviceId\r\r\n2026-03-10T06:00:04Z,deviceConnect,d\r\r\n"
        let result = try read(text)
        #expect(result.events == ["2026-03-10T06:00:04Z||deviceConnect|Information|||d||||"])
        #expect(result.rejects == [])
    }

    @Test(arguments: [true, false])
    func aTableOfOneColumnMayHoldRecords(hasHeader: Bool) throws {
        let records = times.map { csv(drop($0, "d")) + "\n" }.joined()
        let result = try read((hasHeader ? "_raw\n" : "") + records)
        #expect(days(result) == times)
        #expect(result.rejects == [])
    }

    @Test func linesOfRecordsThatAreTextsTwiceAreRead() throws {
        #expect(days(try read(times.map { json(json(drop($0, "d"))) + "\n" }.joined())) == times)
    }

    /// As a copy from the middle of an array has it.
    @Test func anArrayThatHasLostItsFirstBracketCostsNoRecord() throws {
        let result = try read(times.map { drop($0, "d") }.joined(separator: ",") + "]\n")
        #expect(days(result) == times)
        #expect(result.rejects.count == 1)
    }

    /// As shippers write that know no objects in objects.
    @Test(arguments: ["properties.", "properties_", "Properties."])
    func membersOfThePropertiesMayStandBesideThem(prefix: String) throws {
        let record =
            #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceConnect","\#(prefix)deviceId":"d","#
            + #""\#(prefix)protocol":"Mqtt","\#(prefix)maskedIpAddress":"203.0.113.XXX","\#(prefix)time":"x"}"#
        #expect(
            try read(record).events == ["2026-03-10T06:00:04Z||deviceConnect|Information|||d||Mqtt||203.0.113.XXX"])
    }

    /// As shippers write that keep what they flattened and copy out what they search by.
    @Test(arguments: ["deviceId", "deviceId_s"])
    func aCopyOfAFlattenedMemberIsNoSecondOne(copy: String) throws {
        let record =
            #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceConnect","\#(copy)":"d","properties.deviceId":"d","#
            + #""properties.protocol":"Mqtt","protocol":"Mqtt"}"#
        let event = "2026-03-10T06:00:04Z||deviceConnect|Information|||d||Mqtt||"
        #expect(try read(record).events == [event])
        #expect(try read(#"{"message":\#(json(record))}"#).events == [event])
        let names = ["time", "operationName", copy, "properties.deviceId", "protocol", "properties.protocol"]
        let values = ["2026-03-10T06:00:04Z", "deviceConnect", "d", "d", "Mqtt", "Mqtt"]
        let table = names.joined(separator: ",") + "\n" + values.joined(separator: ",") + "\n"
        #expect(try read(table).events == [event])
        let columns = names.map { "{\"name\":\"\($0)\"}" }.joined(separator: ",")
        let row = values.map(json).joined(separator: ",")
        #expect(try read("{\"tables\":[{\"columns\":[\(columns)],\"rows\":[[\(row)]]}]}").events == [event])
    }

    /// A shipper may copy out only of some records.
    @Test func ofTwoSpellingsTheOneThatSaysSomethingCounts() throws {
        let table = """
            time,operationName,deviceId_s,properties.deviceId
            2026-03-10T06:00:04Z,deviceConnect,a,
            2026-03-10T06:00:05Z,deviceConnect,,b
            2026-03-10T06:00:06Z,deviceConnect,c,d

            """
        let result = try read(table)
        #expect(
            result.events == [
                "2026-03-10T06:00:04Z||deviceConnect|Information|||a||||",
                "2026-03-10T06:00:05Z||deviceConnect|Information|||b||||",
            ])
        #expect(result.rejects == ["4: a field appears twice"])
    }

    @Test(arguments: [
        "Mar 10, 2026 @ 06:00:04.000", "10-Mar-2026 06:00:04", "Tue, 10 Mar 2026 06:00:04 GMT",
        "March 10, 2026 6:00:04 AM",
        "10 mar 2026 06:00:04", "10.3.2026 klo 6.00.04", "10.03.2026 г., 6:00:04", "2026-03-10T06:00:04 UTC",
        "10.3.2026, 6:00:04 π.μ.", "/Date(1773122404000)/", "2026-03-10 06:00:04 +00:00",
        "10.03.2026 07:00:04 GMT+1", "10.03.2026 07:00:04 +1", "10.03.2026 00:30:04 UTC-5:30",
    ])
    func aTimeWithOneMeaningIsReadUnderAHeaderWithItsZone(written: String) throws {
        let text = "TimeGenerated [UTC],OperationName,DeviceId\n\"\(written)\",deviceConnect,d\n"
        #expect(days(try read(text)) == ["2026-03-10T06:00:04Z"])
    }

    /// Read as the header's zone they would be wrong in silence.
    @Test(arguments: [
        "10.03.2026 06:00:04 +123", "10.03.2026 06:00:04 GMT+99", "10.03.2026 06:00:04 +", "10.03.2026 06:00:04 CET",
    ])
    func aZoneThatIsNotUnderstoodIsNotNone(written: String) throws {
        let text = "TimeGenerated [UTC],OperationName,DeviceId\n\"\(written)\",deviceConnect,d\n"
        let reason =
            "2: unrecognized timestamp format; write it as 2026-03-10T06:00:04Z; found \"\(written)\" in TimeGenerated"
        #expect(try read(text).rejects == [reason])
    }

    @Test(arguments: [
        "Mai 10, 2026 06:00:04", "10 06:00:04 Mar 2026", "Mar 2026 06:00:04", "Mar 32, 2026 06:00:04", "Tue 10",
        "10. marraskuuta 2026 klo 6.00.04", "10 mars 2026 06:00:04", "10 marzo 2026 06:00:04", "ma 10, 2026 06:00:04",
        "Septe 10, 2026 06:00:04",
    ])
    func anythingElseWithLettersIsNone(written: String) throws {
        let text = "TimeGenerated [UTC],OperationName,DeviceId\n\"\(written)\",deviceConnect,d\n"
        #expect(try read(text).rejects.count == 1)
    }

    @Test(arguments: ["Sep", "sept", "Sept.", "September", "SEPTEMBER"])
    func aMonthIsItsEnglishNameWholeOrShort(month: String) throws {
        let text = "TimeGenerated [UTC],OperationName,DeviceId\n\"\(month) 10, 2026 06:00:04\",deviceConnect,d\n"
        #expect(days(try read(text)) == ["2026-09-10T06:00:04Z"])
    }

    @Test(arguments: ["1773122404", "1773122404000", "46091.25004"])
    func aNumberInATableIsNamedAsOne(written: String) throws {
        let text = "TimeGenerated [UTC],OperationName,DeviceId\n\(written),deviceConnect,d\n"
        #expect(try read(text).rejects.map { $0.contains("number") } == [true])
    }

    @Test(arguments: [
        "module.exports = [{\"operationName\":\"deviceConnect\",\"a\":1}];",
        "level=info msg=\"{\\\"operationName\\\":\\\"deviceConnect\\\",1\"",
    ])
    func wordsBeforeJSONAreNoColumns(text: String) throws {
        #expect(try read(text).rejects.map { $0.contains("az -o tsv") } == [false])
    }
}
