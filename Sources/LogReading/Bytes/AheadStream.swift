import Threads

/// Another stream, read ahead on a thread of its own.
///
/// To unpack a file takes nearly as long as to read its records. A few pieces wait at most, so memory stays bounded.
@safe final class AheadStream: ByteStream {
    private struct Piece: Sendable {
        var bytes: [UInt8] = []
        var bytesTaken: Int64 = 0
        var defect: StreamDefect?
        var failure: LogReadingError?
        var isLast = false
    }

    /// Hands a stream over for good: nobody else has it from then on.
    private struct HandedOver: @unchecked Sendable {
        let stream: any ByteStream
    }

    private static let pieceBytes = 1 << 18
    private let pieces = BoundedQueue<Piece>(capacity: 4)
    private var piece = Piece()
    private var given = 0

    /// The stream read ahead, or the stream itself where there is no thread to be had.
    ///
    /// Nobody may use the stream that was given after that.
    static func of(_ stream: any ByteStream) -> any ByteStream {
        let ahead = AheadStream()
        let (source, pieces) = (HandedOver(stream: stream), ahead.pieces)
        do {
            try OwnThread.start("hubdrops unpacker", stack: 512 << 10) {
                while true {
                    let piece = AheadStream.next(of: source.stream)
                    guard pieces.send(piece), !piece.isLast else { return pieces.close() }
                }
            }
            return ahead
        } catch {
            return stream
        }
    }

    private init() {}

    deinit { pieces.close() }

    var bytesTaken: Int64 { piece.bytesTaken }
    var defect: StreamDefect? { piece.defect }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        while given == piece.bytes.count {
            guard !piece.isLast, let next = pieces.receive() else { return 0 }
            piece = next
            given = 0
            if let failure = next.failure { throw failure }
        }
        let taken = min(capacity, piece.bytes.count - given)
        unsafe piece.bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe target.update(from: start + given, count: taken) }
        }
        given += taken
        return taken
    }

    private static func next(of stream: any ByteStream) -> Piece {
        var piece = Piece()
        piece.bytes = unsafe [UInt8](unsafeUninitializedCapacity: pieceBytes) { target, count in
            guard let start = target.baseAddress else { return }
            do throws(LogReadingError) {
                while count < target.count, !piece.isLast {
                    let taken = unsafe try stream.read(into: start + count, capacity: target.count - count)
                    count += taken
                    piece.isLast = taken == 0
                }
            } catch {
                piece.failure = error
                piece.isLast = true
            }
        }
        piece.bytesTaken = stream.bytesTaken
        piece.defect = stream.defect
        return piece
    }
}
