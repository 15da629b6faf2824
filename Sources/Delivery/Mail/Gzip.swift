import CZlib

/// Compression for what travels with a mail: CSV shrinks to about a tenth.
package enum Gzip {
    /// One gzip member (RFC 1952) without name and time, so that the same bytes give the same bytes.
    ///
    /// - Returns: nil when zlib cannot work, which only a want of memory explains.
    package static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var writer = GzipWriter(limit: .max)
        writer.append(bytes)
        return writer.finish()
    }
}

/// Compresses piece by piece what is written elsewhere at the same time, up to a limit.
///
/// The pieces make no difference to the result.
@safe package struct GzipWriter: ~Copyable {
    private static let pieceSize = 65_536

    /// How much work goes into a small result.
    package enum Effort {
        case best
        /// Five times as fast, for a file a third larger.
        case fast
    }

    private let limit: Int
    /// On the heap: zlib keeps a pointer to it and refuses one that has moved.
    private let stream: UnsafeMutablePointer<z_stream>
    private var output: [UInt8] = []
    private var piece = [UInt8](repeating: 0, count: GzipWriter.pieceSize)
    private var isGood: Bool

    /// - Parameter limit: most bytes of the result; with 0 nothing is compressed.
    package init(limit: Int, effort: Effort = .best) {
        self.limit = limit
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard limit > 0 else {
            isGood = false
            return
        }
        // 15 bits of window, and 16 for the form of gzip.
        let began = unsafe deflateInit2_(
            stream, effort == .best ? Z_BEST_COMPRESSION : Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        isGood = began == Z_OK
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    package mutating func append(_ bytes: [UInt8]) {
        guard isGood, !bytes.isEmpty else { return }
        deflate(bytes, Z_NO_FLUSH)
    }

    /// The bytes of the result so far, for whoever writes it piece by piece; they are not given again.
    package mutating func pour() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    /// The whole, or what was not poured of it, as one gzip member (RFC 1952) without name and time.
    ///
    /// - Returns: nil when it is larger than the limit, or zlib cannot work, which only a want of memory explains.
    package consuming func finish() -> [UInt8]? {
        guard isGood else { return nil }
        deflate([], Z_FINISH)
        return isGood ? output : nil
    }

    private mutating func deflate(_ bytes: [UInt8], _ flush: Int32) {
        var input = bytes
        unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe stream.pointee.next_in = source.baseAddress
            unsafe stream.pointee.avail_in = UInt32(truncatingIfNeeded: source.count)
            var room: UInt32 = 0
            repeat {
                let code = unsafe piece.withUnsafeMutableBufferPointer { target in
                    unsafe stream.pointee.next_out = target.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(target.count)
                    return unsafe CZlib.deflate(stream, flush)
                }
                room = unsafe stream.pointee.avail_out
                output += piece[..<(piece.count - Int(room))]
                isGood = code != Z_STREAM_ERROR && output.count <= limit
            } while isGood && room == 0
        }
    }
}
