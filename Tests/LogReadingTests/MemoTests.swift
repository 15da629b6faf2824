import LogReading
import Model
import Testing

@Suite struct MemoTests {
    @Test(arguments: 1...16)
    func knownLinesGiveWhatTheStrictReaderGives(seed: UInt64) throws {
        let text = damagedLines(seed: seed) { dice in
            switch Int.random(in: 0..<10, using: &dice) {
            case 0: sampleRecords[Int.random(in: 0..<3, using: &dice)].flat
            case 1: #"{"time":"\#(someTime(&dice))","category":"Routes","operationName":"x"}"#
            case 2: #"{"time":"\#(someTime(&dice))","operationName":"deviceConnect","deviceId":"d","time":"x"}"#
            default: drop(someTime(&dice), "pump-\(Int.random(in: 0..<3, using: &dice))")
            }
        }
        let strict = try read(text, ReadingOptions(remembersLines: false))
        #expect(try read(text) == strict)
        #expect(try read(text, ReadingOptions(pieceBytes: 777)) == strict)
        #expect(strict.events.count > 50)
        #expect(strict.rejects.count > 20)
    }

    @Test(arguments: 1...10)
    func knownRowsGiveWhatTheStrictReaderGives(seed: UInt64) throws {
        let header = Array("\"TimeGenerated [UTC]\",OperationName,properties_s,Category\n".utf8)
        let rows = damagedLines(seed: seed) { dice in
            let record = sampleRecords[Int.random(in: 0..<3, using: &dice)]
            let category = Int.random(in: 0..<10, using: &dice) == 0 ? "Routes" : "Connections"
            let time =
                Int.random(in: 0..<2, using: &dice) == 0 ? someTime(&dice) : "\"3/10/2026, 7:12:4\(seed % 10).000 AM\""
            return [time, record.operation, csv(record.properties), category].joined(separator: ",")
        }
        let strict = try read(header + rows, ReadingOptions(remembersLines: false))
        #expect(try read(header + rows) == strict)
        #expect(try read(header + rows, ReadingOptions(pieceBytes: 777)) == strict)
        #expect(strict.events.count > 50)
    }

    @Test func rowsOfAnotherHeaderAreReadAnew() throws {
        let interner = Interner(knowing: Vocabulary())
        let reader = LogReader(interner: interner)
        var events: [Event] = []
        for header in [
            "TimeGenerated,OperationName,DeviceId,ModuleId", "TimeGenerated,OperationName,ModuleId,DeviceId",
        ] {
            let text = header + "\n2026-03-10T07:12:41Z,deviceConnect,a,b\n"
            _ = try reader.read(
                LogSource(name: "t", bytes: Array(text.utf8)),
                events: { for index in $0.indices { events.append($0[index]) } },
                rejection: { _ in })
        }
        var vocabulary = Vocabulary()
        vocabulary.append(interner.takeAdditions())
        #expect(events.map { describe($0, in: vocabulary).split(separator: "|").last } == ["a/b", "b/a"])
    }
}
