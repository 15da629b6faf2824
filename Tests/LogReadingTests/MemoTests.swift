import LogReading
import Model
import Testing

/// A small reproducible source of numbers (the generator of Knuth's MMIX).
private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}

/// Lines of a few devices and kinds, many of them damaged at random.
private func damagedLines(seed: UInt64, _ good: (inout Dice) -> String) -> [UInt8] {
    var dice = Dice(state: seed)
    var text: [UInt8] = []
    let marks = Array("\"\\{}[],: \n\r\0x9Z.T-é\u{feff}".utf8)
    for _ in 0..<400 {
        var line = Array((good(&dice) + "\n").utf8)
        if Int.random(in: 0..<3, using: &dice) == 0 {
            for _ in 0..<Int.random(in: 1...2, using: &dice) {
                let place = Int.random(in: 0..<line.count, using: &dice)
                let mark = marks[Int.random(in: 0..<marks.count, using: &dice)]
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: line[place] = mark
                case 1: line.insert(mark, at: place)
                case 2: line.remove(at: place)
                default: line.removeSubrange(place..<min(line.count, place + Int.random(in: 1...30, using: &dice)))
                }
                if line.isEmpty { line = [0x0a] }
            }
        }
        text += line
    }
    return text
}

private func someTime(_ dice: inout Dice) -> String {
    let second = Int.random(in: 0..<60, using: &dice)
    let shown = second < 10 ? "0\(second)" : "\(second)"
    switch Int.random(in: 0..<12, using: &dice) {
    case 0: return "2026-03-10T07:12:\(shown).1234567Z"
    case 1: return "2026-03-10T07:12:\(shown)+01:00"
    case 2: return "2026-02-30T07:12:\(shown)Z"
    case 3: return "1980-02-03T07:12:\(shown)Z"
    default: return "2026-03-10T07:12:\(shown)Z"
    }
}

@Suite struct MemoTests {
    @Test(arguments: 1...40)
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

    @Test(arguments: 1...20)
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
