import Testing

@testable import ClickHouse

/// The format as ClickHouse documents it ("Formats for input and output data", RowBinary).
@Suite struct RowBinaryTests {
    @Test func numbersAreLittleEndianAndTextsHaveTheirLengthInFront() {
        var writer = RowBinaryWriter()
        writer.put(UInt8(7))
        writer.put(Int64(-2))
        writer.put("aé")
        #expect(writer.bytes == [7, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 3, 0x61, 0xc3, 0xa9])
    }

    @Test(arguments: [
        (0, [UInt8]([0])), (127, [0x7f]), (128, [0x80, 0x01]), (300, [0xac, 0x02]), (16_384, [0x80, 0x80, 0x01]),
    ])
    func aLengthTakesSevenBitsAByte(length: Int, bytes: [UInt8]) {
        var writer = RowBinaryWriter()
        writer.put(String(repeating: "x", count: length))
        #expect(Array(writer.bytes.prefix(bytes.count)) == bytes)
        #expect(writer.bytes.count == bytes.count + length)
    }

    @Test func anArrayHasItsLengthInFrontAndANullableWhetherItIsNull() throws {
        var writer = RowBinaryWriter()
        writer.put(["a", ""]) { $0.put($1) }
        writer.put(Int64?.none) { $0.put($1) }
        writer.put(Optional(UInt64(5))) { $0.put($1) }
        #expect(writer.bytes == [2, 1, 0x61, 0, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0])
        var reader = RowBinaryReader()
        var read: [String] = []
        try reader.add(writer.bytes.prefix(4)) { read = try $0.texts() }
        #expect(read == ["a", ""])
    }

    @Test(arguments: 1...12)
    func rowsComeWholeHoweverTheAnswerIsCut(size: Int) throws {
        var writer = RowBinaryWriter()
        let rows: [(String, UInt64)] = [("", 1), ("abc", .max), (String(repeating: "y", count: 200), 0)]
        for row in rows {
            writer.put(row.0)
            writer.put(row.1)
        }
        var reader = RowBinaryReader()
        var read: [(String, UInt64)] = []
        var start = 0
        while start < writer.bytes.count {
            let end = min(start + size, writer.bytes.count)
            try reader.add(writer.bytes[start..<end]) { read.append((try $0.text(), try $0.unsigned())) }
            start = end
        }
        #expect(reader.isAtEnd)
        #expect(read.map(\.0) == rows.map(\.0) && read.map(\.1) == rows.map(\.1))
    }

    @Test func anAnswerThatEndsWithinARowIsNotAtItsEnd() throws {
        var reader = RowBinaryReader()
        try reader.add([1, 2, 3]) { _ = try $0.unsigned() }
        #expect(!reader.isAtEnd)
    }

    @Test func aLengthThatNothingHasEndsTheReading() {
        var reader = RowBinaryReader()
        #expect(throws: ClickHouseError.self) { try reader.add([0xff, 0xff, 0xff, 0xff, 0x7f]) { _ = try $0.text() } }
        var other = RowBinaryReader()
        #expect(throws: ClickHouseError.self) {
            try other.add([0x80, 0x80, 0x80, 0x80, 0x80, 0x01]) { _ = try $0.text() }
        }
    }
}
