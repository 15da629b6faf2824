import Dispatch
import LogReading

/// A range of a blob on its way, in pieces; all that changes in it is touched with the lock of `BlobReadAhead` held.
final class BlobTransfer {
    let blob: Blob
    /// The number of its container.
    let place: Int
    let range: Range<Int64>
    let pieces: Int
    var nextToFetch = 0
    var nextToRead = 0
    var ready: [Int: Result<PieceBuffer, AzureFailure>] = [:]
    var isOpen = false
    /// Whether its reader waits for the next piece.
    var isAwaited = false
    /// Signalled when that piece is here; a reader that was signalled for nothing waits again.
    let arrived = DispatchSemaphore(value: 0)
    var isClosed = false

    init(_ blob: Blob, in place: Int, _ range: Range<Int64>) {
        self.blob = blob
        self.place = place
        self.range = range
        pieces = Int((range.upperBound - range.lowerBound + BlobReadAhead.pieceBytes - 1) / BlobReadAhead.pieceBytes)
    }

    /// Whether somebody said that it will be read, and nobody reads it yet.
    var isExpected: Bool { !isOpen }
    /// Whether all of it is here or on its way.
    var isDone: Bool { nextToFetch >= pieces }

    func range(of number: Int) -> Range<Int64> {
        let start = range.lowerBound + Int64(number) * BlobReadAhead.pieceBytes
        return start..<min(range.upperBound, start + BlobReadAhead.pieceBytes)
    }

    func size(of number: Int) -> Int64 {
        let range = range(of: number)
        return range.upperBound - range.lowerBound
    }
}
