import Foundation
import LogReading
import Model
import Testing

/// A message list of device a, a message without a body, and in a second block a message of device b, each block
/// compressed; packed by Python's zlib module.
private let deflated =
    "T2JqAQQUYXZyby5jb2RlYw5kZWZsYXRlFmF2cm8uc2NoZW1hugR7InR5cGUiOiAicmVjb3JkIiwgIm5hbWUiOiAiRXZlbnREYXRhIiwgIm5hbWVzcGFjZSI6ICJNaWNyb3NvZnQuU2VydmljZUJ1cy5NZXNzYWdpbmciLCAiZmllbGRzIjogW3sibmFtZSI6ICJTZXF1ZW5jZU51bWJlciIsICJ0eXBlIjogImxvbmcifSwgeyJuYW1lIjogIlByb3BlcnRpZXMiLCAidHlwZSI6IHsidHlwZSI6ICJtYXAiLCAidmFsdWVzIjogWyJsb25nIiwgImRvdWJsZSIsICJzdHJpbmciLCAiYnl0ZXMiXX19LCB7Im5hbWUiOiAiQm9keSIsICJ0eXBlIjogWyJudWxsIiwgImJ5dGVzIl19XX0AAAECAwQFBgcICQoLDA0ODwTmAWNiYspmYoABpleM1UpFqcn5RSnFSlbR1UolmbmpSlZKRgZGZroGxrqGBiEG5laGRlYmhlFKOkrJiSWp6flFlUAVzvl5eanJJZn5ecVAifyC1KJEEMcvEaw/JbUsMzkVqgYoD+F7pgClEpVqY2tZUFzBAAAAAQIDBAUGBwgJCgsMDQ4PAsABY2NiymZigAGmc4zVSiWZualKVkpGBkZmugbGuoYGIQbmVoZGViaGUUo6SsmJJanp+UWVQBXO+Xl5qcklmfl5xUCJ/ILUokQQxy8RrD8ltSwzORWqBigP4XumAKWSlGoBAAECAwQFBgcICQoLDA0ODw=="

private let mark = (0..<16).map { UInt8($0) }

private func integer(_ number: Int64) -> [UInt8] {
    var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    var bytes: [UInt8] = []
    while rest > 127 {
        bytes.append(UInt8(rest & 127) | 128)
        rest >>= 7
    }
    return bytes + [UInt8(rest)]
}

private func text(_ text: String) -> [UInt8] { integer(Int64(text.utf8.count)) + Array(text.utf8) }

private func header(schema: String, codec: String = "null") -> [UInt8] {
    [0x4f, 0x62, 0x6a, 1] + integer(2) + text("avro.schema") + text(schema) + text("avro.codec") + text(codec)
        + integer(0) + mark
}

private func block(_ records: [[UInt8]], size: Int64? = nil) -> [UInt8] {
    let data = records.flatMap { $0 }
    return integer(Int64(records.count)) + integer(size ?? Int64(data.count)) + data + mark
}

private let messages =
    #"{"type":"record","name":"EventData","fields":[{"name":"Offset","type":"string"},{"name":"Body","type":["null","bytes"]}]}"#

private func message(_ body: String) -> [UInt8] { text("7") + integer(1) + text(body) }

private func record(_ device: String) -> String {
    #"{"time":"2026-03-10T07:12:41Z","category":"Connections","operationName":"deviceConnect","deviceId":"\#(device)"}"#
}

private func devices(_ result: ReadResult) -> [Substring?] {
    result.events.map { $0.split(separator: "|").last }
}

