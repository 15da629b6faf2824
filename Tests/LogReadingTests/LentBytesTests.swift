import Testing

@testable import LogReading

/// A stream that lends what it has, as far as there is room, in pieces of some sizes.
private final class LendingStream: ByteStream {
    private let bytes: [UInt8]
    private let sizes: [Int]
    private var given = 0
    /// What is written into again when two others came behind it.
    private let large = (0..<3).map { _ in PieceBuffer(capacity: PieceBuffer.large) }
    private var last: PieceBuffer?
    private var count = 0
    private var place = 0
    private(set) var lent = 0
    var bytesTaken: Int64 { Int64(given) }
    var defect: StreamDefect? { nil }

    init(_ bytes: [UInt8], sizes: [Int]) {
        self.bytes = bytes
        self.sizes = sizes
    }

    func lend(_ most: Int, behind room: Int) throws(LogReadingError) -> LentBytes? {
        guard let buffer = next(), let lent = LentBytes(buffer, from: place, most: most, behind: room) else {
            return nil
        }
        place += lent.count
        given += lent.count
        self.lent += 1
        return lent
    }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        guard let buffer = next() else { return 0 }
        let taken = unsafe buffer.copy(from: place, to: target, capacity: capacity)
        place += taken
        given += taken
        return taken
    }

    /// The buffer of which not all was given.
    private func next() -> PieceBuffer? {
        if let last, place < last.count { return last }
        guard given < bytes.count else { return nil }
        let size = sizes[count % sizes.count]
        let buffer = count % 4 == 3 ? PieceBuffer(capacity: size) : large[count % 3]
        unsafe bytes[given..<min(bytes.count, given + size)].withUnsafeBytes { unsafe buffer.put($0, at: 0) }
        count += 1
        place = 0
        last = buffer
        return buffer
    }
}

/// Bytes that are read where they are give the same as those that are copied.
@Suite struct LentBytesTests {
    private func reading(
        _ stream: @escaping @Sendable () -> any ByteStream, size: Int, _ pieceBytes: Int
    ) throws -> ReadResult {
        try read(
            LogSource(
                address: "https://a/b", size: Int64(size), modified: nil,
                remote: RemoteLog(version: "1", open: { (_) throws(LogReadingError) in stream() }, expect: {})),
            ReadingOptions(pieceBytes: pieceBytes))
    }

    private static let sizes: [[Int]] = [[1], [3, 5, 1], [64], [1000, 70, 1], [1 << 19]]

    @Test(arguments: sizes, 1...4)
    func inPiecesOfAnySize(sizes: [Int], seed: UInt64) throws {
        let text = damagedLines(seed: seed, count: 60) { dice in
            drop(someTime(&dice), "p-\(Int.random(in: 0..<3, using: &dice))")
        }
        let expected = try reading({ MemoryStream(text) }, size: text.count, 1 << 20)
        for pieceBytes in [5, 777, 1 << 20] {
            #expect(try reading({ LendingStream(text, sizes: sizes) }, size: text.count, pieceBytes) == expected)
        }
        #expect(expected.events.count > 20)
    }

    @Test func whatIsLeftOfALentPieceIsPutBeforeTheNextOne() throws {
        let text = Array("abcdefghij".utf8)
        let stream = LendingStream(text, sizes: [4])
        let window = try InputWindow(PeekableStream(stream), piece: 2)
        while try window.refill() {
            // Whatever was seen stays.
            let bytes = window.bytes
            let expected = text[Int(window.offset(of: 0))...].prefix(bytes.count)
            #expect((0..<bytes.count).map { bytes[$0] } == Array(expected))
            window.position = max(0, window.bytes.count - 3)
        }
        #expect(window.offset(of: window.bytes.count) == 10)
        #expect(stream.lent > 0)
    }

    @Test func aBufferWithoutRoomBeforeItIsCopied() throws {
        let buffer = PieceBuffer([1, 2, 3])
        #expect(LentBytes(buffer, from: 1, most: 9, behind: 2) == nil)
        #expect(LentBytes(buffer, from: 1, most: 9, behind: 1)?.count == 2)
        #expect(LentBytes(buffer, from: 1, most: 1, behind: 1)?.count == 1)
    }

    @Test func whatIsPutBehindOthersTakesTheRoomThatThereIs() {
        let buffer = PieceBuffer(capacity: 4)
        for (bytes, place) in [([1, 2, 3], 0), ([4, 5, 6], 2), ([7], 1)] as [([UInt8], Int)] {
            unsafe bytes.withUnsafeBytes { unsafe buffer.put($0, at: place) }
        }
        #expect(buffer[0..<buffer.count] == [1, 7])
    }
}
