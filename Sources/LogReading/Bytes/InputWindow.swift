import Glibc

/// The part of a stream that is in memory: what has been read and not been consumed.
@safe final class InputWindow {
    /// The longest line, row or JSON value that is read; anything longer is rejected, so that memory stays bounded.
    static let longestUnit = 2 << 20

    private let stream: any ByteStream
    private let piece: Int
    /// Where the bytes are: in memory of this window, or in what the stream lent.
    private var start: UnsafeMutablePointer<UInt8>
    private var lent: PieceBuffer?
    private let own: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var end = 0
    /// Where the bytes really end while the window is narrowed.
    private var wideEnd: Int?
    /// The first byte that is not consumed.
    var position = 0
    /// The number of the line that it is in, from 1.
    var line: Int64
    /// Whether the stream has no more than what is here.
    private var isComplete = false
    /// The last byte that came.
    private var lastByte: UInt8?
    /// The offset in the stream of the first byte in memory.
    private var offsetOfStart: Int64

    init(_ stream: any ByteStream, offset: Int64 = 0, line: Int64 = 1, piece: Int) {
        self.stream = stream
        self.piece = piece
        self.line = line
        offsetOfStart = offset
        capacity = InputWindow.longestUnit + 1024 + max(piece, 1024)
        unsafe own = .allocate(capacity: capacity + Bytes.padding)
        unsafe memset(own, 0, Bytes.padding)
        unsafe start = own
    }

    deinit { unsafe own.deallocate() }

    /// All bytes in memory, consumed ones included; valid until the next `refill`.
    var bytes: Bytes { unsafe Bytes(start: start, count: end) }

    /// The offset in the stream of a byte in memory.
    func offset(of index: Int) -> Int64 { offsetOfStart + Int64(index) }

    /// Whether the stream ended, is consumed, and has no line feed as its last byte.
    var endsInsideLine: Bool {
        guard let lastByte else { return false }
        return isComplete && position == end && lastByte != 0x0a
    }

    /// Whether the bytes end early at present.
    var isNarrow: Bool { wideEnd != nil }

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
        let kept = end - position
        let room = min(piece, capacity - kept)
        guard room > 0 else { return false }
        var taken = 0
        if let next = try stream.lend(room, behind: kept) {
            unsafe move(kept, to: next.start - kept)
            lent = next.buffer
            taken = next.count
            end += taken
        } else {
            unsafe move(kept, to: own)
            lent = nil
            while taken < room {
                let count = unsafe try stream.read(into: start + end, capacity: room - taken)
                if count == 0 {
                    isComplete = true
                    break
                }
                taken += count
                end += count
            }
        }
        // What follows in a lent buffer may be read later.
        if lent == nil { unsafe memset(start + end, 0, Bytes.padding) }
        if taken > 0 { lastByte = unsafe start[end - 1] }
        return taken > 0
    }

    /// Moves what is not consumed to where it goes on.
    private func move(_ kept: Int, to target: UnsafeMutablePointer<UInt8>) {
        if unsafe target != start + position { unsafe memmove(target, start + position, kept) }
        unsafe start = target
        offsetOfStart += Int64(position)
        position = 0
        end = kept
    }

    /// Forgets all that was read: the stream begins anew.
    func restart() {
        unsafe start = own
        (lent, wideEnd, lastByte) = (nil, nil, nil)
        (position, end, line, offsetOfStart) = (0, 0, 1, 0)
        isComplete = false
    }

    // MARK: Steps

    /// Goes behind a part that was read, counting its lines.
    func consume(to end: Int) {
        // Narrowed it is to one line.
        if !isNarrow { line += Int64(bytes.count(of: 0x0a, from: position, to: end)) }
        position = end
    }

    /// Goes to the next byte that is not white space; false at the end of the source.
    func skipSpace() throws(LogReadingError) -> Bool {
        while true {
            let bytes = bytes
            while position < bytes.count {
                let byte = bytes[position]
                guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return true }
                if byte == 0x0a { line += 1 }
                position += 1
            }
            guard try refill() else { return false }
        }
    }

    /// Goes behind the next line feed, however far it is.
    func skipLine() throws(LogReadingError) {
        while true {
            let found = bytes.firstIndex(of: 0x0a, from: position, to: bytes.count)
            if found >= 0 {
                position = found + 1
                line += 1
                return
            }
            position = bytes.count
            guard try refill() else { return }
        }
    }

    /// Takes so many bytes from the position on into memory, where there are so many.
    ///
    /// What is said or decided by looking ahead must not depend on how much is there by chance.
    func fill(_ count: Int) throws(LogReadingError) {
        while bytes.count - position < count, try refill() {}
    }

    /// How far it is from the position to the first byte behind so many that is not white space; nil where none comes.
    func distance(behind count: Int) throws(LogReadingError) -> Int? {
        var distance = count
        while true {
            while position + distance < bytes.count, bytes[position + distance] <= 0x20 { distance += 1 }
            if position + distance < bytes.count { return distance }
            guard try refill() else { return nil }
        }
    }
}