@Suite struct AvroTests {
    @Test(arguments: [1, 7, 1 << 20])
    func bodiesOfCompressedBlocksAreMessages(piece: Int) throws {
        let bytes = try Array(#require(Data(base64Encoded: deflated)))
        let result = try read(bytes, ReadingOptions(pieceBytes: piece))
        #expect(devices(result) == ["a", "b"])
        #expect(result.rejects == [])
        #expect(result.summary.format == .avro)
        #expect(result.summary.resumeOffset == nil)
        #expect(result.summary.bytes == Int64(bytes.count))
    }

    @Test func aContainerWithoutMessagesIsEmpty() throws {
        let result = try read(header(schema: messages))
        #expect(result.summary.format == .empty)
        #expect(result.rejects == [])
    }

    @Test func recordsOfAnySchemaAreReadAsObjects() throws {
        let schema =
            #"{"type":"record","name":"r","fields":[{"name":"time","type":"string"},{"name":"operationName","type":"#
            + #"{"type":"enum","name":"e","symbols":["x","deviceConnect"]}},{"name":"level","type":["null","int"]},"#
            + #"{"name":"more","type":{"type":"array","items":"double"}},{"name":"category","type":"string"},"#
            + #"{"name":"properties","type":{"type":"map","values":"string"}}]}"#
        let record =
            text("2026-03-10T07:12:41Z") + integer(1) + integer(1) + integer(4) + integer(1)
            + [UInt8](repeating: 0, count: 8) + integer(0) + text("Connections") + integer(-1) + integer(12)
            + text("deviceId") + text("a\"b") + integer(0)
        let result = try read(header(schema: schema) + block([record, record]))
        #expect(devices(result) == ["a\"b", "a\"b"])
        #expect(result.rejects == [])
    }

    @Test(arguments: [
        ("millis", 1_773_122_404_500), ("micros", 1_773_122_404_500_000), ("nanos", 1_773_122_404_500_000_000),
    ])
    func aMomentIsATimeInTheUnitOfTheSchema(unit: String, number: Int64) throws {
        let schema =
            #"{"type":"record","name":"r","fields":[{"name":"time","type":{"type":"long","logicalType":"timestamp-\#(unit)"}},"#
            + #"{"name":"operationName","type":"string"},{"name":"deviceId","type":"string"}]}"#
        let result = try read(
            header(schema: schema) + block([integer(number) + text("deviceConnect") + text("a")]))
        #expect(result.events.map { $0.prefix(22) } == ["2026-03-10T06:00:04.5Z"])
    }

    @Test func aDamagedBlockCostsOnlyItself() throws {
        let good = block([message(record("a"))])
        var bad = block([message(record("b"))])
        bad[bad.count - 20] = 0
        bad[bad.count - 10] ^= 1
        let wrong = block([text("7") + integer(9) + text("x")])
        let result = try read(header(schema: messages) + good + bad + good + wrong + good)
        #expect(devices(result).filter { $0 == "a" }.count >= 2)
        #expect(result.rejects.contains { $0.contains("of the Avro container") })
        let alone = try read(header(schema: messages) + good + wrong + good)
        #expect(devices(alone) == ["a", "a"])
        #expect(alone.rejects == ["0: a block of the Avro container is damaged"])
    }

    @Test func aMessageThatIsNoRecordIsOneReject() throws {
        let result = try read(
            header(schema: messages) + block([message(record("a")), message("no\njson"), message(record("c"))]))
        #expect(devices(result) == ["a", "c"])
        #expect((1...2).contains(result.rejects.count))
    }

    @Test func aContainerThatEndsEarlySaysSo() throws {
        let whole = header(schema: messages) + block([message(record("a"))]) + block([message(record("b"))])
        for cut in [1, 10, 40] {
            let result = try read(Array(whole.dropLast(cut)))
            #expect(devices(result).first == "a")
            #expect(result.rejects.contains("0: the compressed data end early"))
        }
    }

    @Test func anotherCodecIsNamed() throws {
        let result = try read(header(schema: messages, codec: "snappy") + block([message(record("a"))]))
        #expect(
            result.rejects == [
                "0: an Avro container with the codec snappy, which is not read here; write it with null or deflate"
            ])
    }

    /// Sizes and counts that no file can have must cost neither memory nor time.
    @Test(arguments: [
        integer(.max) + integer(.max), integer(1) + integer(-5), integer(.max) + integer(2) + [2, 0],
        [UInt8](repeating: 0xff, count: 30), integer(1) + integer(100) + integer(1 << 60),
        integer(1) + integer(100) + text("7") + integer(1) + integer(1 << 62),
    ])
    func sizesThatCannotBeAreDamage(block: [UInt8]) throws {
        let result = try read(header(schema: messages) + block)
        #expect(result.events == [])
        #expect(result.rejects.count == 1)
    }

    @Test(arguments: [
        #"{"type":"record","name":"r","fields":[{"name":"a","type":"r"}]}"#, #""null""#,
        #"{"type":"record","name":"r","fields":[]}"#, #"{"type":"array","items":"null"}"#, "{", #"{"type":"what"}"#,
    ])
    func schemasThatLeadNowhereEnd(schema: String) throws {
        let result = try read(header(schema: schema) + integer(.max) + integer(40) + integer(.max) + [0, 0] + mark)
        #expect(result.events == [])
        #expect(result.rejects.count >= 1)
    }
}
