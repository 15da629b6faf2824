import LogReading

/// The bytes of a range of a blob, which others fetch ahead.
@safe final class BlobStream: ByteStream {
    private let transfer: BlobTransfer
    private let ahead: BlobReadAhead
    private var piece: PieceBuffer?
    private var given = 0
    /// The piece before, which may be read in place until the next one is asked for.
    private var before: PieceBuffer?
    private(set) var bytesTaken: Int64 = 0
    var defect: StreamDefect? { nil }

    init(_ transfer: BlobTransfer, _ ahead: BlobReadAhead) {
        self.transfer = transfer
        self.ahead = ahead
    }

    deinit { ahead.close(transfer, [before, piece].compactMap { $0 }) }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        guard let piece = try unread() else { return 0 }
        let taken = unsafe piece.copy(from: given, to: target, capacity: capacity)
        given += taken
        bytesTaken += Int64(taken)
        return taken
    }

    func lend(_ most: Int, behind room: Int) throws(LogReadingError) -> LentBytes? {
        guard let piece = try unread(), let lent = LentBytes(piece, from: given, most: most, behind: room) else {
            return nil
        }
        given += lent.count
        bytesTaken += Int64(lent.count)
        return lent
    }

    /// The piece of which not all was given yet; nil at the end.
    private func unread() throws(LogReadingError) -> PieceBuffer? {
        if let piece, given < piece.count { return piece }
        let next: PieceBuffer?
        do throws(AzureFailure) { next = try ahead.next(of: transfer) } catch { throw error.asReadingError }
        guard let next else { return nil }
        if let before { ahead.giveBack(before) }
        (before, piece, given) = (piece, next, 0)
        return next
    }
}
