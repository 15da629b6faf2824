/// Reads rows in the format RowBinary from an answer that comes in pieces.
///
/// A row that a piece cuts waits for the next one. Every length is bounded by what has come.
struct RowBinaryReader {
    /// The bytes end within a value.
    private struct Cut: Error {}

    private var bytes: [UInt8] = []
    private var position = 0

    /// No text of an event is as long; a ledger row has the texts of its rejected records.
    private static let longestText = 64 << 20

    /// Adds a piece, and hands over every row that is now whole.
    ///
    /// - Parameter row: reads one row from the beginning to the end; what it throws ends the reading.
    mutating func add(_ piece: some Collection<UInt8>, row: (inout RowBinaryReader) throws -> Void) throws {
        bytes.append(contentsOf: piece)
        while position < bytes.count {
            let start = position
            do {
                try row(&self)
            } catch is Cut {
                position = start
                break
            }
        }
        bytes.removeFirst(position)
        position = 0
    }

    /// Whether the answer ended where a row does.
    var isAtEnd: Bool { bytes.isEmpty }

    mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw Cut() }
        position += 1
        return bytes[position - 1]
    }

    mutating func unsigned() throws -> UInt64 {
        guard position + 8 <= bytes.count else { throw Cut() }
        var value: UInt64 = 0
        for index in 0..<8 { value |= UInt64(bytes[position + index]) << UInt64(index * 8) }
        position += 8
        return value
    }

    mutating func signed() throws -> Int64 { Int64(bitPattern: try unsigned()) }

    /// An array of texts.
    mutating func texts() throws -> [String] {
        var texts: [String] = []
        for _ in 0..<(try length()) { texts.append(try text()) }
        return texts
    }

    /// Bytes that are no UTF-8 are replaced: what hubdrops wrote has none.
    mutating func text() throws -> String {
        let length = try length()
        guard position + length <= bytes.count else { throw Cut() }
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    private mutating func length() throws -> Int {
        var length = 0
        var shift = 0
        while true {
            let next = try byte()
            length |= Int(next & 0x7f) << shift
            if next < 0x80 { break }
            shift += 7
            guard shift < 35 else { throw RowBinaryReader.tooLong }
        }
        guard length <= RowBinaryReader.longestText else { throw RowBinaryReader.tooLong }
        return length
    }

    private static let tooLong = ClickHouseError(
        .inconsistent, "the answer has a text that is longer than any that is written; is this a ClickHouse server?")
}
