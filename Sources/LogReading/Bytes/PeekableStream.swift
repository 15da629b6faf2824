import Glibc

/// A stream whose first bytes have been looked at.
@safe final class PeekableStream: ByteStream {
    private let rest: any ByteStream
    /// The first four bytes, or as many as there are.
    private(set) var head: [UInt8]
    private var given = 0

    init(_ stream: any ByteStream) throws(LogReadingError) {
        rest = stream
        head = []
        let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: 4)
        defer { unsafe buffer.deallocate() }
        while head.count < 4 {
            let taken = unsafe try stream.read(into: buffer, capacity: 4 - head.count)
            if taken == 0 { break }
            for index in 0..<taken { unsafe head.append(buffer[index]) }
        }
    }

    var bytesTaken: Int64 { rest.bytesTaken }
    var defect: StreamDefect? { rest.defect }

    /// The magic number of gzip and its only method (RFC 1952).
    var startsWithGzip: Bool { head.starts(with: [0x1f, 0x8b]) }

    func lend(_ most: Int, behind room: Int) throws(LogReadingError) -> LentBytes? {
        let left = head[given...]
        guard left.count < most, var lent = try rest.lend(most - left.count, behind: room + left.count) else {
            return nil
        }
        lent.prepend(left)
        given = head.count
        return lent
    }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        guard given < head.count else { return unsafe try rest.read(into: target, capacity: capacity) }
        let taken = min(capacity, head.count - given)
        for index in 0..<taken { unsafe target[index] = head[given + index] }
        given += taken
        return taken
    }
}
