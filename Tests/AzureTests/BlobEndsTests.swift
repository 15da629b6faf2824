import LogReading
import Testing

@testable import Azure

/// Both ends of what was read are kept, so that the fingerprint of a blob that was just read moves no byte.
@Suite struct BlobEndsTests {
    private static let blob: Blob = {
        var blob = Blob()
        blob.name = "a"
        blob.size = 10 << 20
        return blob
    }()

    /// Bytes that do not come again in the same order, so that those of another offset are others.
    private static func bytes(_ range: Range<Int64>) -> [UInt8] {
        range.map { UInt8(truncatingIfNeeded: ($0 &* 0x9e37_79b9) >> 16) }
    }

    private func ends(after range: Range<Int64>) -> BlobEnds {
        let transfer = BlobTransfer(Self.blob, in: 0, range)
        var ends = BlobEnds()
        for number in 0..<transfer.pieces {
            transfer.nextToRead = number + 1
            ends.take(PieceBuffer(Self.bytes(transfer.range(of: number))), of: transfer)
        }
        return ends
    }

    @Test(arguments: [0..<65_536, 100..<200, 10_420_224..<10_485_760] as [Range<Int64>])
    func bothEndsOfAWholeBlobAreKnown(range: Range<Int64>) {
        #expect(ends(after: 0..<10_485_760).bytes(of: Self.blob, in: 0, range) == Self.bytes(range))
    }

    @Test func theEndReachesBackOverAShortLastPiece() {
        let size = BlobReadAhead.pieceBytes + 10
        let ends = ends(after: 0..<size)
        #expect(ends.bytes(of: Self.blob, in: 0, size - 65_536..<size) == Self.bytes(size - 65_536..<size))
    }

    @Test func whatWasNotReadIsNotKnown() {
        let ends = ends(after: 5_000_000..<5_000_100)
        #expect(ends.bytes(of: Self.blob, in: 0, 0..<10) == nil)
        #expect(ends.bytes(of: Self.blob, in: 0, 4_999_990..<5_000_100) == nil)
        #expect(ends.bytes(of: Self.blob, in: 0, 5_000_050..<5_000_100) == Self.bytes(5_000_050..<5_000_100))
    }

    @Test func anotherBlobOrContainerIsNotTakenForIt() {
        let ends = ends(after: 0..<100_000)
        var other = Self.blob
        other.etag = "2"
        #expect(ends.bytes(of: other, in: 0, 0..<10) == nil)
        #expect(ends.bytes(of: Self.blob, in: 1, 0..<10) == nil)
    }
}
