import LogReading

/// The first and the last bytes of the blob that was read last.
struct BlobEnds {
    private var blob: Blob?
    private var place = 0
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    /// The offset of the first byte of `tail`.
    private var tailStart: Int64 = 0

    /// Takes the next piece of what is read.
    mutating func take(_ piece: PieceBuffer, of transfer: BlobTransfer) {
        let range = transfer.range(of: transfer.nextToRead - 1)
        let isSame = blob == transfer.blob && place == transfer.place
        let isNext = isSame && tailStart + Int64(tail.count) == range.lowerBound
        if !isSame {
            head = []
            (blob, place) = (transfer.blob, transfer.place)
        }
        if range.lowerBound == 0 { head = piece[0..<min(piece.count, BlobReadAhead.endBytes)] }
        let last = piece[max(0, piece.count - BlobReadAhead.endBytes)..<piece.count]
        let kept = isNext ? Array((tail + last).suffix(BlobReadAhead.endBytes)) : last
        tailStart = range.upperBound - Int64(kept.count)
        tail = kept
    }

    /// The bytes of a range that lies within either end; nil for any other.
    func bytes(of blob: Blob, in place: Int, _ range: Range<Int64>) -> [UInt8]? {
        guard blob == self.blob, place == self.place, !range.isEmpty else { return nil }
        if range.upperBound <= Int64(head.count) { return Array(head[Int(range.lowerBound)..<Int(range.upperBound)]) }
        let end = tailStart + Int64(tail.count)
        guard range.lowerBound >= tailStart, range.upperBound <= end else { return nil }
        return Array(tail[Int(range.lowerBound - tailStart)..<Int(range.upperBound - tailStart)])
    }
}
