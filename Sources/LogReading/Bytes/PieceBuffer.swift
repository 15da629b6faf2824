import Glibc

/// Memory that bytes are received into and read from in place, again and again.
///
/// A large one has room before its bytes, for what is left of those that were read before, and is made of large pages: to
/// get it in small ones costs as much time as to fill it.
@safe package final class PieceBuffer: @unchecked Sendable {
    /// From this size on a buffer can be lent.
    static let large = 1 << 20
    private static let largePage = 2 << 20

    private let memory: UnsafeMutableRawPointer
    let start: UnsafeMutablePointer<UInt8>
    package let capacity: Int
    package private(set) var count = 0
    /// How many bytes may be put before its first one.
    let headroom: Int

    package init(capacity: Int) {
        self.capacity = capacity
        let isLarge = capacity >= PieceBuffer.large
        headroom = isLarge ? 2 * PieceBuffer.largePage : 0
        let bytes = headroom + capacity + Bytes.padding
        unsafe memory = .allocate(byteCount: bytes, alignment: isLarge ? PieceBuffer.largePage : 16)
        unsafe start = (memory + headroom).bindMemory(to: UInt8.self, capacity: capacity + Bytes.padding)
        if isLarge { unsafe madvise(memory + headroom, capacity, MADV_HUGEPAGE) }
    }

    package convenience init(_ bytes: [UInt8]) {
        self.init(capacity: bytes.count)
        unsafe bytes.withUnsafeBytes { unsafe put($0, at: 0) }
    }

    deinit { unsafe memory.deallocate() }

    package func removeAll() { count = 0 }

    /// Puts bytes behind so many that were put before, as far as there is room; what was behind those is gone.
    package func put(_ bytes: UnsafeRawBufferPointer, at place: Int) {
        let taken = min(bytes.count, capacity - place)
        if let from = bytes.baseAddress { unsafe memcpy(start + place, from, taken) }
        count = place + taken
    }

    /// The bytes of a range.
    package subscript(range: Range<Int>) -> [UInt8] {
        unsafe Array(UnsafeBufferPointer(start: start, count: count)[range])
    }

    /// Copies what lies from a position on, as far as it fits; returns how many bytes that were.
    package func copy(from position: Int, to target: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
        let taken = min(capacity, count - position)
        unsafe memcpy(target, start + position, taken)
        return taken
    }
}

/// What lies in a buffer from a place on; whoever has it may write over what lies before.
@safe package struct LentBytes {
    let buffer: PieceBuffer
    private(set) var start: UnsafeMutablePointer<UInt8>
    package private(set) var count: Int

    /// Nil where less than so many bytes fit in before them.
    package init?(_ buffer: PieceBuffer, from place: Int, most: Int, behind room: Int) {
        guard room <= buffer.headroom + place else { return nil }
        self.buffer = buffer
        unsafe start = buffer.start + place
        count = min(most, buffer.count - place)
    }

    /// Puts bytes before the others: there has to be room.
    mutating func prepend(_ bytes: ArraySlice<UInt8>) {
        unsafe start -= bytes.count
        count += bytes.count
        for (index, byte) in bytes.enumerated() { unsafe start[index] = byte }
    }
}
