import LogReading
import Model
import Testing

/// The smallest record that is an event.
private func record(_ device: String) -> String {
    #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceConnect","deviceId":"\#(device)"}"#
}

private func devices(_ result: ReadResult) -> [String] {
    result.events.map { String($0.split(separator: "|")[3]) }
}

private func place(_ element: Int) -> String { " (element \(element) of the line's array)" }

/// Several records on one line.
@Suite struct OneLineTests {
    @Test(arguments: ["{\"records\":[", "[", "{\"value\":1,\"body\":["])
    func ofALineThatIsCutTheWholeRecordsAreKeptAndTheCutOneIsOneReject(opening: String) throws {
        let text = opening + ["a", "b", "c"].map(record).joined(separator: ",")
        for missing in 1..<record("c").count {
            let result = try read(String(text.dropLast(missing)))
            #expect(devices(result) == ["a", "b"])
            #expect(result.rejects.count == 1)
            #expect(result.rejects.allSatisfy { $0.hasPrefix("1: ") && $0.hasSuffix(place(3)) })
        }
    }

    @Test func aCutInsideAnObjectOfProperties() throws {
        let cut = #"{"time":"2026-03-10T06:00:04Z","operationName":"deviceConnect","properties":{"deviceId":"d"#
        let result = try read("{\"records\":[" + record("a") + "," + cut)
        #expect(devices(result) == ["a"])
        #expect(result.rejects.count == 1)
    }

    @Test(arguments: [("{\"records\":[", "]}"), ("[", "]")])
    func everyElementThatIsNoRecordIsOneRejectWithItsPlace(opening: String, closing: String) throws {
        let text = opening + record("a") + ",null,5,\"x\"," + record("b") + closing
        let onOneLine = try read("\n" + text + "\n")
        #expect(devices(onOneLine) == ["a", "b"])
        #expect(onOneLine.rejects == (2...4).map { "2: expected a record in braces" + place($0) })
        let overLines = try read(text.replacing(",null", with: ",\nnull"))
        #expect(devices(overLines) == ["a", "b"])
        #expect(overLines.rejects == [String](repeating: "2: expected a record in braces", count: 3))
        #expect(try read(text, ReadingOptions(pieceBytes: 1)).events == onOneLine.events)
    }

    @Test func anElementThatIsNotJSONCostsOnlyItself() throws {
        let result = try read("{\"records\":[" + record("a") + ",{\"time\":wrong}," + record("b") + "]}\n")
        #expect(devices(result) == ["a", "b"])
        #expect(result.rejects == ["1: not JSON" + place(2)])
    }

    @Test func anElementWithoutItsLastBraceOrQuoteCostsOnlyItself() throws {
        for missing in ["}", "\"}"] {
            let broken = String(record("b").dropLast(missing.count))
            let text =
                "{\"records\":[" + [record("a"), broken, record("c"), record("d")].joined(separator: ",") + "]}\n"
            let result = try read(text + record("e") + "\n")
            #expect(devices(result) == ["a", "d", "e"] || devices(result) == ["a", "c", "d", "e"])
            #expect(result.rejects.count == 1)
        }
    }

    @Test(arguments: [" ", ",,", ",]"])
    func behindABreakBetweenRecordsTheOthersAreRead(breaking: String) throws {
        let text = "[" + record("a") + breaking + record("b") + "," + record("c") + "]"
        let result = try read(text + "\n" + record("d") + "\n")
        #expect(devices(result) == ["a", "b", "c", "d"])
        #expect(result.rejects.count == 1)
    }

    @Test func aCutLineDoesNotSwallowTheNextOne() throws {
        let whole = "{\"records\":[" + record("a") + "," + record("b") + "]}"
        for missing in [1, 2, 3, 30] {
            let result = try read(whole.dropLast(missing) + "\n" + whole + "\n" + record("c") + "\n")
            #expect(devices(result) == (missing < 3 ? ["a", "b"] : ["a"]) + ["a", "b", "c"])
            #expect(result.rejects.count == 1)
            #expect(result.rejects.allSatisfy { $0.hasPrefix("1: ") })
        }
    }

    @Test func aTableOnOneLineThatIsCutKeepsItsWholeRows() throws {
        let row = #"["2026-03-10T06:00:04Z","deviceConnect","a"]"#
        let columns = ["TimeGenerated", "OperationName", "DeviceId"].map { "{\"name\":\"\($0)\"}" }
        let opening = "{\"tables\":[{\"columns\":[\(columns.joined(separator: ","))],\"rows\":["
        let result = try read("\(opening)\(row),[1],\(row),\(row.dropLast(4))")
        #expect(result.events.count == 2)
        #expect(result.rejects.map { $0.suffix(place(2).count) } == [place(2), place(4)].map { $0[...] })
    }

    @Test func aBrokenLineOfSeveralRecordsIsNotReadOnWhenItHasGrown() throws {
        let result = try read(record("a") + "\n[" + record("b") + ",")
        #expect(devices(result) == ["a", "b"])
        #expect(result.summary.resumeOffset == nil)
    }

    @Test func severalRecordsOnALineOfABrokenArrayAreAllRead() throws {
        let text = "[\n{\"time\" 5},\n" + record("a") + "," + record("b") + "\n]\n"
        #expect(devices(try read(text)) == ["a", "b"])
    }

    @Test func aHostileLineIsGivenUpAfterSomeBreaks() throws {
        let result = try read("[" + String(repeating: "{\"time\":1 ", count: 100_000) + "\n" + record("a") + "\n")
        #expect(devices(result) == ["a"])
        #expect(result.rejects.count == 64)
    }
}
