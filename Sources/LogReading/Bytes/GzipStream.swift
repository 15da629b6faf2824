import CZlib

/// The decompressed bytes of a gzip stream of one or several members (RFC 1952).
@safe final class GzipStream: ByteStream {
    private static let pieceBytes = 1 << 18
    private let source: any ByteStream
    private let input: UnsafeMutablePointer<UInt8>
    private var state = unsafe z_stream()
    private var isInsideMember = false
    private var hasEnded = false
    private(set) var defect: StreamDefect?
    var bytesTaken: Int64 { source.bytesTaken }

    init(_ source: any ByteStream) throws(LogReadingError) {
        self.source = source
        unsafe input = .allocate(capacity: GzipStream.pieceBytes)
        // 15 bits of window, plus 16 for the gzip format and nothing else.
        let code = unsafe inflateInit2_(&state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw .system(path: "zlib", action: "start", code: 12) }
    }

    deinit {
        unsafe inflateEnd(&state)
        unsafe input.deallocate()
    }

    func read(into target: UnsafeMutablePointer<UInt8>, capacity: Int) throws(LogReadingError) -> Int {
        var written = 0
        while written == 0, !hasEnded {
            if unsafe state.avail_in == 0 {
                let taken = unsafe try source.read(into: input, capacity: GzipStream.pieceBytes)
                guard taken > 0 else {
                    hasEnded = true
                    if isInsideMember { defect = .truncated }
                    return 0
                }
                unsafe state.next_in = input
                unsafe state.avail_in = UInt32(taken)
            }
            if !isInsideMember, try !beginMember() { return 0 }
            written = unsafe inflatePiece(into: target, capacity: capacity)
        }
        return written
    }

    /// Looks whether a member begins here; zeros that pad the file to a block are no defect.
    private func beginMember() throws(LogReadingError) -> Bool {
        while unsafe state.avail_in > 0, unsafe state.next_in.pointee == 0 {
            unsafe state.next_in += 1
            unsafe state.avail_in -= 1
        }
        guard unsafe state.avail_in > 0 else { return true }
        guard unsafe state.next_in.pointee == 0x1f else {
            hasEnded = true
            defect = .trailingBytes
            return false
        }
        isInsideMember = true
        return true
    }

    private func inflatePiece(into target: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
        guard unsafe state.avail_in > 0 else { return 0 }
        unsafe state.next_out = target
        unsafe state.avail_out = UInt32(capacity)
        let code = unsafe inflate(&state, Z_NO_FLUSH)
        let written = unsafe capacity - Int(state.avail_out)
        switch code {
        case Z_STREAM_END:
            isInsideMember = false
            unsafe inflateReset(&state)
        case Z_OK, Z_BUF_ERROR: break
        default:
            hasEnded = true
            defect = .damaged
        }
        return written
    }
}
