import LogReading

/// The bytes of a range of a blob, which others fetch ahead.
@safe final class BlobStream: ByteStream {
    private let transfer: BlobTransfer
    private let ahead: BlobReadAhead
    private var piece: [UInt8] = []
    private var given = 0
    private(set) var bytesTaken: Int64 = 0
    var defect: StreamDefect? { nil }

    init(_ transfer: BlobTransfer, _ ahead: BlobReadAhead) {
        self.transfer = transfer
        self.ahead = ahead
    }

    deinit { ahead.close(transfer, piece) }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while given == piece.count {
            let next: [UInt8]?
            do throws(AzureFailure) { next = try ahead.next(of: transfer) } catch { throw error.asReadingError }
            guard let next else { return 0 }
            let read = piece
            piece = next
            if !read.isEmpty { ahead.giveBack(read) }
            given = 0
        }
        let taken = unsafe piece.copy(from: given, to: target, capacity: capacity)
        given += taken
        bytesTaken += Int64(taken)
        return taken
    }
}
