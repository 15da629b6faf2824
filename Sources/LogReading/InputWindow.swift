import Glibc

/// The part of a stream that is in memory: what has been read and not been consumed.
@safe final class InputWindow {
    /// The longest line, row or JSON value that is read; anything longer is rejected, so that memory stays bounded.
    static let longestUnit = 2 << 20
    static let standardPiece = 1 << 20

    private let stream: any ByteStream
    private let piece: Int
    private let start: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var end = 0
    /// Where the bytes really end while the window is narrowed.
    private var wideEnd: Int?
    /// The first byte that is not consumed.
    var position = 0
    /// Whether the stream has no more than what is here.
    private(set) var isComplete = false
    /// The last byte that came.
    private(set) var lastByte: UInt8?
    /// Changes whenever the bytes in memory do.
    private(set) var generation = 0
    /// The offset in the stream of the first byte in memory.
    private var offsetOfStart: Int64

    init(_ stream: any ByteStream, offset: Int64, piece: Int) {
        self.stream = stream
        self.piece = piece
        offsetOfStart = offset
        capacity = InputWindow.longestUnit + 1024 + max(piece, 1024)
        unsafe start = .allocate(capacity: capacity + Bytes.padding)
        unsafe memset(start, 0, Bytes.padding)
    }

    deinit { unsafe start.deallocate() }

    /// All bytes in memory, consumed ones included; valid until the next `refill`.
    var bytes: Bytes { unsafe Bytes(start: start, count: end) }

    /// The offset in the stream of a byte in memory.
    func offset(of index: Int) -> Int64 { offsetOfStart + Int64(index) }

    /// Lets the bytes end early, as if the stream ended there, until `widen`.
    func narrow(to early: Int) {
        wideEnd = end
        end = early
    }

    /// Takes back `narrow`.
    func widen() {
        if let wideEnd { end = wideEnd }
        wideEnd = nil
    }

    /// Drops the consumed bytes and reads one piece more; false where there is nothing more.
    ///
    /// Indexes shift: what was at `position` is at the new `position`.
    func refill() throws(LogReadingError) -> Bool {
        guard !isComplete, wideEnd == nil else { return false }
        generation += 1
        let kept = end - position
        if position > 0 {
            unsafe memmove(start, start + position, kept)
            offsetOfStart += Int64(position)
            position = 0
            end = kept
        }
        let room = min(piece, capacity - end)
        guard room > 0 else { return false }
        var taken = 0
        while taken < room {
            let count = unsafe try stream.read(into: start + end, capacity: room - taken)
            if count == 0 {
                isComplete = true
                break
            }
            taken += count
            end += count
        }
        unsafe memset(start + end, 0, Bytes.padding)
        if taken > 0 { lastByte = unsafe start[end - 1] }
        return taken > 0
    }
}
