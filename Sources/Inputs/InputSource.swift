import Glibc

/// A named sequence of bytes: a file, or bytes in memory.
package enum InputSource: Sendable {
    case file(String)
    case bytes([UInt8], name: String)

    package var name: String {
        switch self {
        case .file(let path): path
        case .bytes(_, let name): name
        }
    }
}

/// Reads a source in pieces of a bounded size.
final class PieceReader {
    private static let pieceBytes = 1 << 18

    private let name: String
    private let descriptor: Int32
    private var pending: [UInt8]

    init(_ source: InputSource) throws(InputError) {
        name = source.name
        switch source {
        case .bytes(let bytes, _):
            descriptor = -1
            pending = bytes
        case .file(let path):
            descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
            pending = []
            guard descriptor >= 0 else { throw .unreadable(file: path, code: errno) }
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Replaces the bytes of a piece with the next ones; false at the end.
    func next(into piece: inout [UInt8]) throws(InputError) -> Bool {
        guard descriptor >= 0 else {
            piece = pending
            pending = []
            return !piece.isEmpty
        }
        if piece.count != PieceReader.pieceBytes { piece = [UInt8](repeating: 0, count: PieceReader.pieceBytes) }
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(file: name, code: errno) }
            if count < piece.count { piece.removeLast(piece.count - count) }
            return count > 0
        }
    }
}

/// The system's words for an errno.
func systemMessage(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
