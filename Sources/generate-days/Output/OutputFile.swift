import CZlib
import Foundation

/// What went wrong with a file.
enum OutputError: Error, CustomStringConvertible {
    case cannotCreate(path: String)
    case cannotCompress(path: String, code: Int32)

    var description: String {
        switch self {
        case .cannotCreate(let path): "\(path): cannot be created; check that the folder is writable"
        case .cannotCompress(let path, let code): "\(path): zlib refused with code \(code)"
        }
    }
}

/// A file that is written once, from start to end, plain or gzip.
final class OutputFile {
    private let path: String
    private let handle: FileHandle
    private let deflating: Bool
    private var waiting: [UInt8] = []
    private static let flushSize = 1 << 20

    /// Makes the folders that are missing.
    ///
    /// With `gzip` the name gets the ending `.gz`.
    init(_ name: String, gzip: Bool = false) throws {
        path = gzip ? name + ".gz" : name
        deflating = gzip
        let url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw OutputError.cannotCreate(path: path) }
        self.handle = handle
        waiting.reserveCapacity(Self.flushSize + 4_096)
    }

    func write(_ body: (inout [UInt8]) -> Void) throws {
        body(&waiting)
        if waiting.count >= Self.flushSize { try flush() }
    }

    func close() throws {
        try flush()
        try handle.close()
    }

    /// A gzip file is written as one member per flush, which every reader of gzip takes as one stream.
    private func flush() throws {
        guard !waiting.isEmpty else { return }
        let bytes = deflating ? try gzipped(waiting, for: path) : waiting
        try handle.write(contentsOf: Data(bytes))
        waiting.removeAll(keepingCapacity: true)
    }

    static func write(_ bytes: [UInt8], to path: String, gzip: Bool = false) throws {
        let file = try OutputFile(path, gzip: gzip)
        try file.write { $0 += bytes }
        try file.close()
    }
}

/// One gzip member without name or time in its header, so that equal bytes give equal files.
func gzipped(_ bytes: [UInt8], for path: String) throws -> [UInt8] {
    var stream = unsafe z_stream()
    let ready = unsafe deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard ready == Z_OK else { throw OutputError.cannotCompress(path: path, code: ready) }
    defer { unsafe deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(unsafe deflateBound(&stream, UInt(bytes.count))) + 64)
    let result = unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = target.baseAddress
            unsafe stream.avail_out = UInt32(target.count)
            return unsafe deflate(&stream, Z_FINISH)
        }
    }
    guard result == Z_STREAM_END else { throw OutputError.cannotCompress(path: path, code: result) }
    output.removeLast(output.count - Int(unsafe stream.total_out))
    return output
}
